"""Verify an exported log: chain, changes, pools, draws and words, to the first thing that is wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.audit.codes import Field
from engine.audit.findings import AuditReport, Finding
from engine.audit.replayer import Replayed, Replayer
from engine.audit.seals import Seals
from engine.audit.setting import file_metadata, read_setting
from engine.calendar.day import local_day
from engine.core.assignment import AssignmentCore
from engine.core.roster import Roster
from engine.events.chain import HASH_BYTES, SealedBatch
from engine.events.enums import OfferBasis
from engine.events.sealed import read_chain
from engine.proof.errors import ProofError
from engine.proof.words import draw_words

UsedKey = Callable[[int], bytes]
"""Day, counted from 1970-01-01 in UTC+8, to the key its words were made with."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Audit:
    """An audit and its tally of draws."""

    report: AuditReport
    tally: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 3)))
    """float64[mediators, 3]: draws observed, expected and their variance; no rows unless asked for."""


def verify(
    events: Path,
    roster: Roster,
    *,
    used_key: UsedKey | None,
    anchor: bytes | None = None,
    with_tally: bool = False,
    on_progress: Callable[[float], None] | None = None,
) -> Audit:
    """Verify an event file in one pass: of each batch first its seal, then its events.

    Parameters
    ----------
    events
        The exported log.
    roster
        The roster snapshot it was written with.
    used_key
        Keys of the days; None takes the words of the draws as they stand.
    anchor
        A head that the log had at some time, kept elsewhere; 32 bytes. Shows a lost end and a log written anew.
    with_tally
        Whether to add up who was drawn and who was to be expected, which takes about twice the time.
    on_progress
        Called with the share of the events that is done.

    Returns
    -------
    Audit
        With the first finding, or none.

    Raises
    ------
    RosterFileError, NotAuditableError
        If the roster is not the log's, or the file was written before logs were sealed.
    EventFileError
        If the file cannot be read.
    """
    metadata = file_metadata(events)
    setting = read_setting(metadata, roster)
    core = AssignmentCore(roster, setting.settings, setting.ladder)
    batches = read_chain(events)
    seals = Seals(events, batches, noted_head=metadata["chain_head"], anchor=anchor)
    tally = np.zeros((roster.mediators if with_tally else 0, 3))
    replayer = Replayer(core, batches, tally)
    heads = np.frombuffer(b"".join(batch.previous_hash for batch in batches), np.uint8).reshape(-1, HASH_BYTES)
    bases = np.zeros(len(OfferBasis), np.int64)
    finding: Finding | None = None
    for rows in seals.rows():
        done = replayer.take(rows)
        wrong = None if used_key is None else _wrong_word(done, heads, used_key)
        finding = done.finding if wrong is None else wrong
        bases += np.bincount(done.bases, minlength=len(bases))
        if on_progress is not None:
            on_progress(replayer.events / batches[-1].last_seq)
        if finding is not None:
            break
    report = _report(replayer, batches, bases, has_words=used_key is not None, finding=finding or seals.finding)
    return Audit(report=report, tally=tally)


def _report(
    replayer: Replayer,
    batches: list[SealedBatch],
    bases: NDArray[np.int64],
    *,
    has_words: bool,
    finding: Finding | None,
) -> AuditReport:
    return AuditReport(
        events=replayer.events,
        offers=int(bases.sum()),
        bases={basis.value: int(count) for basis, count in zip(OfferBasis, bases, strict=True)},
        has_words=has_words,
        batches=len(batches),
        head=batches[-1].hash.hex() if batches else "",
        open_cases=replayer.open_cases,
        finding=finding,
    )


def _wrong_word(done: Replayed, heads: NDArray[np.uint8], used_key: UsedKey) -> Finding | None:
    """Find the first draw whose word is not what key, case, number and head make, or whose day has no key."""
    drawn = done.drawn
    days: NDArray[np.int64] = local_day(done.numbers[drawn, Field.OCCURRED_AT])
    findings = [_wrong_word_of_day(done, drawn[days == day], heads, int(day), used_key) for day in np.unique(days)]
    return min((found for found in findings if found is not None), key=lambda found: found.first_seq, default=None)


def _wrong_word_of_day(
    done: Replayed, drawn: NDArray[np.int64], heads: NDArray[np.uint8], day: int, used_key: UsedKey
) -> Finding | None:
    cases, attempts, words = (done.numbers[drawn, name] for name in (Field.CASE_ID, Field.ATTEMPT, Field.WORD))
    first_seq = done.first_seq + int(drawn[0])
    try:
        expected = draw_words(used_key(day), cases, attempts, heads[done.filed_in[drawn]])
    except ProofError as error:
        return Finding.about(first_seq, f"its word cannot be checked: {error}")
    wrong = drawn[expected != words]
    if not wrong.size:
        return None
    return Finding.about(done.first_seq + int(wrong[0]), "its word is not the one of the day's key")
