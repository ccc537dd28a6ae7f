"""Entries of a batch in parts: those that were written before anybody made records of them, and all others."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final, Generic, cast, overload

from engine.events.written_part import WrittenPart
from engine.log.codec import E

if TYPE_CHECKING:
    from engine.events.written import Written


class Parts(Sequence[E], Generic[E]):
    """Entries in their order; written ones that stand side by side are one part.

    Parameters
    ----------
    entries
        The first ones.

    Examples
    --------
    >>> entries = Parts(["a", "b"])
    >>> entries.add(["c"])
    >>> len(entries), entries[-1], list(entries.parts)
    (3, 'c', [['a', 'b', 'c']])
    """

    def __init__(self, entries: Iterable[E] = ()) -> None:
        self._closed: Final[list[Sequence[E]]] = []
        self._records: list[E] = list(entries)
        """The last part, if it is of records."""
        self._written: Written | None = None
        self._first = self._end = 0
        """The last part, if it is of written ones."""
        self._closed_entries = 0
        """In all parts but the last."""

    def add_all(self, sequences: Iterable[Sequence[E]]) -> None:
        """Add the entries of each sequence behind the last."""
        for entries in sequences:
            if not self._goes_on(entries):
                self.add(entries)

    def add(self, entries: Sequence[E]) -> None:
        """Add entries behind the last."""
        self._end_written()
        if type(entries) is not WrittenPart:
            self._records += entries
        else:
            if self._records:
                self._close(self._records)
                self._records = []
            self._written, self._first, self._end = entries.written, entries.first, entries.end

    def check(self) -> None:
        """Read back what was written; to be called before it is stored, by any thread.

        Raises
        ------
        engine.events.errors.EventBodyError
            If it cannot be read.
        """
        for written in {
            id(part.written): part.written for part in self.parts if isinstance(part, WrittenPart)
        }.values():
            written.check()

    @property
    def parts(self) -> Sequence[Sequence[E]]:
        """Lists of records, and `engine.events.written.WrittenPart`, in their order; none is empty."""
        last = self._last_written() or self._records
        return [*self._closed, last] if last else self._closed

    def __len__(self) -> int:
        return self._closed_entries + len(self._records) + self._end - self._first

    @overload
    def __getitem__(self, index: int) -> E: ...
    @overload
    def __getitem__(self, index: slice) -> list[E]: ...
    def __getitem__(self, index: int | slice) -> E | list[E]:
        if index == -1 and (last := self._last_written() or self._records):
            return last[-1]
        return list(self)[index]

    def __iter__(self) -> Iterator[E]:
        return chain.from_iterable(self.parts)

    def _goes_on(self, entries: object) -> bool:
        """Let the last written part go on with entries, if these are the next that were written with it."""
        if type(entries) is not WrittenPart or entries.written is not self._written or entries.first != self._end:
            return False
        self._end = entries.end
        return True

    def _last_written(self) -> Sequence[E] | None:
        if self._written is None:
            return None
        # A log of such entries takes events among others.
        return cast("Sequence[E]", WrittenPart(self._written, self._first, self._end))

    def _end_written(self) -> None:
        last = self._last_written()
        if last is not None:
            self._close(last)
            self._written, self._first, self._end = None, 0, 0

    def _close(self, part: Sequence[E]) -> None:
        self._closed.append(part)
        self._closed_entries += len(part)
