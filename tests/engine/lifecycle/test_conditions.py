"""Every condition by itself: when it holds, what it says when it does not, and what it refuses when it is written."""

from typing import Any

import pytest

from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Clock, Ground, Medium, State, Track, Transition
from engine.lifecycle.command import Command
from engine.lifecycle.conditions import bare, cited, compiled
from engine.lifecycle.dispute import Process
from engine.lifecycle.errors import MachineError
from engine.lifecycle.example_doors import large_dispute

NOW = 1_000_000
"""When the conditions are asked; periods end an hour around it."""
HOUR = 3_600


def holds(text: str, process: dict[str, Any] | None = None, other: Process | None = None, **command: Any) -> bool:
    """Whether a condition holds for a process in mediation, with at most one other beside it."""
    dispute = large_dispute(at=0)
    dispute.facts["known"] = 1
    own = Process(case_id=1, track=Track.MEDIATION, state=State.IN_SESSION, entered_at=500, **(process or {}))
    dispute.processes = {1: own} if other is None else {1: own, 2: other}
    asked = Command(case_id=1, transition=Transition.SIGN, actor=ActorRole.PARTY, **command)
    reason = compiled(text)(dispute, own, asked, NOW)
    assert reason is None or reason
    return reason is None


def beside(state: State, opened_at: int = 600, track: Track = Track.LITIGATION, **more: Any) -> Process:
    """Another process of the dispute."""
    return Process(case_id=2, track=track, state=state, opened_at=opened_at, entered_at=opened_at, **more)


@pytest.mark.parametrize(
    ("text", "signed", "acting", "expected"),
    [
        ("all:signed", 0b11, 0, True),
        ("all:signed", 0b01, 0, False),
        ("not_all:signed", 0b01, 0, True),
        ("not_all:signed", 0b11, 0, False),
        ("any:signed", 0b10, 0, True),
        ("any:signed", 0, 0, False),
        ("none:signed", 0, 0, True),
        ("none:signed", 0b10, 0, False),
        ("acting:signed", 0b10, 0b10, True),
        ("acting:signed", 0b10, 0b11, False),
        ("not_acting:signed", 0b10, 0b01, True),
        ("not_acting:signed", 0b10, 0b11, False),
        ("party_given", 0, 0b01, True),
        ("party_given", 0, 0, False),
        ("party_given", 0, 0b101, False),
        ("all_parties", 0, 0b11, True),
        ("all_parties", 0, 0b01, False),
    ],
)
def test_conditions_about_parties(text: str, signed: int, acting: int, expected: bool):
    """Who has signed, who acts, and whether everybody does."""
    assert holds(text, {"marks": {"signed": signed}}, parties=acting) is expected


@pytest.mark.parametrize(
    ("medium", "parties", "expected"),
    [
        (None, 0b11, False),
        (Medium.VIDEO, 0, True),
        (Medium.VIDEO_AT_TURNS, 0b01, False),
        (Medium.VIDEO_AT_TURNS, 3, True),
    ],
)
def test_only_sessions_at_turns_need_everybody(medium: Medium | None, parties: int, expected: bool):
    """A medium must be given, and everybody must agree to meet at turns."""
    assert holds("medium_agreed", medium=medium, parties=parties) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fact:sealed", True),
        ("fact:partial", False),
        ("no_fact:partial", True),
        ("no_fact:sealed", False),
        ("dispute_fact:known", True),
        ("dispute_fact:unknown", False),
        ("no_dispute_fact:unknown", True),
        ("no_dispute_fact:known", False),
        ("running:period", True),
        ("running:offer", False),
        ("not_running:offer", True),
        ("not_running:period", False),
    ],
)
def test_conditions_about_facts_and_clocks(text: str, expected: bool):
    """What has happened, here or in the dispute, and which clocks run."""
    assert holds(text, {"facts": {"sealed": 7}, "clocks": {Clock.PERIOD: NOW + HOUR}}) is expected


@pytest.mark.parametrize(("ends", "over", "not_over"), [(-HOUR, True, False), (0, True, True), (HOUR, False, True)])
def test_a_period_is_over_from_its_end(ends: int, over: bool, not_over: bool):
    """At its very end a period may be used for the last time and be ended."""
    process = {"clocks": {Clock.PERIOD: NOW + ends}}
    assert holds("over:period", process) is over
    assert holds("not_over:period", process) is not_over


@pytest.mark.parametrize(
    ("until", "later", "not_later"),
    [(None, False, False), (NOW, False, True), (NOW + HOUR, False, True), (NOW + 2 * HOUR, True, False)],
)
def test_an_agreed_date_lengthens_or_shortens(until: int | None, later: bool, not_later: bool):
    """A date behind the running end lengthens the period, one up to it shortens it."""
    process = {"clocks": {Clock.PERIOD: NOW + HOUR}}
    assert holds("later_than:period", process, until=until) is later
    assert holds("not_later_than:period", process, until=until) is not_later


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("reach:international", True),
        ("reach:domestic", False),
        ("impact:ordinary", True),
        ("impact:significant", False),
        ("procedure:ordinary", True),
        ("procedure:summary", False),
        ("route:party_application|delegated", True),
        ("route:entrusted", False),
    ],
)
def test_conditions_about_the_dispute(text: str, expected: bool):
    """What the dispute is: the example is international, ordinary, and came in by application."""
    assert holds(text) is expected


def test_what_a_pending_suit_sends_out_is_entrusted():
    """A mediation beside a suit that waits for it ends like an entrusted one."""
    assert holds("route:entrusted", other=beside(State.IN_MEDIATION))
    assert not holds("route:party_application", other=beside(State.IN_MEDIATION))
    assert not holds("route:entrusted", other=beside(State.ON_TRIAL))


@pytest.mark.parametrize(("number", "expected"), [(None, False), (0, False), (1, True), (3, True), (4, False)])
def test_a_number_lies_between_its_bounds(number: int | None, expected: bool):
    """Both bounds are included, and a number must be given."""
    assert holds("number_between:1:3", number=number) is expected


@pytest.mark.parametrize(("number", "odd", "within"), [(None, 0, 0), (0, 0, 0), (3, 1, 1), (4, 0, 1), (9, 1, 0)])
def test_a_panel_is_odd_and_as_large_as_its_procedure_says(number: int | None, odd: int, within: int):
    """A number must be given; both bounds are included, and under another procedure they say nothing."""
    assert holds("number_odd", number=number) is bool(odd)
    assert holds("number_under:ordinary:3:7", number=number) is bool(within)
    assert holds("number_under:summary:3:7", number=number)


def test_a_ground_is_one_of_those_named():
    """A ground must be given, and be one of the list."""
    assert holds("ground:unclear|other", ground=Ground.OTHER)
    assert not holds("ground:unclear|other", ground=Ground.NO_JURISDICTION)
    assert not holds("ground:unclear|other")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("other:litigation:filed|registered", True),
        ("other:litigation:filed", False),
        ("other:arbitration:hearing,litigation:registered", True),
        ("other:mediation:in_session", False),
        ("no_other:litigation:filed", True),
        ("no_other:litigation:registered", False),
        ("no_other:mediation:in_session", True),
        ("since:litigation:registered", True),
        ("since:litigation:filed", False),
        ("other_running:litigation:trial", True),
        ("other_running:litigation:acceptance", False),
        ("other_running:arbitration:trial", False),
    ],
)
def test_conditions_about_other_processes(text: str, expected: bool):
    """A process looks at the others of its dispute and never at itself."""
    other = beside(State.REGISTERED, clocks={Clock.TRIAL: NOW})
    assert holds(text, other=other) is expected


def test_since_ignores_what_was_opened_before():
    """What was open already when the process came into its state does not count."""
    assert not holds("since:litigation:registered", other=beside(State.REGISTERED, opened_at=499))
    assert holds("since:litigation:registered", other=beside(State.REGISTERED, opened_at=500))


@pytest.mark.parametrize(
    ("text", "amount_fen", "expected"),
    [
        ("amount_share:kept:0:30", 300, True),
        ("amount_share:kept:0:30", 301, False),
        ("amount_share:kept:0:30", 0, False),
        ("amount_share:kept:0:30", None, False),
        ("amount_share:kept:100:100", 1_000, True),
        ("amount_share:kept:100:100", 999, False),
        ("amount_share:dispute:0:100", 40_000_000_000, True),
        ("amount_share:dispute:0:100", 40_000_000_001, False),
    ],
)
def test_a_share_of_a_sum(text: str, amount_fen: int | None, expected: bool):
    """Percent of a sum kept by the process or of what is in dispute, exact to the fen."""
    assert holds(text, {"amounts": {"kept": 1_000}}, amount_fen=amount_fen) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("weighty:>:40000000000", False),
        ("weighty:>=:40000000000", True),
        ("weighty:>:39999999999", True),
        ("weighty:>=:40000000001", False),
    ],
)
def test_the_weight_of_a_dispute(text: str, expected: bool):
    """The bound decides at exactly the amount."""
    assert holds(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "sunny",
        "reach:lunar",
        "running:lunch",
        "other:litigation:lunch",
        "weighty:<:3",
        "number_between:1",
        "fact:x [ONL 99]",
    ],
)
def test_what_is_no_condition_is_refused_when_written(text: str):
    """Unknown names, words, bounds and articles are found when the data are read."""
    with pytest.raises(MachineError, match="condition = "):
        compiled(text)


def test_a_condition_may_cite_an_article_of_its_own():
    """The article in brackets is no part of the condition."""
    assert bare("no_fact:objected [INT 216]") == "no_fact:objected"
    article = cited("no_fact:objected [INT 216]")
    assert article is not None
    assert article.value == "INT 216"
    assert cited("no_fact:objected") is None
