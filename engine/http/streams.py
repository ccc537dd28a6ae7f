"""Events as they are stored, to everybody who listens: each reader has a bounded queue, and who is too slow is dropped.

A dropped reader has missed nothing: he comes again with the position of the last event that he has.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from typing import Final, NamedTuple

import msgspec

from engine.events.records import Event
from engine.http.errors import ProblemError
from engine.http.exchange import Exchange
from engine.http.settings import PAGE_MAX, HttpSettings
from engine.scheduling.records import BookingRecord
from engine.service.entries import Entry
from engine.service.service import Service

Shown = Callable[[Event | BookingRecord], bool]
"""Whether a reader may see an entry."""
_ENCODER: Final = msgspec.json.Encoder()
_BEAT: Final = b": still here\n\n"


class Numbered(NamedTuple):
    """An entry that can be shown, and its position in the log."""

    seq: int
    entry: Event | BookingRecord


def showable(first_seq: int, entries: Sequence[Entry]) -> list[Numbered]:
    """Return the entries that are events or bookings: what the service notes for itself is not shown."""
    numbered = enumerate(entries, start=first_seq)
    return [Numbered(seq, entry) for seq, entry in numbered if isinstance(entry, Event | BookingRecord)]


class _Reader:
    """One listener's queue; touched in the event loop only."""

    def __init__(self, most: int) -> None:
        self._most: Final = most
        self.waiting: Final[deque[Numbered]] = deque()
        self.changed: Final = asyncio.Event()
        self.is_dropped = False

    def put(self, entries: Sequence[Numbered]) -> None:
        if len(self.waiting) + len(entries) > self._most:
            self.is_dropped = True
        elif not self.is_dropped:
            self.waiting.extend(entries)
        self.changed.set()


class Streams:
    """The readers of one service's events.

    Parameters
    ----------
    exchange
        Where stored events are read.
    settings
        How many may read, and how far one may fall behind.
    """

    def __init__(self, exchange: Exchange, settings: HttpSettings) -> None:
        self._exchange: Final = exchange
        self._settings: Final = settings
        self._readers: Final[set[_Reader]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: Callable[[], None] | None = None
        self.dropped = 0
        """Readers who were too slow."""

    def __len__(self) -> int:
        return len(self._readers)

    def start(self, service: Service) -> None:
        """Begin to listen; in the event loop that serves."""
        self._loop = asyncio.get_running_loop()
        self._stop = service.listen(self._stored)

    def stop(self) -> None:
        """Let every reader go, and listen no more."""
        if self._stop is not None:
            self._stop()
            self._stop = None
        for reader in self._readers:
            reader.is_dropped = True
            reader.changed.set()

    async def read(self, after: int, shown: Shown) -> AsyncGenerator[bytes]:
        """Yield events as server-sent events, those stored before first, without a gap.

        Parameters
        ----------
        after
            Position of the last event that the reader has.
        shown
            Whether he may see an entry.
        """
        reader = _Reader(self._settings.stream_entries_max)
        self._readers.add(reader)
        try:
            yield b"retry: 1000\n\n"
            async for seq, piece in self._stored_before(after, shown):
                after = seq
                if piece:
                    yield piece
            while not reader.is_dropped:
                piece = b"".join(_sse(one) for one in _taken(reader) if one.seq > after and shown(one.entry))
                yield piece or _BEAT
                await _wait(reader, self._settings.heartbeat_seconds)
            self.dropped += 1
            yield b"event: dropped\ndata: {}\n\n"
        finally:
            self._readers.discard(reader)

    def check_room(self) -> None:
        """Refuse one reader too many.

        Raises
        ------
        ProblemError
            If so.
        """
        if len(self._readers) >= self._settings.streams_max:
            raise ProblemError("busy", f"{len(self._readers)} read the stream already.", retry_after_seconds=10)

    async def _stored_before(self, after: int, shown: Shown) -> AsyncIterator[tuple[int, bytes]]:
        """Yield what is in the log by now; what comes meanwhile waits in the reader's queue."""
        while True:
            page = await self._exchange.ask(lambda world, first=after: (world.seq, self._page(first)))
            end, entries = page
            if after >= end:
                return
            after = min(end, after + PAGE_MAX)
            yield after, b"".join(_sse(one) for one in entries if shown(one.entry))

    def _page(self, after: int) -> list[Numbered]:
        found = self._exchange.service.log.read(after, PAGE_MAX)
        return [Numbered(seq, entry) for seq, entry in found if isinstance(entry, Event | BookingRecord)]

    def _stored(self, first_seq: int, entries: Sequence[Entry], at: int) -> None:
        """Hand on a batch; in the writer's thread, which does nothing for it while nobody reads."""
        del at
        if self._readers and self._loop is not None:
            try:
                self._loop.call_soon_threadsafe(self._hand_out, showable(first_seq, entries))
            except RuntimeError:
                assert self._loop.is_closed(), "only a closed loop takes nothing"

    def _hand_out(self, entries: Sequence[Numbered]) -> None:
        for reader in self._readers:
            reader.put(entries)


def _taken(reader: _Reader) -> list[Numbered]:
    taken = list(reader.waiting)
    reader.waiting.clear()
    reader.changed.clear()
    return taken


async def _wait(reader: _Reader, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await reader.changed.wait()
    except TimeoutError:
        return


def _sse(one: Numbered) -> bytes:
    return b"id: %d\ndata: %s\n\n" % (one.seq, _ENCODER.encode(one.entry))
