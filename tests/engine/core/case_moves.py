"""Random commands about cases: what courts, parties and mediators lawfully do."""

from random import Random
from typing import Any

from engine.core.assignment import NOBODY
from engine.core.roster import LANGUAGES, ORIGINS
from engine.events.enums import ConflictGround, Gender, OfferBasis, Origin, Stage
from tests.engine.core import events
from tests.engine.core.mover import WORDS, Mover
from tests.engine.core.worlds import SPOKEN, TYPES

_WEIGHTS = (0, 1, 500, 1000, 1000, 3000)
# Needs are rare enough that a case without any, which is drawn for in a faster way, is not.
_GENDERS = (None,) * 6 + tuple(Gender)
_ORIGINS = (Origin.MAINLAND,) * 16 + ORIGINS
_LANGUAGES = (SPOKEN[0],) * 4 + (*SPOKEN, LANGUAGES[1])


def file(mover: Mover, random: Random) -> None:
    """A case is handed in, often at the same instant as the one before; now and then one for a panel."""
    mover.now += random.choice((0, 0, 1, 7))
    size = random.choice((1, 1, 1, 1, 1, 1, 2, 3))
    mover.pair.apply(events.filed(mover.new_case(), **_like(mover, random), panel_size=size))


def meet(mover: Mover, random: Random) -> None:
    """A case is met in progress: at any stage, filed and answered at some time before."""
    stage = random.choice((Stage.WAITING, Stage.OFFERED, Stage.ACCEPTED))
    filed_at = mover.now - random.randint(0, 20)
    like = {**_like(mover, random), "occurred_at": filed_at, "attempt": random.randint(1, 3)}
    if stage is not Stage.WAITING:
        able = mover.with_room(max(like["weight_milli"], 1))
        if not able:
            return
        like["mediator_id"] = random.choice(able)
        like["accepted_at"] = filed_at + random.randint(0, 5) if stage is Stage.ACCEPTED else None
    mover.pair.apply(events.in_progress(mover.new_case(), stage, **like))


def seek(mover: Mover, random: Random) -> None:
    """A waiting case looks for a mediator, in a new round or from a new deck if need be."""
    if (case_id := mover.any_case(random, Stage.WAITING)) is not None:
        decision = mover.decide(case_id, random.choice((*WORDS, random.randint(-(2**63), 2**63 - 1))))
        if decision.mediator != NOBODY:
            mover.offer(case_id, decision.mediator)


def pull(mover: Mover, random: Random) -> None:
    """Any mediator looks for a case, whether or not there is room."""
    mediator = random.choice(mover.mediators())
    if (case_id := mover.pair.decide_pull(mediator)) is not None:
        mover.offer(case_id, mediator, basis=OfferBasis.FREED)


def offer_by_hand(mover: Mover, random: Random) -> None:
    """A human or the parties put any seat to anybody who can be asked, eligible or not, asked before or not."""
    if (found := mover.any_seat(random, Stage.WAITING, Stage.CHOOSING)) is not None:
        case_id, seat = found
        basis = random.choice((OfferBasis.CHOSEN, OfferBasis.SHORTLISTED, OfferBasis.OVERRIDE))
        if able := mover.may_be_asked(case_id):
            mover.offer(case_id, random.choice(able), seat=seat, basis=basis)


def accept(mover: Mover, random: Random) -> None:
    if (answer := mover.answer(random, Stage.OFFERED)) is not None:
        weight = random.choice((0, 500, 1000, 3000))
        mover.pair.apply(events.accepted(*answer[:2], attempt=answer[2], at=mover.now, weight_milli=weight))


def refuse(mover: Mover, random: Random) -> None:
    """An offer is declined or lapses."""
    if (answer := mover.answer(random, Stage.OFFERED)) is not None:
        event = random.choice((events.declined, events.lapsed))
        penalty = random.choice((0, 500, 1000))
        mover.pair.apply(event(*answer[:2], attempt=answer[2], at=mover.now, penalty_milli=penalty))


def release(mover: Mover, random: Random) -> None:
    """An offer or a case is taken from its mediator."""
    if (answer := mover.answer(random, Stage.OFFERED, Stage.ACCEPTED)) is not None:
        mover.pair.apply(events.released(*answer[:2], attempt=answer[2], at=mover.now))


def close(mover: Mover, random: Random) -> None:
    """A case whose seats are all accepted is closed by any of its mediators."""
    done = [
        case_id for case_id, seats in mover.pair.cases.items() if {view.stage for view in seats} == {Stage.ACCEPTED}
    ]
    if done:
        case_id = random.choice(done)
        view = random.choice(mover.pair.cases[case_id])
        assert view.mediator is not None
        mover.pair.apply(events.closed(case_id, view.mediator, attempt=view.attempt, at=mover.now))


def withdraw(mover: Mover, random: Random) -> None:
    """The parties take back a case that nobody has accepted, while it waits, is offered or they choose."""
    mover.now += random.choice((0, 1))
    free = [case_id for case_id, seats in mover.pair.cases.items() if Stage.ACCEPTED not in {it.stage for it in seats}]
    if free:
        case_id = random.choice(free)
        seats = mover.pair.cases[case_id]
        offers = [(view.mediator, view.attempt) for view in seats if view.stage is Stage.OFFERED]
        mediator, attempt = random.choice(offers or [(None, mover.attempt(case_id) - 1)])
        mover.pair.apply(events.withdrawn(case_id, mediator, attempt=attempt, at=mover.now))


def escalate(mover: Mover, random: Random) -> None:
    last = len(mover.pair.ladder.steps) - 1
    if (case_id := mover.any_case(random, Stage.WAITING)) is not None:
        step = mover.pair.case(case_id).step
        if step < last:
            mover.pair.apply(events.escalated(case_id, random.randint(step + 1, last), at=mover.now))


def look_on(mover: Mover, random: Random) -> None:
    """A round or a deck is opened that nobody asked for, or the ladder has ended."""
    if (case_id := mover.any_case(random, Stage.WAITING)) is not None:
        event = random.choice((events.round_opened, events.deck_renewed, events.exhausted))
        mover.pair.apply(event(case_id, at=mover.now))


def choose(mover: Mover, random: Random) -> None:
    """The parties begin to choose, or end without a choice."""
    found = [case_id for case_id, _ in mover.pair.seats_at(Stage.WAITING) if len(mover.pair.cases[case_id]) == 1]
    if (choosing := mover.any_case(random, Stage.CHOOSING)) is not None and random.random() < 0.5:
        mover.pair.apply(events.choice_ended(choosing, at=mover.now))
    elif found:
        mover.pair.apply(events.choice_opened(random.choice(found), at=mover.now))


def relate(mover: Mover, random: Random) -> None:
    """A conflict is found with anybody who neither is asked nor holds a seat; or one is lifted."""
    if (case_id := mover.any_case(random, *Stage)) is None:
        return
    case = mover.pair.reference._case(case_id)
    if (liftable := sorted(case.conflicted - case.replaced)) and random.random() < 0.5:
        mover.pair.apply(events.conflict_lifted(case_id, random.choice(liftable), at=mover.now))
    elif free := sorted(set(mover.mediators()) - case.sitting):
        ground = random.choice((ConflictGround.KINSHIP, ConflictGround.KINSHIP, ConflictGround.REPLACED))
        mover.pair.apply(events.conflict_found(case_id, random.choice(free), at=mover.now, ground=ground))


def note(mover: Mover, random: Random) -> None:
    """A shortlist is noted, or a lead named."""
    if (answer := mover.answer(random, Stage.OFFERED, Stage.ACCEPTED)) is not None:
        event = random.choice((events.shortlisted, events.lead_named))
        mover.pair.apply(event(*answer[:2], at=mover.now))


def question(mover: Mover, random: Random) -> None:
    """Everything is asked that can be asked about one case and one mediator."""
    if (case_id := mover.any_case(random, Stage.WAITING)) is not None:
        mover.pair.tickets(case_id)
    if (case_id := mover.any_case(random, *Stage)) is not None:
        mover.pair.unhindered(case_id)
        for step in range(len(mover.pair.ladder.steps)):
            mover.pair.staffed_step(case_id, step)
    mediator = random.choice(mover.mediators())
    mover.pair.decide_pull(mediator)
    mover.pair.entry_raise(mediator, random.choice((0, 500, 2000)))


def _like(mover: Mover, random: Random) -> dict[str, Any]:
    return {
        "occurred_at": mover.now,
        "court_id": random.randrange(mover.pair.roster.courts),
        "dispute_type": random.choice(TYPES),
        "language": random.choice(_LANGUAGES),
        "step": min(random.choice((0, 0, 0, 1, 2, 3)), len(mover.pair.ladder.steps) - 1),
        "weight_milli": random.choice(_WEIGHTS),
        "boost_us": random.choice((0, 0, 0, 1, 5, 30)),
        "origin": random.choice(_ORIGINS),
        "mediator_gender": random.choice(_GENDERS),
    }
