"""Why this mediator: everything an explanation says is what the core said at that moment."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.audit.errors import NoSuchDrawError
from engine.audit.explain import explain
from engine.audit.setting import file_metadata, read_setting
from engine.core.assignment import AssignmentCore
from engine.core.errors import UnknownMediatorError
from engine.core.ladder import Ladder, LadderStep
from engine.core.policy import Policy, PolicySettings
from engine.desk.desk import Desk
from engine.desk.example import MONDAY
from engine.events.enums import DeclineReason, OfferBasis
from engine.events.records import Filed, Offered
from engine.events.sealed import read_chain
from engine.proof.chain import batch_of, filing_head
from engine.proof.drawing import build_record
from engine.proof.verify_decision import fault
from tests.engine.audit.forging import row_changed
from tests.engine.audit.logs import KEYS, Sealed, SealedWords, desk_log, procedure_log
from tests.engine.desk.worlds import asked, filing, roster
from tests.examples import examples

FOUR = roster([0, 0, 0, 0], capacity=3)


def offers_of(log: Sealed) -> list[tuple[int, Offered]]:
    """Offers of a log and their numbers."""
    return [(seq, event) for seq, event in enumerate(log.events, 1) if isinstance(event, Offered)]


@settings(max_examples=examples(15))
@given(data=st.data())
def test_it_says_what_the_core_said(eventful: Sealed, data: st.DataObject):
    """Funnel, pool, tickets, policy and verdicts are those of a core that has followed the log to just before."""
    seq, offer = data.draw(st.sampled_from(offers_of(eventful)))
    why_not = data.draw(st.integers(0, eventful.roster.mediators - 1))
    setting = read_setting(file_metadata(eventful.path), eventful.roster)
    core = AssignmentCore(eventful.roster, setting.settings, setting.ladder)
    core.replay(eventful.events[: seq - 1])
    found = explain(eventful.path, eventful.roster, offer.case_id, attempt=offer.attempt, why_not=why_not, keys=KEYS)
    stood = found.standing

    assert (found.seq, found.offer, found.finding) == (seq, offer, None)
    assert stood.funnel == core.funnel(offer.case_id)
    assert stood.verdict is core.why_not(offer.case_id, why_not)
    assert stood.funnel.room == len(stood.pool.members)
    assert (stood.step, stood.policy_version) == (offer.step, core.policy_of(offer.court_id)[0])
    if offer.basis is OfferBasis.DRAWN:
        pool = core.pool(offer.case_id)
        assert [part.tolist() for part in stood.pool] == [part.tolist() for part in pool]
        assert (len(pool.members), stood.band_size, stood.ticket_total) == (
            offer.pool_size,
            offer.band_size,
            offer.ticket_total,
        )
        assert stood.tickets_of(offer.mediator_id) > 0


def test_every_draw_can_be_recorded(eventful: Sealed):
    """Each drawn offer gives a record that the stand-alone verifier accepts; the others have nothing to record."""
    opened = {event.case_id: seq for seq, event in enumerate(eventful.events, 1) if isinstance(event, Filed)}
    batches = read_chain(eventful.path)
    drawn = 0
    for seq, offer in offers_of(eventful):
        found = explain(eventful.path, eventful.roster, offer.case_id, attempt=offer.attempt, keys=KEYS)
        assert found.head == filing_head(batches, opened[offer.case_id])
        assert found.batch == batch_of(batches, seq)
        assert (found.draw is None) == (offer.basis is not OfferBasis.DRAWN) == (found.winning_ticket is None)
        if found.draw is not None:
            record = build_record(found.draw, word=offer.word, mediator=offer.mediator_id)
            assert fault(record.to_json()) is None
            assert record.ticket == found.winning_ticket
            drawn += 1

    assert drawn > 5


def test_without_keys_there_is_nothing_to_record(eventful: Sealed):
    """Everything but the record, and with it the runner-up, is explained without keys."""
    _, offer = next((seq, offer) for seq, offer in offers_of(eventful) if offer.basis is OfferBasis.DRAWN)
    found = explain(eventful.path, eventful.roster, offer.case_id, attempt=offer.attempt)

    assert found.draw is None
    assert found.winning_ticket is not None


def declined_once(desk: Desk, sealed: SealedWords) -> None:
    """Four cases whose first mediator declines on the same day; nothing else happens in between."""
    for case_id in range(1, 5):
        at = MONDAY + case_id
        sealed.take(desk.file(filing(case_id), at))
        sealed.seal()
        sealed.take(desk.decline(case_id, asked(desk, case_id), 1, DeclineReason.OTHER, at))
        sealed.take(desk.accept(case_id, asked(desk, case_id), 2, at))


def test_the_runner_up_is_who_comes_next(tmp_path: Path):
    """Who is named runner-up is who is drawn when the first declines the same day and nothing else changes."""
    log = desk_log(tmp_path / "events.parquet", FOUR, declined_once, settings=PolicySettings(policy=Policy.RANDOM))
    for case_id in range(1, 5):
        first, second = (explain(log.path, FOUR, case_id, attempt=attempt, keys=KEYS) for attempt in (1, 2))

        assert first.draw is not None
        place = first.draw.runner_up
        assert place is not None
        assert first.standing.pool.members[place] == second.offer.mediator_id


LADDER = Ladder(
    steps=(
        LadderStep(circle=0, policy=Policy.POWER_OF_D, expression="takes_family", wait_working_days=1),
        LadderStep(circle=1),
    )
)


def before_and_after(desk: Desk, sealed: SealedWords) -> None:
    """A case, a policy adopted, and another case."""
    sealed.take(desk.file(filing(1), MONDAY))
    adopted = PolicySettings(policy=Policy.DECK, band_width_milli=7, sample_size=2, by_weight=False)
    sealed.take(desk.adopt_policy(0, adopted, MONDAY + 1))
    sealed.take(desk.file(filing(2), MONDAY + 2))


def test_a_steps_policy_keeps_its_courts_settings(tmp_path: Path):
    """A step draws by its own policy with the settings of its court's, also after the court has adopted others."""
    first = PolicySettings(policy=Policy.LEAST_LOADED, band_width_milli=500, sample_size=3, by_weight=True)
    log = desk_log(tmp_path / "events.parquet", FOUR, before_and_after, settings=first, ladder=LADDER)
    one, other = (explain(log.path, FOUR, case_id).standing for case_id in (1, 2))
    own = Policy.POWER_OF_D

    assert one.policy == PolicySettings(policy=own, band_width_milli=500, sample_size=3, by_weight=True)
    assert other.policy == PolicySettings(policy=own, band_width_milli=7, sample_size=2, by_weight=False)
    assert (one.policy_version, other.policy_version) == (0, 1)
    assert (one.ticket_total, other.ticket_total) == (4**3, 4**2)
    assert one.expression == "takes_family"


def test_the_courts_policy_is_that_of_the_moment(tmp_path: Path):
    """Without a policy of the step, an offer before a change is explained by the old one, one after by the new."""
    log = desk_log(tmp_path / "events.parquet", FOUR, before_and_after, settings=PolicySettings(policy=Policy.RANDOM))
    one, other = (explain(log.path, FOUR, case_id).standing for case_id in (1, 2))

    assert (one.policy.policy, other.policy.policy) == (Policy.RANDOM, Policy.DECK)
    assert (one.ticket_total, other.ticket_total) == (4, 16)


def chosen_for(desk: Desk, sealed: SealedWords) -> None:
    """The parties choose the third mediator."""
    sealed.take(desk.file(filing(1), MONDAY, choose=True))
    sealed.take(desk.choose(1, 2, MONDAY + 1))


def test_a_choice_is_explained_as_well(tmp_path: Path):
    """An offer by the parties' choice has its funnel and pool, no ticket, and nothing that was drawn."""
    log = desk_log(tmp_path / "events.parquet", FOUR, chosen_for)
    found = explain(log.path, FOUR, 1, why_not=3, keys=KEYS)

    assert found.offer.basis is OfferBasis.CHOSEN
    assert found.standing.pool.members.tolist() == [0, 1, 2, 3]
    assert found.standing.ticket_total == 0
    assert (found.winning_ticket, found.draw, found.standing.verdict) == (None, None, "in_pool")


def test_a_wrong_offer_is_explained_and_called_wrong(tmp_path: Path):
    """Who asks about a forged offer is told how it stood and what is wrong with it."""
    log = desk_log(tmp_path / "events.parquet", FOUR, before_and_after)
    seq, offer = offers_of(log)[1]
    found = explain(row_changed(log.path, seq, {"mediator_id": (offer.mediator_id + 1) % 4}), FOUR, 2)

    assert found.finding == f"the word draws mediator {offer.mediator_id}"


def test_what_comes_after_a_forgery_is_not_explained(tmp_path: Path):
    """Behind an event that does not follow nothing can be explained; the event is named."""
    log = desk_log(tmp_path / "events.parquet", FOUR, before_and_after)
    seq, offer = offers_of(log)[0]
    changed = row_changed(log.path, seq, {"mediator_id": (offer.mediator_id + 1) % 4})

    with pytest.raises(NoSuchDrawError, match=f"event {seq}: the word draws mediator .*: verify the log first"):
        explain(changed, FOUR, 2)


def test_what_is_not_there_is_said_clearly(tmp_path: Path):
    """An unknown case, offer or mediator is one clear error, with what there is."""
    log = desk_log(tmp_path / "events.parquet", FOUR, before_and_after)
    empty = procedure_log(tmp_path / "empty.parquet", 1, commands=0)

    with pytest.raises(NoSuchDrawError, match="case_id = 9: must be the number of a case with an offer, such as 1"):
        explain(log.path, FOUR, 9)
    with pytest.raises(NoSuchDrawError, match=r"attempt = 4: must be one of \[1\]"):
        explain(log.path, FOUR, 1, attempt=4)
    with pytest.raises(UnknownMediatorError, match=r"mediator = 4: must be within 0\.\.3"):
        explain(log.path, FOUR, 1, why_not=4)
    with pytest.raises(NoSuchDrawError, match="case_id = 1: must be in the log, which has no offer"):
        explain(empty.path, empty.roster, 1)
