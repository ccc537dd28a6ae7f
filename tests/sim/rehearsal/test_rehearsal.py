"""A rehearsal refines the plain model: the same assignment, and between its events a lawful life of every dispute."""

from collections import defaultdict
from itertools import pairwise

from engine.events.lifecycle_words import State, Transition
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import Filed, OpenedInProgress, Withdrawn
from engine.lifecycle.invariants import broken


def test_the_assignment_is_that_of_the_fast_loop(rehearsed):
    """Without the events of the lifecycle, the stream is the fast loop's, event for event and field by field."""
    assignment = [event for event in rehearsed.events if not isinstance(event, DisputeOpened | Moved)]

    assert assignment == rehearsed.fast
    assert any(isinstance(event, Withdrawn) for event in assignment)


def test_the_rules_allow_everything(rehearsed):
    """No step is refused and no invariant broken, of new disputes and of those met in progress."""
    summary = rehearsed.summary

    assert (summary["refusals"], summary["first_refusal"]) == (0, None)
    assert (summary["invariants_broken"], summary["first_breach"]) == (0, None)
    assert summary["invariants_checked"] > summary["lifecycle_events"]


def test_new_disputes_keep_the_invariants_from_their_first_event(rehearsed):
    """Their recorded events alone, judged again from the beginning, break nothing."""
    of_case = defaultdict(list)
    for event in rehearsed.events:
        of_case[event.case_id].append(event)
    lives = [events for events in of_case.values() if isinstance(events[0], DisputeOpened)]

    assert len(lives) == rehearsed.summary["disputes_opened"]
    assert [breach for events in lives for breach in broken(events)] == []


def test_every_filed_case_was_applied_for(rehearsed):
    """Each filing follows its dispute's opening, a draft, an identification and an application, in this order."""
    seen = defaultdict(list)
    for event in rehearsed.events:
        if isinstance(event, Filed):
            assert seen[event.case_id] == ["dispute_opened", "open_draft", "identify", "submit"]
        word = event.transition.value if isinstance(event, Moved) else event.__struct_config__.tag
        seen[event.case_id].append(word)


def test_returned_applications_never_become_cases(rehearsed):
    """They end returned, as many as are counted, and nothing is filed under their numbers."""
    returned = {
        event.case_id for event in rehearsed.events if isinstance(event, Moved) and event.state is State.RETURNED
    }
    filed = {event.case_id for event in rehearsed.events if isinstance(event, Filed)}

    assert len(returned) == rehearsed.summary["applications_returned"] > 0
    assert not returned & filed


def test_time_never_runs_backwards(rehearsed):
    """The stream stays in order of recording, lifecycle and assignment together."""
    assert all(earlier.recorded_at <= later.recorded_at for earlier, later in pairwise(rehearsed.events))


def test_reminders_are_counted_and_recorded(rehearsed):
    """The summary's reminders are the recorded ones; three working days are enough for some."""
    reminders = sum(isinstance(event, Moved) and event.transition is Transition.REMIND for event in rehearsed.events)

    assert reminders == rehearsed.summary["reminders"] > 0


def test_only_what_is_touched_is_revived(rehearsed):
    """Of the cases met in progress, those that the stream speaks of again are exactly the revived ones."""
    met = {event.case_id for event in rehearsed.events if isinstance(event, OpenedInProgress)}
    spoken_of = {event.case_id for event in rehearsed.events if not isinstance(event, OpenedInProgress)}
    revived = rehearsed.summary["disputes_touched"] - rehearsed.summary["disputes_opened"]

    assert rehearsed.summary["disputes_live"] == len(met)
    assert len(met & spoken_of) <= revived < len(met)


def test_states_account_for_every_dispute_touched(rehearsed):
    """Every dispute touched stands in one state at the end."""
    assert sum(rehearsed.summary["states"].values()) == rehearsed.summary["disputes_touched"]


def test_linked_systems_lose_nothing_over_an_outage(rehearsed):
    """Requests failed while a system was out; all were answered in the end, none twice, soon after it was back."""
    linked = rehearsed.summary["linked"]

    assert linked["failed"] > 0
    assert (linked["dead"], linked["lost_or_done_twice"]) == (0, 0)
    assert linked["asked"] == linked["answered"] + linked["unanswered_at_end"]
    assert [at[:13] for at in linked["drained_at"]] == ["2020-08-24T11", "2020-08-25T15"]
