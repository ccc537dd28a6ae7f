"""Many cases handed in at one instant: what `file` does with each, in a few strokes for all.

Nearly every case asks for one mediator, is drawn for at once and knows no conflict. Such cases go through one compiled
call (`engine.core.lodging`), and their events are copies of a pattern with a few fields changed, since a record that is
made field by field takes longer than its draw; into the docket they go as bytes. Whatever is different goes through
`file` in its turn, so what comes of all is what would have come of one after another.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.core.lodging import DONE_COLUMNS, FILED_COLUMNS, fetch_and_lodge, numbers_of
from engine.desk.case_commands import CaseCommands
from engine.desk.filed_columns import entry_column
from engine.desk.filing import Filing
from engine.desk.handed import Handed
from engine.desk.lodged_entries import ORGANISATION, lay
from engine.desk.lodged_events import LodgedCases
from engine.desk.lodged_records import LodgedRecords
from engine.errors import EngineError
from engine.events.records import Event

ManyWords = Callable[[NDArray[np.int64], int, int], NDArray[np.int64]]
"""The words of many draws, int64[n]: of int64[n] case numbers, of an attempt and of an instant that are the same."""
Lodged = list[Event] | EngineError
"""What has happened to a case, or why it was refused."""
TOGETHER_MIN: Final = 4
"""Fewer cases are filed one by one: what many have in common would cost more to find than it saves."""
_FIRST_ATTEMPT: Final = 1


class Lodging(CaseCommands):
    """Filing, one case or many."""

    def lodge_many(
        self, cases: Sequence[Handed], first_number: int, at: int, *, words: ManyWords | None = None
    ) -> list[Lodged]:
        """Take in cases as `file` would one after another; those that are not refused are numbered in their order.

        Parameters
        ----------
        cases
            What is handed in.
        first_number
            Number of the first case and of its dispute; it and all larger ones were never used.
        at
            When they were handed in, microseconds since the epoch.
        words
            A quicker source of the words that the desk's own would give; by default that one is asked case by case.

        Returns
        -------
        list[list[Event] | EngineError]
            For each case what has happened, in order, or why it was refused; a refusal changes nothing.

        Raises
        ------
        DeskClockError, CalendarRangeError
            As `file` does of `at`; nothing has changed then.
        """
        if not cases:
            return []
        self._office.open(at)
        if len(cases) < TOGETHER_MIN:
            return self._file_all(cases, first_number, at)
        records = LodgedRecords(self._office, at)
        is_plain = self._plain(cases, first_number, records)
        results: list[Lodged] = []
        number = first_number
        while len(results) < len(cases):
            place = len(results)
            end = is_plain.index(False, place) if False in is_plain[place:] else len(cases)
            if end > place:
                results += self._lodge(cases[place:end], number, records, words)
            if len(results) < end or end == place:
                results.append(self._file_one(cases[len(results)], number + len(results) - place, at))
            number += sum(isinstance(result, list) for result in results[place:])
        return results

    def _plain(self, cases: Sequence[Handed], first_number: int, records: LodgedRecords) -> list[bool]:
        """Tell which cases ask for no more than one mediator, drawn at once, with deadlines that nothing can move."""
        office = self._office
        if not self._may_be_plain(records, range(first_number, first_number + len(cases))):
            return [False] * len(cases)
        return [
            case.panel_size == 1
            and not case.choose
            and case.list_size is None
            and not (case.party_keys and office.register.screen(case.party_keys))
            for case in cases
        ]

    def _may_be_plain(self, records: LodgedRecords, numbers: range) -> bool:
        """Tell whether no announcement of a year can move a deadline of the instant, and no number is taken."""
        certain_until = self._office.deadlines.in_force.certain_until
        return records.latest_deadline <= certain_until and self._office.core.are_new(numbers)

    def _file_all(self, cases: Sequence[Handed], number: int, at: int) -> list[Lodged]:
        results: list[Lodged] = []
        for case in cases:
            result = self._file_one(case, number, at)
            number += isinstance(result, list)
            results.append(result)
        return results

    def _file_one(self, case: Handed, number: int, at: int) -> Lodged:
        filing = Filing(
            case_id=number,
            dispute_id=number,
            court_id=case.court_id,
            dispute_type=case.dispute_type,
            channel=case.channel,
            entry_route=case.entry_route,
            language=case.language,
            weight_milli=case.weight_milli,
            boost_us=case.boost_us,
            origin=case.origin,
            mediator_gender=case.mediator_gender,
            panel_size=case.panel_size,
            parties=case.party_keys,
        )
        try:
            return self.file(filing, at, choose=case.choose, list_size=case.list_size)
        except EngineError as error:
            return error

    def lodge_columns(
        self, said: Mapping[str, NDArray[np.int64]], first_number: int, at: int, *, words: ManyWords
    ) -> tuple[LodgedCases, list[Event]] | None:
        """Take in cases that ask for one mediator, drawn at once, without making records of what happens.

        Parameters
        ----------
        said
            int64[n] for each field of `engine.desk.lodged_records.SAID`: what the cases say, words by their places in
            the vocabulary. No party may have a relation to a mediator; see `is_screened`.
        first_number, at, words
            As for `lodge_many`.

        Returns
        -------
        tuple of LodgedCases and list of Event, or None
            The first cases, all before one that the core has to refuse, and what an earlier command has left over,
            which comes before them. None if nothing can be taken in so; then nothing has changed.

        Raises
        ------
        DeskClockError, CalendarRangeError
            As `file` does of `at`; nothing has changed then.
        """
        office = self._office
        office.open(at)
        records = LodgedRecords(office, at)
        count = len(said["court_id"])
        if not self._may_be_plain(records, range(first_number, first_number + count)):
            return None
        filings = records.filings(said, first_number, count)
        filed = np.empty((count, len(FILED_COLUMNS)), np.int64)
        for place, name in enumerate(FILED_COLUMNS):
            filed[:, place] = entry_column(filings, name)
        drawn_by = words(np.arange(first_number, first_number + count), _FIRST_ATTEMPT, at)
        decided = self._decide(filed, drawn_by, entry_column(filings, "pre_filing"), records)
        if decided is None:
            return None
        done, organisations = decided
        return records.lodged(filings[: len(done)], done, drawn_by, organisations), office.close()

    def is_screened(self, party_keys: Sequence[str]) -> bool:
        """Tell whether a party has a relation to a mediator."""
        return bool(self._office.register.screen(party_keys))

    def _lodge(
        self, cases: Sequence[Handed], first: int, records: LodgedRecords, words: ManyWords | None
    ) -> list[list[Event]]:
        """File plain cases at one stroke, as many as there are before one that the core has to refuse."""
        office, at = self._office, records.at
        case_ids = np.arange(first, first + len(cases), dtype=np.int64)
        try:
            filed = _table(cases, case_ids)
            drawn_by = self._words(case_ids, at) if words is None else words(case_ids, _FIRST_ATTEMPT, at)
        except (OverflowError, TypeError, ValueError):
            return []  # a number beyond all bounds: one by one, the case that has it is told so
        decided = self._decide(filed, drawn_by, records.pre_filing(cases), records)
        if decided is None:
            return []
        done, organisations = decided
        columns = (case_ids.tolist(), done.tolist(), drawn_by.tolist(), organisations.tolist())
        results = list(map(records.of, cases, *columns))
        results[0][:0] = office.close()
        return results

    def _decide(
        self,
        filed: NDArray[np.int64],
        words: NDArray[np.int64],
        pre_filing: NDArray[np.int64],
        records: LodgedRecords,
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
        """Draw for cases and enter them; return what became of the first ones, and whose the mediators are."""
        office, at = self._office, records.at
        done = np.empty((len(filed), len(DONE_COLUMNS)), np.int64)
        lodged = fetch_and_lodge(office.core.state, at, filed, words, records.skips, done)
        if lodged == 0:
            return None
        filed, done = filed[:lodged], done[:lodged]
        office.core.adopt(filed[:, 0], done[:, 0])
        entries = records.entries(filed, done, pre_filing[:lodged])
        lay(office, entries, at, designated_by=records.designated_by, offers_end_at=records.offer_end)
        office.last_at = at if office.last_at is None else max(office.last_at, at)
        return done, np.ascontiguousarray(entries[:, ORGANISATION])

    def _words(self, case_ids: NDArray[np.int64], at: int) -> NDArray[np.int64]:
        words = self._office.words
        return np.array([words(case_id, _FIRST_ATTEMPT, at) for case_id in case_ids.tolist()], np.int64)


def _table(cases: Sequence[Handed], case_ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64[n, 8]: what the core is told of each case, columns `FILED_COLUMNS`."""
    table = np.empty((len(cases), len(FILED_COLUMNS)), np.int64)
    table[:, 0] = case_ids
    table[:, 1] = [case.boost_us for case in cases]
    table[:, 2] = [case.court_id for case in cases]
    table[:, 3:7] = [numbers_of(case.dispute_type, case.language, case.origin, case.mediator_gender) for case in cases]
    table[:, 7] = [case.weight_milli for case in cases]
    return table
