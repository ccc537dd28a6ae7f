"""Each invariant holds of what the rules allow, and is broken by a history spoilt in just that way."""

from collections.abc import Callable
from time import perf_counter

import pytest
from msgspec.structs import replace

from engine.calendar.day import DAY_US
from engine.events.enums import ActorRole, ClosingCode, EntryRoute, ReleaseGround
from engine.events.lifecycle_words import Clock, State, Track, Transition
from engine.events.moves import Moved
from engine.events.records import Accepted, Closed, Event, Offered
from engine.lifecycle.invariants import Checker, Invariant, broken
from tests.engine.lifecycle.stories import BOTH, LIFECYCLE, Story, accepted, agreed, confirming, in_session

Spoil = Callable[[Event], Event | None]


def appraised() -> Story:
    """A mediation that waited ten days for an appraisal, and failed."""
    story = in_session().does(Transition.COMMISSION_APPRAISAL, ActorRole.MEDIATOR, BOTH)
    story.does(Transition.RECEIVE_APPRAISAL, ActorRole.MEDIATOR, after=10 * DAY_US)
    return story.does(Transition.CLOSE_GAP, ActorRole.MEDIATOR)


def expired(route: EntryRoute = EntryRoute.DELEGATED) -> Story:
    """A mediation whose period ran out, and what became of it."""
    story = in_session(route)
    return story.waits_until(story.dispute.last_at + 60 * DAY_US)


def replaced() -> Story:
    """A mediation that a second mediator brought to its end."""
    story = in_session().does(Transition.REQUEST_REPLACEMENT, ActorRole.PARTY, 0b01)
    story.does(Transition.RELEASE, ActorRole.COURT, release=ReleaseGround.REPLACED, after=DAY_US)
    story.does(Transition.OFFER, ActorRole.PLATFORM).does(Transition.ACCEPT, ActorRole.MEDIATOR, after=DAY_US)
    return story.does(Transition.REFUSE, ActorRole.PARTY, 0b10).waits_until(story.dispute.last_at + 40 * DAY_US)


LAWFUL = [confirming, appraised, expired, replaced, *(lambda r=r: expired(r) for r in EntryRoute)]


@pytest.mark.parametrize("tell", LAWFUL)
def test_what_the_rules_allow_breaks_nothing(tell: Callable[[], Story]):
    """A mediation that went by the rules, however it ended, breaks no invariant."""
    assert broken(tell().events) == []


def moved(transition: Transition, **changes: object) -> Spoil:
    """Spoil a move."""

    def spoil(event: Event) -> Event | None:
        return replace(event, **changes) if isinstance(event, Moved) and event.transition is transition else event

    return spoil


def without(transition: Transition) -> Spoil:
    """Leave a move out."""
    return lambda event: None if isinstance(event, Moved) and event.transition is transition else event


def other_code(event: Event) -> Event:
    """Close for another reason."""
    return replace(event, closing_code=ClosingCode.WIDE_GAP) if isinstance(event, Closed) else event


def said_to_have_expired(event: Event) -> Event:
    """Close as if the period had run out."""
    return replace(event, closing_code=ClosingCode.PERIOD_EXPIRED) if isinstance(event, Closed) else event


def nobody_accepted(event: Event) -> Event | None:
    """Leave out that somebody accepted."""
    return None if isinstance(event, Accepted) else event


def early(event: Event) -> Event:
    """Date an acceptance a day early."""
    return replace(event, occurred_at=event.occurred_at - DAY_US) if isinstance(event, Accepted) else event


SPOILT: list[tuple[Invariant, Callable[[], Story], Spoil]] = [
    (Invariant.TIME_RUNS_FORWARD, in_session, early),
    (Invariant.SESSION_NEEDS_ALL_CONSENTS, in_session, without(Transition.CONSENT)),
    (Invariant.SESSION_NEEDS_ALL_CONSENTS, in_session, moved(Transition.CONSENT, parties=0b01)),
    (Invariant.PERIOD_NEEDS_ACCEPTANCE, in_session, nobody_accepted),
    (Invariant.EXPIRED_CLOSES_WITH_6, expired, other_code),
    (Invariant.EXPIRED_CLOSES_WITH_6, appraised, said_to_have_expired),
    (Invariant.EXPIRED_CLOSES_WITH_6, confirming, moved(Transition.BEGIN, deadline=1)),
    (Invariant.FAILED_OWES_ITS_DUTY, expired, without(Transition.OWE_REGISTRATION)),
    (Invariant.FAILED_OWES_ITS_DUTY, expired, moved(Transition.OWE_REGISTRATION, state=State.AWAITING_CHOICE)),
    (Invariant.FAILED_OWES_ITS_DUTY, expired, moved(Transition.REGISTER, state=State.NOT_PURSUED)),
    (
        Invariant.FAILED_OWES_ITS_DUTY,
        lambda: expired(EntryRoute.ENTRUSTED),
        moved(Transition.RESUME_TRIAL, state=State.WITHDRAWN),
    ),
    (Invariant.CONFIRMATION_IS_JOINT_AND_IN_TIME, confirming, moved(Transition.APPLY, parties=0b01)),
    (Invariant.CONFIRMATION_IS_JOINT_AND_IN_TIME, confirming, without(Transition.SIGN)),
    (Invariant.CONFIRMATION_IS_JOINT_AND_IN_TIME, confirming, moved(Transition.SETTLE, deadline=1)),
    (Invariant.APPRAISAL_DAYS_DO_NOT_COUNT, appraised, moved(Transition.RECEIVE_APPRAISAL, deadline=1)),
]


@pytest.mark.parametrize(("invariant", "tell", "spoil"), SPOILT)
def test_a_spoilt_history_is_noticed(invariant: Invariant, tell: Callable[[], Story], spoil: Spoil):
    """A history of which one thing is changed breaks the invariant that stands against it."""
    events = [event for event in map(spoil, tell().events) if event is not None]

    assert invariant in {breach.invariant for breach in broken(events)}


def again(events: list[Event], kind: type[Event], **changes: object) -> list[Event]:
    """The events, and at the end one of a kind again."""
    last = next(event for event in reversed(events) if isinstance(event, kind))
    at = events[-1].occurred_at
    return [*events, replace(last, occurred_at=at, recorded_at=at, **changes)]


def test_one_closing_is_enough():
    """A mediation that is closed is not closed again."""
    events = again(expired().events, Closed)

    assert broken(events)[0].invariant is Invariant.CLOSED_ONCE


@pytest.mark.parametrize("changes", [{}, {"case_id": 9}])
def test_one_mediator_is_enough(changes: dict[str, int]):
    """Nobody else is asked while a mediator holds the dispute, in the same case or in another."""
    events = again(accepted().events, Offered, **changes)

    assert [breach.invariant for breach in broken(events)] == [Invariant.ONE_MEDIATOR_A_SEAT]


def test_who_was_not_asked_cannot_accept():
    """Only who was offered a case accepts it."""
    events = again(accepted().events, Accepted, mediator_id=77)

    assert [breach.invariant for breach in broken(events)] == [Invariant.ONE_MEDIATOR_A_SEAT]


@pytest.mark.parametrize("kind", [Offered])
def test_a_mediator_has_no_other_part(kind: type[Event]):
    """Who has mediated is asked for no other part in the dispute."""
    events = again(expired().events, kind, track=Track.EVALUATION, case_id=3)

    found = broken(events, same_roster={Track.EVALUATION})
    assert [breach.invariant for breach in found] == [Invariant.MEDIATOR_HAS_NO_LATER_ROLE]
    assert broken(events) == [], "numbers of another roster are other people"


def test_one_adjudication_is_enough():
    """A dispute that is before a tribunal is not brought before a court."""
    (step,) = [event for event in expired().events if isinstance(event, Moved) and event.clock is Clock.REGISTRATION]
    events = expired().events
    at = events[-1].occurred_at
    for case_id, track in ((3, Track.ARBITRATION), (4, Track.LITIGATION)):
        there = replace(step, case_id=case_id, track=track, state=State.SUBMITTED)
        events.append(replace(there, occurred_at=at, clock=None, deadline=None))

    assert [breach.invariant for breach in broken(events)] == [Invariant.ONE_ADJUDICATION]


def test_every_invariant_is_spoilt_somewhere():
    """No invariant stands here that no test has seen broken."""
    elsewhere = {
        Invariant.CLOSED_ONCE,
        Invariant.ONE_MEDIATOR_A_SEAT,
        Invariant.MEDIATOR_HAS_NO_LATER_ROLE,
        Invariant.ONE_ADJUDICATION,
    }

    assert {invariant for invariant, *_ in SPOILT} | elsewhere == set(Invariant)


def test_a_checker_goes_on_by_itself():
    """A copied checker says of the rest what the first says, and neither knows what the other was told."""
    events = confirming().events
    for cut in range(len(events)):
        first = Checker()
        for event in events[:cut]:
            assert first.follow(event) == []
        second = first.copied()
        assert [second.follow(event) for event in events[cut:]] == [first.follow(event) for event in events[cut:]]


def test_it_keeps_up_with_a_simulation():
    """An event takes a few microseconds: at most fifty even on a machine that is busy with other things."""
    events = confirming().events
    fastest = min(_seconds(events) for _ in range(200))

    assert fastest / len(events) < 50e-6


def _seconds(events: list[Event]) -> float:
    started = perf_counter()
    broken(events)
    return perf_counter() - started


def test_the_rules_are_the_shipped_ones():
    """The stories are told under the rules that are shipped."""
    assert Track.CONFIRMATION in LIFECYCLE.rulebook.machines
    assert agreed().dispute.processes[1].state is State.SETTLED
