"""Every event that must be refused at a moment, as far as one can be made of what is there."""

from collections.abc import Iterator

from engine.core.views import CaseView
from engine.events.enums import ConflictGround, OfferBasis, Stage
from engine.events.records import Event, PolicyAdopted
from tests.engine.core import events
from tests.engine.core.mover import Mover

_BIG = 2**31
_HELD = (Stage.OFFERED, Stage.ACCEPTED)


def misfits(mover: Mover) -> Iterator[Event]:
    """Events that break one rule each; those about cases are of the case that changed last."""
    yield from _openings(mover)
    yield from _of_roster(mover)
    if mover.pair.cases:
        case_id = next(reversed(mover.pair.cases))
        seats = mover.pair.cases[case_id]
        yield events.filed(case_id)
        yield from _of_stage(case_id, seats)
        yield from _of_people(mover, case_id)
        yield from _of_withdrawal(mover, case_id, seats)
        for seat, view in enumerate(seats):
            yield from _of_seat(mover, case_id, seat, view)


def _openings(mover: Mover) -> Iterator[Event]:
    unused, steps = 1, len(mover.pair.ladder.steps)
    yield events.filed(-1)
    yield events.filed(unused, court_id=mover.pair.roster.courts)
    yield events.filed(unused, step=steps)
    yield events.filed(unused, weight_milli=_BIG)
    yield events.filed(unused, boost_us=-1)
    yield events.filed(unused, boost_us=315_576_000_000_001)
    yield events.filed(unused, panel_size=0)
    yield events.filed(unused, panel_size=10)
    yield events.in_progress(unused, Stage.CHOOSING, mediator_id=None)
    yield events.in_progress(unused, Stage.OFFERED, mediator_id=mover.pair.roster.mediators)
    for absent in (who for who in mover.mediators() if not mover.pair.compiled.is_present(who)):
        yield events.in_progress(unused, Stage.ACCEPTED, mediator_id=absent)
    for event in (events.accepted, events.released, events.closed, events.conflict_found, events.lead_named):
        yield event(unused, 0)
    for event in (events.choice_opened, events.deck_renewed, events.exhausted, events.round_opened):
        yield event(unused)


def _of_roster(mover: Mover) -> Iterator[Event]:
    versions = sum(event.court_id == 0 for event in mover.pair.events if isinstance(event, PolicyAdopted))
    nobody, nowhere = mover.pair.roster.mediators, mover.pair.roster.courts
    yield events.policy_adopted(versions)
    yield events.policy_adopted(versions + 2)
    yield events.policy_adopted(1, court=nowhere)
    yield events.policy_adopted(versions + 1, band_width_milli=_BIG)
    yield events.policy_adopted(versions + 1, sample_size=1)
    yield events.policy_adopted(versions + 1, sample_size=4)
    yield events.policy_adopted(versions + 1, by_weight=2)
    for event in (events.went_absent, events.returned, lambda who, **court: events.capacity_set(who, 1, **court)):
        yield event(nobody)
        yield event(-1)
        yield event(0, court=nowhere)
    yield from _of_places(mover)
    yield events.capacity_set(0, 1_000_001)
    yield events.capacity_set(0, -1)
    yield events.returned(0, entry_milli=-1)
    yield events.returned(0, entry_milli=_BIG)


def _of_places(mover: Mover) -> Iterator[Event]:
    """A place that is taken, not the court's first or at another court; values out of bounds; a vacant place named."""
    vacant, people = mover.vacant(), mover.pair.reference._people
    for event in (events.appointed, events.qualified):
        for name, values in _OUTSIDE.items():
            yield from (event(vacant[0] if vacant else 0, **{name: value}) for value in values)
        yield event(-1)
        yield event(mover.pair.roster.mediators)
    yield from (events.appointed(who, court=people[who].court) for who in mover.mediators())
    for place in vacant:
        court = people[place].court
        if place != mover.pair.compiled.vacant_place(court):
            yield events.appointed(place, court=court)
        yield events.appointed(place, court=mover.pair.roster.courts)
        yield events.appointed(place, court=court, capacity=0)
        yield events.appointed(place, court=court, entry_milli=_BIG)
        yield events.appointed(place, court=court, rank=-1)
        yield from (event(place) for event in (events.went_absent, events.returned, events.qualified))
        yield events.capacity_set(place, 1)
        yield events.in_progress(1, Stage.ACCEPTED, mediator_id=place)
        if mover.pair.cases:
            case_id = next(reversed(mover.pair.cases))
            yield events.conflict_found(case_id, place)
            yield events.shortlisted(case_id, place)


_OUTSIDE = {
    "dispute_types": (-1, 1 << 14),
    "languages": (-1, 1 << 7),
    "attributes": (-1, 4),
    "share_milli": (0, 1001),
    "capacity": (-1, 1_000_001),
}


def _of_stage(case_id: int, seats: tuple[CaseView, ...]) -> Iterator[Event]:
    stages = {view.stage for view in seats}
    if Stage.WAITING in stages:
        yield events.escalated(case_id, seats[0].step)
        yield events.escalated(case_id, 9)
    else:
        yield events.escalated(case_id, seats[0].step + 1)
        yield from (event(case_id) for event in (events.round_opened, events.deck_renewed, events.exhausted))
    if stages != {Stage.WAITING} or len(seats) > 1:
        yield events.choice_opened(case_id)
    if Stage.CHOOSING not in stages:
        yield events.choice_ended(case_id)


def _of_withdrawal(mover: Mover, case_id: int, seats: tuple[CaseView, ...]) -> Iterator[Event]:
    """A mediator who was not asked, nobody where somebody was, another attempt; anything once somebody accepted."""
    last = mover.attempt(case_id) - 1
    offers = [(view.mediator, view.attempt) for view in seats if view.stage is Stage.OFFERED]
    yield events.withdrawn(case_id, -1, attempt=last)
    for mediator, attempt in offers or [(None, last)]:
        yield events.withdrawn(case_id, mediator, attempt=attempt + 20)
    asked = {mediator for mediator, _ in offers}
    yield from (events.withdrawn(case_id, who, attempt=last) for who in mover.mediators() if who not in asked)
    if offers or Stage.ACCEPTED in {view.stage for view in seats}:
        yield events.withdrawn(case_id, None, attempt=last)


def _of_people(mover: Mover, case_id: int) -> Iterator[Event]:
    case, nobody = mover.pair.reference._case(case_id), mover.pair.roster.mediators
    yield events.shortlisted(case_id, nobody)
    yield events.conflict_found(case_id, nobody)
    for mediator in mover.mediators():
        if mediator in case.sitting:
            yield events.conflict_found(case_id, mediator)
            yield events.conflict_found(case_id, mediator, ground=ConflictGround.REPLACED)
        else:
            yield events.lead_named(case_id, mediator)
            yield events.released(case_id, mediator)
        if mediator not in case.conflicted or mediator in case.replaced:
            yield events.conflict_lifted(case_id, mediator)


def _of_seat(mover: Mover, case_id: int, seat: int, view: CaseView) -> Iterator[Event]:
    following = mover.attempt(case_id)
    able = mover.may_be_asked(case_id)
    yield events.offered(case_id, 0, attempt=_BIG, seat=seat)
    yield events.offered(case_id, 0, attempt=following, seat=9)
    if view.stage is Stage.CHOOSING:
        for basis in (OfferBasis.DRAWN, OfferBasis.FREED, OfferBasis.MATCHED):
            yield from (events.offered(case_id, who, attempt=following, basis=basis) for who in able)
    elif view.stage is Stage.WAITING:
        yield events.offered(case_id, -1, attempt=following, seat=seat)
        yield from (events.offered(case_id, who, attempt=following - 1, seat=seat) for who in able)
        unable = (who for who in mover.mediators() if who not in able)
        yield from (events.offered(case_id, who, attempt=following, seat=seat) for who in unable)
    else:
        assert view.mediator is not None
        yield from (events.offered(case_id, who, attempt=following, seat=seat) for who in able)
        yield from _of_answers(case_id, view.mediator, view)


def _of_answers(case_id: int, mediator: int, view: CaseView) -> Iterator[Event]:
    answers = (events.accepted, events.declined, events.lapsed)
    for event in (*answers, events.released, events.closed):
        yield event(case_id, mediator, attempt=view.attempt + 1)
    if view.stage is Stage.OFFERED:
        yield events.accepted(case_id, mediator, attempt=view.attempt, weight_milli=_BIG)
        yield events.declined(case_id, mediator, attempt=view.attempt, penalty_milli=-1)
        yield events.closed(case_id, mediator, attempt=view.attempt)
    else:
        yield from (event(case_id, mediator, attempt=view.attempt) for event in answers)
