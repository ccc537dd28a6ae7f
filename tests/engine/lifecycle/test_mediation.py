"""What the online rules of 2022, and before them those of 2016, make of a mediation."""

from typing import Any

import pytest

from engine.calendar.day import DAY_US, HOUR_US, local_datetime, local_instant_us
from engine.events.enums import ActorRole, ClosingCode, EntryRoute, ReleaseGround
from engine.events.lifecycle_words import Clock, Ground, Medium, State, Transition
from engine.events.moves import Moved
from engine.events.records import Closed, ConflictFound
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Process
from engine.lifecycle.errors import ConditionError, DateError, NotEntitledError, NotOpenError, UnknownProcessError
from engine.lifecycle.walk_state import copied
from tests.engine.events.examples import one_of
from tests.engine.lifecycle.stories import BOTH, LIFECYCLE, Story, accepted, agreed, in_session

MONDAY = local_instant_us(2022, 6, 6, 9)
ENTERED = [EntryRoute.PARTY_APPLICATION, EntryRoute.DELEGATED, EntryRoute.ENTRUSTED, EntryRoute.JUDGE_LED]


def process(story: Story) -> Process:
    return story.dispute.processes[1]


def submitted(route: EntryRoute = EntryRoute.DELEGATED) -> Story:
    story = Story(route).does(Transition.OPEN_DRAFT, ActorRole.PARTY)
    return story.does(Transition.IDENTIFY, ActorRole.PARTY, 0b01).does(Transition.SUBMIT, ActorRole.PARTY, 0b01)


def day(instant: int) -> str:
    """The local day on which a period is over, at its midnight."""
    return local_datetime(instant).isoformat()[:16]


def test_the_court_designates_within_three_working_days_of_the_application():
    """The days to designate run from the application, not from the court's own review of it (ONL 10)."""
    story = submitted().does(Transition.FILE, ActorRole.COURT, after=2 * DAY_US)

    assert day(process(story).clocks[Clock.DESIGNATION]) == "2022-06-10T00:00"


@pytest.mark.parametrize(
    ("route", "ends"),
    [
        (EntryRoute.PARTY_APPLICATION, "2022-07-07T00:00"),
        (EntryRoute.DELEGATED, "2022-07-07T00:00"),
        (EntryRoute.ENTRUSTED, "2022-06-22T00:00"),
    ],
)
def test_the_period_runs_from_the_acceptance(route: EntryRoute, ends: str):
    """Thirty days before filing, fifteen after, counted from the day after the acceptance (ONL 24)."""
    assert day(process(accepted(route)).clocks[Clock.PERIOD]) == ends


def test_a_judges_period_runs_from_the_last_consent():
    """Where a judge mediates, no period runs before every party has agreed (ONL 24)."""
    story = accepted(EntryRoute.JUDGE_LED)
    assert Clock.PERIOD not in process(story).clocks
    story.does(Transition.CONSENT, ActorRole.PARTY, 0b10, after=7 * DAY_US)

    assert day(process(story).clocks[Clock.PERIOD]) == "2022-06-29T00:00"


def test_the_other_side_is_asked_within_three_working_days():
    """Whoever accepts before filing helps to ask the other side within three working days (ONL 15)."""
    assert day(process(accepted()).clocks[Clock.CONTACT]) == "2022-06-10T00:00"
    assert Clock.CONTACT not in process(accepted(EntryRoute.ENTRUSTED)).clocks


def test_who_is_known_at_the_counter_is_not_yet_known_in_the_session():
    """Identities are verified before every session (ONL 17)."""
    story = accepted().does(Transition.CONSENT, ActorRole.PARTY, 0b10).does(Transition.IDENTIFY, ActorRole.PARTY, 0b10)
    with pytest.raises(ConditionError, match="not every party has identified"):
        story.does(Transition.START_SESSION, ActorRole.MEDIATOR, medium=Medium.VIDEO)


def test_sessions_at_turns_need_everybodys_consent():
    """Who does not meet at the same time must have agreed to that (ONL 16)."""
    story = in_session().does(Transition.IDENTIFY, ActorRole.MEDIATOR, BOTH)
    with pytest.raises(ConditionError, match="at turns"):
        story.does(Transition.HOLD_SESSION, ActorRole.MEDIATOR, 0b01, medium=Medium.VIDEO_AT_TURNS)
    story.does(Transition.HOLD_SESSION, ActorRole.MEDIATOR, BOTH, medium=Medium.VIDEO_AT_TURNS)


@pytest.mark.parametrize(
    ("route", "state"),
    list(
        zip(ENTERED, [State.AWAITING_CHOICE, State.TO_REGISTER, State.TRIAL_RESUMED, State.TRIAL_RESUMED], strict=True)
    ),
)
def test_a_failed_mediation_owes_what_its_route_says(route: EntryRoute, state: State):
    """The party may file, the court must register, the trial must go on (ONL 21)."""
    story = in_session(route).does(Transition.CLOSE_GAP, ActorRole.MEDIATOR)

    assert process(story).state is state


@pytest.mark.parametrize(
    ("route", "state"),
    list(zip(ENTERED, [State.WITHDRAWN, State.WITHDRAWN, State.TRIAL_RESUMED, State.TRIAL_RESUMED], strict=True)),
)
def test_a_lawsuit_goes_on_when_its_mediation_is_taken_back(route: EntryRoute, state: State):
    """Parties who take a dispute back before anybody accepted end it, but no pending lawsuit (SIM 21, ONL 21)."""
    waiting = submitted(route).does(Transition.FILE, ActorRole.COURT).does(Transition.WITHDRAW, ActorRole.PARTY)

    assert process(waiting).state is state
    assert process(submitted(route).does(Transition.WITHDRAW, ActorRole.PARTY, 0b01)).state is state


@pytest.mark.parametrize("transition", [Transition.CALL_OFF, Transition.REFUSE])
def test_a_delegated_dispute_that_is_not_mediated_is_registered(transition: Transition):
    """A refusal before anybody accepted, or a court that calls it off, does not cost the plaintiff his suit."""
    story = submitted()
    if transition is Transition.REFUSE:
        story.does(transition, ActorRole.PARTY, 0b10).does(Transition.WITHDRAW, ActorRole.PARTY, 0b01)
    else:
        story.does(transition, ActorRole.COURT)

    assert process(story).state is State.TO_REGISTER
    assert process(story.waits_until(MONDAY + 20 * DAY_US)).state is State.REGISTERED


def test_only_applications_of_parties_are_returned():
    """The court returns what parties have applied for, not what it has sent out itself (ONL 9)."""
    fields: dict[str, Any] = {"ground": Ground.NO_JURISDICTION}
    with pytest.raises(ConditionError, match="came in as delegated"):
        submitted().does(Transition.RETURN, ActorRole.COURT, **fields)
    story = submitted(EntryRoute.PARTY_APPLICATION).does(Transition.RETURN, ActorRole.COURT, **fields)

    assert process(story).state is State.RETURNED
    assert process(story).next_deadline is None


def test_the_last_signature_puts_an_agreement_in_effect():
    """After it nobody can refuse, no period runs out, and the days to ask for confirmation have begun (ONL 19)."""
    story = in_session().does(Transition.DRAFT_AGREEMENT, ActorRole.MEDIATOR, after=DAY_US)
    story.does(Transition.SIGN, ActorRole.PARTY, 0b01).does(Transition.SIGN, ActorRole.PARTY, 0b10)
    signed_at = story.dispute.last_at
    with pytest.raises(NotOpenError):
        story.does(Transition.REFUSE, ActorRole.PARTY, 0b01)
    story.waits_until(signed_at + 60 * DAY_US)
    assert process(story).state is State.IN_EFFECT
    story.does(Transition.SEAL, ActorRole.ORGANISATION).does(Transition.CONCLUDE, ActorRole.MEDIATOR)

    assert story.dispute.processes[1].clocks[Clock.CONFIRMATION_WINDOW] < signed_at + 32 * DAY_US


def test_a_period_that_is_over_leaves_nothing_to_do():
    """A command after the end of the period is refused until the mediation has been let expire, with code 6."""
    story = in_session()
    late = story.dispute.last_at + 60 * DAY_US
    command = Command(case_id=1, transition=Transition.DRAFT_AGREEMENT, actor=ActorRole.MEDIATOR)
    before = copied(story.dispute)
    with pytest.raises(DateError, match="due to expire"):
        LIFECYCLE.execute(story.dispute, command, late)
    assert story.dispute == before
    story.waits_until(late)

    assert [event.closing_code for event in story.events if isinstance(event, Closed)] == [ClosingCode.PERIOD_EXPIRED]


def test_all_parties_may_extend_and_nobody_else():
    """A period ends later only if every party agrees, before it is over (ONL 24)."""
    story = in_session()
    later = process(story).clocks[Clock.PERIOD] + 40 * DAY_US
    with pytest.raises(ConditionError, match="all parties"):
        story.does(Transition.EXTEND, ActorRole.PARTY, 0b01, until=later)
    story.does(Transition.EXTEND, ActorRole.PARTY, BOTH, until=later)

    assert process(story).clocks[Clock.PERIOD] == later


def test_the_days_of_an_appraisal_do_not_count():
    """Twenty days at the appraiser's put the end of the period back by twenty days, or to the next workday (ONL 26)."""
    story = in_session()
    before = process(story).clocks[Clock.PERIOD]
    story.does(Transition.COMMISSION_APPRAISAL, ActorRole.MEDIATOR, BOTH)
    story.does(Transition.RECEIVE_APPRAISAL, ActorRole.COURT, after=20 * DAY_US)

    assert 0 <= process(story).clocks[Clock.PERIOD] - before - 20 * DAY_US < 3 * DAY_US


def test_who_will_have_no_other_mediator_is_deemed_to_refuse():
    """Only after a replacement, a party who agrees to nobody and chooses nobody has refused (ONL 14)."""
    story = in_session().does(Transition.REQUEST_REPLACEMENT, ActorRole.PARTY, 0b01)
    with pytest.raises(ConditionError, match="needs replaced"):
        story.does(Transition.DEEM_REFUSED, ActorRole.COURT, 0b01)
    story.does(Transition.RELEASE, ActorRole.COURT, release=ReleaseGround.REPLACED).does(
        Transition.OFFER, ActorRole.PLATFORM
    )
    story.does(Transition.ACCEPT, ActorRole.MEDIATOR).does(Transition.REQUEST_REPLACEMENT, ActorRole.PARTY, 0b01)
    story.does(Transition.DEEM_REFUSED, ActorRole.COURT, 0b01).waits_until(story.dispute.last_at + 5 * DAY_US)

    assert story.dispute.processes[1].state is State.TO_REGISTER
    assert [event.closing_code for event in story.events if isinstance(event, Closed)] == [ClosingCode.PARTY_UNWILLING]


def test_a_replaced_mediators_period_ends_with_him():
    """The next mediator's days begin with his own acceptance, and everybody is identified anew."""
    story = in_session().does(Transition.IDENTIFY, ActorRole.MEDIATOR, BOTH)
    story.does(Transition.RELEASE, ActorRole.COURT, release=ReleaseGround.ABSENT, after=10 * DAY_US)
    assert process(story).clocks.keys() == {Clock.DESIGNATION}
    assert process(story).marks["consented"] == BOTH
    assert "identified" not in process(story).marks
    story.does(Transition.OFFER, ActorRole.PLATFORM).does(Transition.ACCEPT, ActorRole.MEDIATOR, after=HOUR_US)

    assert day(process(story).clocks[Clock.PERIOD]) == "2022-07-19T00:00"


def test_articles_are_those_in_force():
    """A move of 2020 cites the provisions of 2016, the same move of 2022 the online rules."""
    cited = [
        {event.transition.value: event.article.value for event in agreed(route, at).events if isinstance(event, Moved)}
        for route, at in (
            (EntryRoute.DELEGATED, local_instant_us(2020, 6, 1, 9)),
            (EntryRoute.ENTRUSTED, local_instant_us(2020, 6, 1, 9)),
            (EntryRoute.ENTRUSTED, MONDAY),
        )
    ]

    assert [moves["begin"] for moves in cited] == ["SIM 27", "SIM 27", "ONL 24"]
    assert (cited[0]["settle"], cited[1]["await_judge"], cited[2]["await_judge"]) == ("SIM 19", "SIM 20", "ONL 20(2)")


def test_what_the_search_for_a_mediator_is_about_changes_no_state():
    """A conflict, a wider circle and their like pass: only the time goes on. No process is opened by them."""
    story = submitted().does(Transition.FILE, ActorRole.COURT)
    before = copied(story.dispute)
    LIFECYCLE.follow(story.dispute, one_of(ConflictFound).__class__(**_of_this_case(story)))
    before.last_at = story.dispute.last_at
    assert story.dispute == before
    with pytest.raises(UnknownProcessError):
        LIFECYCLE.follow(story.dispute, one_of(ConflictFound))


def _of_this_case(story: Story) -> dict[str, Any]:
    conflict = one_of(ConflictFound)
    head = {"occurred_at": story.dispute.last_at + 5, "recorded_at": story.dispute.last_at + 5}
    place = {"dispute_id": 1, "case_id": 1, "court_id": 0}
    return head | place | {"mediator_id": 4, "ground": conflict.ground, "source": conflict.source}


def test_a_transition_is_its_actors_alone():
    """A party cannot do what is the court's to do."""
    with pytest.raises(NotEntitledError, match="must be court"):
        submitted().does(Transition.CALL_OFF, ActorRole.PARTY)
