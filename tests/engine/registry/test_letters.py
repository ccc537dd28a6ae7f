"""What happens to a dispute is told to the systems that have to know."""

from typing import get_args

import pytest

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Article, State, Track, Transition
from engine.events.moves import Moved
from engine.lifecycle.dispute import Process
from engine.lifecycle.example import MONDAY, opened_dispute
from engine.lifecycle.rulebook import Rulebook
from engine.linked.records import Asked
from engine.linked.requests import AnyRequest, OpenPreservation, ReportOutcome, VerifyIdentity
from engine.linked.words import Urgency
from engine.registry.letters import WRITTEN, Letters
from engine.registry.requests import PARTIES_MAX

CASE = 5


def _moved(track: Track, transition: Transition) -> Moved:
    return Moved(
        occurred_at=MONDAY,
        recorded_at=MONDAY,
        dispute_id=1,
        case_id=CASE,
        court_id=0,
        track=track,
        transition=transition,
        state=State.SUBMITTED,
        actor=ActorRole.COURT,
        article=Article.ASSUMED,
        parties=0b10,
    )


def _dispute(track: Track, **facts: int):
    dispute = opened_dispute()
    process = Process(case_id=CASE, track=track, state=State.SUBMITTED, entered_at=MONDAY, facts=dict(facts))
    process.amounts["requested"] = 1_234_500
    dispute.processes[CASE] = process
    return dispute


def test_every_letter_is_about_a_transition_that_the_rules_have():
    """No entry of the table is dead: some era's rules know the transition at that door."""
    known = {place for era in Rulebook.shipped().eras for place in era.moves}
    assert set(WRITTEN) <= known


def test_every_request_that_a_system_takes_is_written_by_something():
    """No kind of request is left that nothing makes the platform ask; two are asked apart from the table."""
    letters = Letters()
    written = {
        type(letter)
        for track, transition in WRITTEN
        for letter in letters.of(_moved(track, transition), _dispute(track))
    }
    assert written | {ReportOutcome, VerifyIdentity} == set(get_args(AnyRequest))


@pytest.mark.parametrize(
    ("fact", "urgency"), [("before_suit", Urgency.URGENT), ("urgent", Urgency.URGENT), ("in_suit", Urgency.ORDINARY)]
)
def test_a_preservation_before_suit_is_always_urgent(fact: str, urgency: Urgency):
    """The court is told the sum asked for in whole yuan, who asks, and that 48 hours run where the law says so."""
    event = _moved(Track.PRESERVATION, Transition.OPEN_CASE)
    (letter,) = Letters().of(event, _dispute(Track.PRESERVATION, **{fact: MONDAY}))
    assert isinstance(letter, OpenPreservation)
    assert (letter.amount_yuan, letter.urgency, letter.subject % PARTIES_MAX) == (12_345, urgency, 1)


def test_letters_of_one_purpose_differ_by_their_ordinal_after_a_restart_too():
    """The second letter has another key than the first, also if the first is known from a log only."""
    event, dispute = _moved(Track.MEDIATION, Transition.REGISTER), _dispute(Track.MEDIATION)
    first = Letters()
    (letter,) = first.of(event, dispute)
    rebuilt = Letters()
    rebuilt.asked(Asked(at=MONDAY, number=1, request=letter))
    keys = {letter.key, first.of(event, dispute)[0].key}
    assert len(keys) == 2
    assert rebuilt.of(event, dispute)[0].key in keys - {letter.key}
