"""Why this mediator: the state before an offer made again, and everything that led to the choice read off it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from engine.audit.errors import NoSuchDrawError
from engine.audit.replayer import Replayer
from engine.audit.rows import checked_rows
from engine.audit.setting import file_metadata, read_setting
from engine.audit.standing import Standing, standing
from engine.calendar.day import local_day
from engine.core.assignment import AssignmentCore
from engine.core.roster import Roster
from engine.events.chain import SealedBatch
from engine.events.enums import OfferBasis
from engine.events.records import Filed, Offered, OpenedInProgress
from engine.events.rows import row_events
from engine.events.sealed import read_chain
from engine.events.upcasters import UPCASTERS
from engine.proof.chain import batch_of, filing_head
from engine.proof.day_keys import DayKeys
from engine.proof.drawing import Draw
from engine.proof.words import winning_ticket

LAST: Final = 0
"""Instead of an attempt: the last offer of the case."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Explanation:
    """Everything one offer followed from."""

    seq: int
    """Position of the offer in the log."""
    offer: Offered
    standing: Standing
    """How its seat stood just before."""
    finding: str | None
    """What `verify` finds wrong with the offer; None if nothing, its word left aside."""
    winning_ticket: int | None
    """Number of the ticket that the word drew; None where nothing was drawn."""
    draw: Draw | None
    """The draw, to be recorded; None where nothing was drawn or the day's key is not known."""
    batch: SealedBatch
    """The link of the chain that seals the offer."""
    head: bytes
    """Hash of the last batch sealed before the case was filed, 32 bytes."""


class _Found(NamedTuple):
    """An offer in the log."""

    seq: int
    opened_seq: int
    """Position of the event that opened its case."""
    offer: Offered
    row: pa.RecordBatch
    """The offer's own."""


def explain(
    events: Path,
    roster: Roster,
    case_id: int,
    *,
    attempt: int = LAST,
    why_not: int | None = None,
    keys: DayKeys | None = None,
) -> Explanation:
    """Explain one offer of an exported log.

    Parameters
    ----------
    events
        The log.
    roster
        The roster snapshot it was written with.
    case_id
        The case.
    attempt
        Number of the offer; `LAST` for the last.
    why_not
        A mediator to ask about.
    keys
        Keys of the days, if they are known.

    Raises
    ------
    NoSuchDrawError
        If the case has no such offer, or the log cannot be replayed to it.
    RosterFileError, NotAuditableError, EventFileError
        If the log or the roster cannot be read, or do not belong together.
    """
    found = _find(events, case_id, attempt)
    offer = found.offer
    setting = read_setting(file_metadata(events), roster)
    core = AssignmentCore(roster, setting.settings, setting.ladder)
    batches = read_chain(events)
    replayer = Replayer(core, batches)
    for rows in _rows_before(events, found.seq):
        finding = replayer.take(rows).finding
        if finding is not None:
            raise NoSuchDrawError(f"event {finding.first_seq}: {finding.what}: verify the log first")
    stood = standing(core, replayer.slot(case_id), seat=offer.seat, court=offer.court_id, why_not=why_not)
    finding = replayer.take(found.row).finding
    batch, head = batch_of(batches, found.seq), filing_head(batches, found.opened_seq)
    is_drawn = offer.basis is OfferBasis.DRAWN and offer.ticket_total > 0
    return Explanation(
        seq=found.seq,
        offer=offer,
        standing=stood,
        finding=None if finding is None else finding.what,
        winning_ticket=winning_ticket(offer.word, offer.ticket_total) if is_drawn else None,
        draw=_draw(found, stood, batch, head, keys) if is_drawn and keys is not None else None,
        batch=batch,
        head=head,
    )


def _draw(found: _Found, stood: Standing, batch: SealedBatch, head: bytes, keys: DayKeys) -> Draw:
    offer = found.offer
    return Draw(
        case_id=offer.case_id,
        seat=offer.seat,
        draw_number=offer.attempt,
        step=stood.step,
        policy=stood.policy.policy.name.lower(),
        policy_version=stood.policy_version,
        drawn_at=offer.occurred_at,
        members=stood.pool.members.tolist(),
        tickets=stood.pool.tickets.tolist(),
        day_key=keys.of(local_day(offer.occurred_at)),
        head=head,
        batch=batch,
        position=found.seq,
    )


def _find(events: Path, case_id: int, attempt: int) -> _Found:
    opened_seq, found, attempts = 0, None, list[int]()
    for rows in checked_rows(events):
        mine = rows.take(np.flatnonzero(rows.column("case_id").to_numpy() == case_id))
        for place, event in enumerate(row_events(mine, upcasters=UPCASTERS)):
            row = mine.slice(place, 1)
            (seq,) = row.column("seq").to_pylist()
            if isinstance(event, Filed | OpenedInProgress):
                opened_seq = seq
            elif isinstance(event, Offered):
                attempts.append(event.attempt)
                if attempt in (LAST, event.attempt):
                    found = _Found(seq, opened_seq, event, row)
    if found is None and attempts:
        raise NoSuchDrawError(f"attempt = {attempt}: must be one of {attempts}")
    if found is None:
        offered = _offered_cases(events)
        known = (
            f"the number of a case with an offer, such as {offered[0]}" if offered else "in the log, which has no offer"
        )
        raise NoSuchDrawError(f"case_id = {case_id}: must be {known}")
    return found


def _offered_cases(events: Path) -> list[int]:
    """Return cases of the first rows that have an offer."""
    for rows in checked_rows(events):
        is_offer = np.array(rows.column("kind").to_pylist()) == "offered"
        if is_offer.any():
            return rows.column("case_id").to_numpy()[is_offer].tolist()
    return []


def _rows_before(events: Path, seq: int) -> Iterator[pa.RecordBatch]:
    first = 1
    for rows in checked_rows(events):
        if first >= seq:
            return
        yield rows.slice(0, seq - first)
        first += len(rows)
