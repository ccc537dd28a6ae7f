"""Situations written out: who was due what, and what the audit says if somebody else got it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.audit.findings import Finding
from engine.audit.setting import setting_metadata
from engine.core.ladder import Ladder, LadderStep
from engine.core.policy import Policy, PolicySettings
from engine.desk.desk import Desk
from engine.desk.example import MONDAY
from engine.events.enums import ClosingCode, DeclineReason, OverrideCode
from engine.events.records import Event, Offered, RoundOpened
from tests.engine.audit.forging import Rows, forged, renumbered, row_changed, rows_of
from tests.engine.audit.logs import Sealed, SealedWords, desk_log
from tests.engine.desk.worlds import asked, filing, roster

ONE_STEP = Ladder(steps=(LadderStep(circle=0),))
THREE = roster([0, 0, 0])
"""One court whose three mediators each have room for one case."""


def finding_after(log: Sealed, change: Any, **options: Any) -> Finding:
    """What is found in a log after a change of its rows, chain and all, its words left aside."""
    finding = log._replace(path=forged(log.path, change, **options)).audited(used_key=None).finding
    assert finding is not None
    return finding


def seqs(log: Sealed, kind: type[Event], **fields: object) -> list[int]:
    """Numbers of the events of a kind with some fields."""
    return [
        seq
        for seq, event in enumerate(log.events, 1)
        if isinstance(event, kind) and all(getattr(event, name) == value for name, value in fields.items())
    ]


def busy_court(desk: Desk, sealed: SealedWords) -> None:
    """Five cases for three mediators with room for one each; the first closes, so that one of two who wait is due."""
    for case_id in range(1, 6):
        sealed.take(desk.file(filing(case_id), MONDAY + case_id))
        sealed.seal()
    sealed.take(desk.accept(1, asked(desk, 1), 1, MONDAY + 10))
    sealed.take(desk.close(1, ClosingCode.AGREEMENT, MONDAY + 11))


def test_a_freed_mediator_is_due_the_oldest_case(tmp_path: Path):
    """Whoever gives a freed mediator the younger of two cases that wait is found at that offer."""
    log = desk_log(tmp_path / "events.parquet", THREE, busy_court, ladder=ONE_STEP)
    (seq,) = seqs(log, Offered, basis="freed")

    def prefer_the_younger(rows: Rows) -> Rows:
        rows[seq - 1] |= {"case_id": 5, "dispute_id": 5}
        return rows

    finding = finding_after(log, prefer_the_younger)

    assert log.audited().finding is None
    assert (finding.first_seq, finding.what) == (seq, "the freed mediator was due another case (4; -1 is none)")


def all_decline(desk: Desk, sealed: SealedWords) -> None:
    """A case that each of three mediators declines, until a new round is due."""
    sealed.take(desk.file(filing(1), MONDAY))
    for attempt in (1, 2, 3):
        at = MONDAY + attempt
        sealed.take(desk.decline(1, asked(desk, 1), attempt, DeclineReason.OTHER, at))


def test_a_round_is_due_when_all_have_declined(tmp_path: Path):
    """A round opened a refusal too early, so that the same mediators can be asked again, is found."""
    log = desk_log(tmp_path / "events.parquet", THREE, all_decline, ladder=ONE_STEP)
    (seq,) = seqs(log, RoundOpened)
    second = seqs(log, Offered)[1]

    def hasten(rows: Rows) -> Rows:
        early = rows[seq - 1] | {name: rows[second - 1][name] for name in ("occurred_at", "recorded_at")}
        return renumbered([*rows[: second - 1], early, *rows[second - 1 :]])

    finding = finding_after(log, hasten)

    assert log.audited().finding is None
    assert (finding.first_seq, finding.what) == (second, "somebody could still be asked")


def test_a_deck_is_due_when_nobody_has_a_card(tmp_path: Path):
    """Cards dealt while somebody still has one are found."""
    settings = PolicySettings(policy=Policy.DECK)
    log = desk_log(tmp_path / "events.parquet", THREE, all_decline, ladder=ONE_STEP, settings=settings)
    renewed, second = 2, seqs(log, Offered)[1]

    def deal_again(rows: Rows) -> Rows:
        extra = rows[renewed - 1] | {name: rows[second - 1][name] for name in ("occurred_at", "recorded_at")}
        return renumbered([*rows[: second - 1], extra, *rows[second - 1 :]])

    finding = finding_after(log, deal_again)

    assert rows_of(log.path)[renewed - 1]["kind"] == "deck_renewed"
    assert log.audited().finding is None
    assert (finding.first_seq, finding.what) == (second, "somebody could still be asked")


def uneven_weights(desk: Desk, sealed: SealedWords) -> None:
    """Two cases one after the other: who took the first weighs a case more when the second is drawn."""
    for case_id in (1, 2):
        at = MONDAY + 10 * case_id
        sealed.take(desk.file(filing(case_id), at))
        sealed.take(desk.accept(case_id, asked(desk, case_id), 1, at + 1))
        sealed.take(desk.close(case_id, ClosingCode.AGREEMENT, at + 2))


def test_another_band_is_found_at_the_first_draw_it_would_change(tmp_path: Path):
    """A log that claims a narrower band than it drew with is found where the band would have been smaller."""
    log = desk_log(tmp_path / "events.parquet", THREE, uneven_weights, ladder=ONE_STEP)
    claimed = setting_metadata(THREE, PolicySettings(band_width_milli=999), ONE_STEP)
    finding = finding_after(log, lambda rows: rows, metadata=claimed)

    assert log.audited().finding is None
    assert (finding.first_seq, finding.what) == (seqs(log, Offered)[1], "the draw had 2 tickets, or another band")


def test_another_roster_under_the_logs_hash_is_found(tmp_path: Path):
    """A roster made to fit by its hash alone is found at the first draw that it would have changed."""
    log = desk_log(tmp_path / "events.parquet", THREE, uneven_weights, ladder=ONE_STEP)
    smaller = replace(THREE, dispute_types=THREE.dispute_types * np.array([1, 1, 0], np.uint64))
    claimed = setting_metadata(smaller, PolicySettings(), ONE_STEP)
    finding = finding_after(log._replace(roster=smaller), lambda rows: rows, metadata=claimed)

    assert (finding.first_seq, finding.what) == (seqs(log, Offered)[0], "the pool had 2 members")


TWO_COURTS = roster([0, 0, 1], court_region=(0, 0))


def by_hand(desk: Desk, sealed: SealedWords) -> None:
    """A case the parties choose for, and one that the court puts out of sequence."""
    sealed.take(desk.file(filing(1), MONDAY, choose=True))
    sealed.take(desk.choose(1, 0, MONDAY + 1))
    sealed.take(desk.file(filing(2), MONDAY + 2))
    instead = 1 - asked(desk, 2)
    sealed.take(desk.accept(1, 0, 1, MONDAY + 3))
    sealed.take(desk.close(1, ClosingCode.AGREEMENT, MONDAY + 4))
    sealed.take(desk.override(2, instead, OverrideCode.EXPERTISE, MONDAY + 5, approver="the president"))


@pytest.mark.parametrize(
    ("basis", "changes", "what"),
    [
        ("chosen", {"mediator_id": 2}, "the mediator was not in the pool: outside"),
        ("chosen", {"basis": "matched"}, "such cases are drawn and not matched"),
        ("chosen", {"basis": "override"}, "offers out of sequence, and no others, have a code"),
        ("override", {"override_code": None}, "offers out of sequence, and no others, have a code"),
        ("override", {"ticket_total": 1}, "nothing was drawn, and yet there are tickets or a word"),
        ("override", {"mediator_id": 9}, "the event does not follow: the roster has no such mediator"),
        ("override", {"seat": 1}, "the event does not follow: the case was not at the stage that this event ends"),
    ],
)
def test_choices_keep_to_the_pool_and_overrides_to_their_code(
    tmp_path: Path, basis: str, changes: Mapping[str, Any], what: str
):
    """Whom the parties choose must be in the pool; a court may leave it, with a code; who draws does not match."""
    log = desk_log(tmp_path / "events.parquet", TWO_COURTS, by_hand, ladder=ONE_STEP)
    (seq,) = seqs(log, Offered, basis=basis)
    changed = log._replace(path=row_changed(log.path, seq, changes)).audited(used_key=None).finding

    assert log.audited().finding is None
    assert changed is not None
    assert (changed.first_seq, changed.what) == (seq, what)


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("filed", {"court_id": 7}, "the roster has no such court"),
        ("filed", {"step": 9}, "the ladder step lies outside its bounds"),
        ("filed", {"weight_milli": -1}, "the weight, penalty, raise or capacity lies outside its bounds"),
        ("filed", {"boost_us": -1}, "the head start lies outside its bounds"),
        ("filed", {"panel_size": 10}, "the panel size lies outside its bounds"),
        ("filed", {"case_id": -5}, "the case number lies outside its bounds"),
        ("closed", {"closing_code": 9}, "there is no such closing_code"),
    ],
)
def test_numbers_beyond_all_bounds_are_found(tmp_path: Path, kind: str, changes: Mapping[str, Any], field: str):
    """No number in a log leads compiled code astray: whatever lies outside its bounds is a finding."""
    log = desk_log(tmp_path / "events.parquet", THREE, uneven_weights, ladder=ONE_STEP)
    seq = next(row["seq"] for row in rows_of(log.path) if row["kind"] == kind)
    finding = log._replace(path=row_changed(log.path, seq, changes)).audited(used_key=None).finding

    assert finding is not None
    assert (finding.first_seq, finding.what) == (seq, field)
