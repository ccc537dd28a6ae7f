"""Parts of events that were written before anybody made records of them; importing this costs no compiler."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, cast, final, overload

from engine.events.event import Event

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from engine.events.written import Written


@final
class WrittenPart(Sequence[Event]):
    """Events of `engine.events.written.Written` from one place up to another; equal to any sequence of the same events.

    Parameters
    ----------
    written
        All of them.
    first, end
        Places.
    """

    __slots__ = ("end", "first", "written")

    def __init__(self, written: "Written", first: int, end: int) -> None:
        self.written: Final = written
        self.first: Final = first
        self.end: Final = end

    def __len__(self) -> int:
        return self.end - self.first

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> list[Event]: ...
    def __getitem__(self, index: int | slice) -> Event | list[Event]:
        if index == -1 and self.end > self.first:
            return self.written.event(self.end - 1)
        return self.written.events(self.first, self.end)[index]

    def __iter__(self) -> Iterator[Event]:
        return iter(self.written.events(self.first, self.end))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return list(self) == list(cast("Sequence[object]", other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(list(self))

    @property
    def recorded_at(self) -> "NDArray[np.int64]":
        """int64[n]: when each was written down, microseconds since the epoch."""
        return self.written.recorded_at(self.first, self.end)

    @property
    def counts(self) -> dict[type[Event], int]:
        """How many there are of each kind."""
        return self.written.counts(self.first, self.end)

    def cases_of(self, kind: type[Event]) -> list[int]:
        """Return the cases of the events of a kind, in their order."""
        return self.written.cases_of(kind, self.first, self.end)

    @property
    def body(self) -> memoryview:
        """Their bytes; see `engine.events.written.Written.body`."""
        return self.written.body(self.first, self.end)
