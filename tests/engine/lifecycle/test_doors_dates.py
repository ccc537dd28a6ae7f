"""Days around each change of a rule, and deadlines counted by hand, holidays included."""

import pytest

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, Procedure, Reach, State, Track, Transition
from tests.engine.lifecycle.at_doors import BOTH, FIRST, SECOND, Case, awarded, steps, sued

T, A = Transition, ActorRole
ARBITRATION, LITIGATION, EVALUATION = Track.ARBITRATION, Track.LITIGATION, Track.EVALUATION


def test_evaluation_opens_with_the_guidelines():
    """Until 29 January 2024 there is no neutral evaluation, from the 30th on there is."""
    case = Case()
    apply = (1, EVALUATION, T.APPLY, A.PARTY)
    assert case.refused("2024-01-29 23:59", *apply, parties=BOTH)[1] == "is not open"
    assert case.do("2024-01-30 00:00", *apply, parties=BOTH)


def test_the_commercial_courts_doors_open_in_july_2018():
    """Before the court's provisions came into force neither its suits nor its platform's arbitration were open."""
    apply = (1, ARBITRATION, T.APPLY, A.PARTY)
    assert Case().refused("2018-06-30 23:59", *apply, parties=FIRST, number=1)[1] == "is not open"
    assert Case().do("2018-07-02 09:00", *apply, parties=FIRST, number=1)


@pytest.mark.parametrize(("day", "article"), [("2023-12-29", "CICC 2018 2"), ("2024-01-02", "CICC 2")])
def test_the_amended_provisions_are_cited_from_2024(day: str, article: str):
    """A suit at the commercial court cites the text in force: of 2018 to the end of 2023, then the amended one."""
    assert steps(sued(Case(), day, 1))[0] == (1, "accept_at_commercial_court", "registered", article)


@pytest.mark.parametrize(("when", "is_listed"), [("2022-06-21 23:59", False), ("2022-06-22 00:00", True)])
def test_the_second_list_doubles_the_institutions(when: str, is_listed: bool):
    """Institutions 6 to 10 may be chosen from 22 June 2022 on; there is no eleventh."""
    case, apply = Case(), (1, ARBITRATION, T.APPLY, A.PARTY)
    assert "number = 11" in case.refused(when, *apply, parties=FIRST, number=11)[1]
    if is_listed:
        assert case.do(when, *apply, parties=FIRST, number=10)
    else:
        assert "must be from 1 to 5" in case.refused(when, *apply, parties=FIRST, number=6)[1]


@pytest.mark.parametrize(
    ("day", "last_moment", "old_or_new"),
    [("2026-02-27", "2026-08-27 23:59", "ARB 58"), ("2026-03-02", "2026-06-02 23:59", "ARB 2025 71")],
)
def test_the_revised_law_halves_the_window_for_setting_aside(day: str, last_moment: str, old_or_new: str):
    """Six months for an award of February 2026, three for one of March, each to its last moment."""
    case, apply = Case(), (2, LITIGATION, T.APPLY_TO_SET_ASIDE, A.PARTY)
    awarded(case, day, 1)
    case.wait(last_moment)
    happened = case.do(last_moment, *apply, parties=SECOND)
    # An award of February is attacked by the article in force when it is attacked.
    assert steps(happened)[0][3] == "ARB 2025 71"
    early = Case()
    awarded(early, day, 1)
    assert steps(early.do(f"{day} 14:00", *apply, parties=SECOND))[0][3] == old_or_new


@pytest.mark.parametrize(("day", "article"), [("2026-02-27", "ARB 24"), ("2026-03-02", "ARB 2025 35")])
def test_the_revised_law_is_cited_from_march_2026(day: str, article: str):
    """Acceptance cites the text in force; what could not be read in the revised text is cited as assumed."""
    case = Case()
    case.do(f"{day} 09:00", 1, ARBITRATION, T.APPLY, A.PARTY, parties=FIRST, number=1)
    assert steps(case.do(f"{day} 10:00", 1, ARBITRATION, T.ACCEPT, A.INSTITUTION))[0][3] == article


@pytest.mark.parametrize(
    ("filed", "end"),
    [
        ("2024-03-04", "2024-03-12 00:00"),  # the seventh day is Monday the 11th
        ("2024-01-31", "2024-02-08 00:00"),  # Wednesday the 7th, a workday yet
        ("2024-02-05", "2024-02-19 00:00"),  # the 12th is Spring Festival, Sunday the 18th a workday made up
        ("2024-09-24", "2024-10-09 00:00"),  # 1 October and its week; the 8th is the next workday
    ],
)
def test_a_suit_is_registered_within_seven_days(filed: str, end: str):
    """Seven days from the day after filing, to the next workday if the last one is off."""
    case = Case()
    case.do(f"{filed} 09:00", 1, LITIGATION, T.SUE, A.PARTY, parties=FIRST)
    assert case.ends(1, Clock.REGISTRATION) == end


@pytest.mark.parametrize(
    ("procedure", "first", "extended"),
    [
        (Procedure.ORDINARY, "2024-09-05 00:00", "2025-03-05 00:00"),
        (Procedure.SUMMARY, "2024-06-05 00:00", "2024-07-05 00:00"),
    ],
)
def test_the_trial_limit_and_its_one_extension(procedure: Procedure, first: str, extended: str):
    """Registered on 4 March 2024: six months and six more, or three and one more; a second extension is refused."""
    case = Case(reach=Reach.DOMESTIC, procedure=procedure)
    sued(case, "2024-03-04", 1, at_commercial_court=False)
    assert case.ends(1, Clock.TRIAL) == first
    case.do("2024-05-06 10:00", 1, LITIGATION, T.EXTEND, A.COURT)
    assert case.ends(1, Clock.TRIAL) == extended
    assert case.refused("2024-05-07 10:00", 1, LITIGATION, T.EXTEND, A.COURT)[0] == "CPL 152"


def test_a_foreign_related_trial_is_only_reminded():
    """Half a year on the court is reminded, and every 30 days after; nothing ends by itself."""
    case = Case()
    sued(case, "2024-03-04", 1)
    happened = case.wait("2024-12-02 00:00")
    assert {event.transition for event in happened} == {T.CLOSE_WINDOW, T.REMIND}
    assert case.state(1) is State.REGISTERED


def test_a_judgment_of_an_ordinary_court_is_open_to_appeal():
    """15 days, 30 in a foreign-related case; unappealed it comes into force, and in force it lapses in two years."""
    for reach, end in ((Reach.DOMESTIC, "2024-04-19 00:00"), (Reach.INTERNATIONAL, "2024-05-07 00:00")):
        case = Case(reach=reach)
        sued(case, "2024-03-04", 1, at_commercial_court=False)
        case.do("2024-03-20 10:00", 1, LITIGATION, T.OPEN_HEARING, A.JUDGE)
        # 3 May 2024 is Labour Day's holiday, which lasts to the 5th.
        case.do("2024-04-03 10:00", 1, LITIGATION, T.JUDGE, A.JUDGE)
        assert case.ends(1, Clock.APPEAL_WINDOW) == end
        case.wait(end)
        assert case.state(1) is State.IN_FORCE


def test_a_judgment_of_the_commercial_court_is_in_force_at_once():
    """There is no appeal; the two years for enforcement begin with the judgment."""
    case = Case()
    sued(case, "2024-03-04", 1)
    case.do("2024-03-20 10:00", 1, LITIGATION, T.OPEN_HEARING, A.JUDGE)
    assert steps(case.do("2024-04-03 10:00", 1, LITIGATION, T.JUDGE, A.JUDGE)) == [(1, "judge", "in_force", "CICC 15")]
    assert case.ends(1, Clock.ENFORCEMENT_WINDOW) == "2026-04-04 00:00"
