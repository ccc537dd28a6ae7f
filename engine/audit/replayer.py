"""The replay block by block: rows of a file in, the state behind them and the first thing that is wrong out."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.audit.case_index import NOWHERE, SLOT, find, new_index, with_room
from engine.audit.codes import MISSING, EventNumbers, Fault, Field, Kind
from engine.audit.columns import event_numbers
from engine.audit.draws import DRAWN
from engine.audit.findings import Finding, sentence
from engine.audit.form import FormCheck
from engine.audit.replay import replay
from engine.core.assignment import AssignmentCore
from engine.core.errors import CoreError, UnknownCaseError
from engine.events.chain import SealedBatch
from engine.events.rows import row_events
from engine.events.upcasters import UPCASTERS

_OPENINGS: Final = (Kind.FILED, Kind.OPENED_IN_PROGRESS)
_ENDINGS: Final = (Kind.CLOSED, Kind.WITHDRAWN)


@dataclass(frozen=True, kw_only=True, eq=False)
class Replayed:
    """What came of some rows."""

    first_seq: int
    numbers: EventNumbers
    """Of the rows replayed."""
    filed_in: NDArray[np.int64]
    """int64[rows]: of an offer, the ordinal of the batch that its case was filed in."""
    finding: Finding | None
    """What is wrong with the row after them, None if there is none."""

    @property
    def bases(self) -> NDArray[np.int64]:
        """int64[offers]: number of each offer's basis."""
        return self.numbers[self.numbers[:, Field.KIND] == Kind.OFFERED, Field.WORD_OF]

    @property
    def drawn(self) -> NDArray[np.int64]:
        """Rows of offers that a policy drew."""
        is_offer = self.numbers[:, Field.KIND] == Kind.OFFERED
        return np.flatnonzero(is_offer & (self.numbers[:, Field.WORD_OF] == DRAWN))


class Replayer:
    """Replays a log into a fresh core.

    Parameters
    ----------
    core
        Without cases; changed.
    batches
        The chain of the log.
    tally
        float64[mediators, 3], to which draws observed, expected and their variance are added; None for none.
    """

    def __init__(
        self, core: AssignmentCore, batches: list[SealedBatch], tally: NDArray[np.float64] | None = None
    ) -> None:
        self.events = 0
        """Events replayed so far."""
        self.core: Final = core
        self.open_cases = 0
        """Cases open now."""
        self._cases = new_index()
        self._form: Final = FormCheck(core.roster.court_province)
        self._last_seqs: Final = np.array([batch.last_seq for batch in batches], np.int64)
        self._tally: Final = np.zeros((0, 3)) if tally is None else tally

    def take(self, rows: pa.RecordBatch) -> Replayed:
        """Replay some rows, up to the first that is wrong."""
        first_seq = self.events + 1
        kinds = self._form.kinds(rows)
        odd = self._form.first_odd(rows, kinds, first_seq)
        if odd is not None:
            rows, kinds = rows.slice(0, odd.row), kinds[: odd.row]
        numbers = event_numbers(rows, kinds)
        batch_of = np.searchsorted(self._last_seqs, np.arange(first_seq, first_seq + len(rows)))
        filed_in = np.full(len(rows), MISSING, np.int64)
        self._cases = with_room(self._cases, self.open_cases + int(np.isin(kinds, _OPENINGS).sum()))
        row, what = self._replay(rows, numbers, batch_of, filed_in)
        if what is None and odd is not None:
            what = odd.what
        self.open_cases += int(np.isin(kinds[:row], _OPENINGS).sum() - np.isin(kinds[:row], _ENDINGS).sum())
        self.events += row
        finding = None if what is None else Finding.about(first_seq + row, what)
        return Replayed(first_seq=first_seq, numbers=numbers[:row], filed_in=filed_in, finding=finding)

    def slot(self, case_id: int) -> int:
        """Return the slot of an open case.

        Raises
        ------
        UnknownCaseError
            If no such case is open.
        """
        row = find(self._cases, case_id)
        if row == NOWHERE:
            raise UnknownCaseError(f"case_id = {case_id}: must be one of the {self.open_cases} open cases")
        return int(self._cases[row, SLOT])

    def _replay(
        self, rows: pa.RecordBatch, numbers: EventNumbers, batch_of: NDArray[np.int64], filed_in: NDArray[np.int64]
    ) -> tuple[int, str | None]:
        """Return how many rows were replayed and what is wrong with the next."""
        row = 0
        while True:
            row, fault, detail = replay(self.core.state, self._cases, numbers, row, batch_of, filed_in, self._tally)
            if fault == Fault.NONE:
                return row, None
            what = self._apply(rows.slice(row, 1)) if fault == Fault.BY_RECORD else sentence(Fault(fault), detail)
            if what is not None:
                return row, what
            row += 1

    def _apply(self, row: pa.RecordBatch) -> str | None:
        """Apply an event about a court; return why it does not fit."""
        try:
            self.core.replay(row_events(row, upcasters=UPCASTERS))
        except CoreError as error:
            return f"the event does not follow: {error}"
        return None
