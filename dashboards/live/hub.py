"""Numbers are counted once for all browsers: one task asks for them, and everybody who listens gets the same bytes."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Final, TypeAlias

from dashboards.catalogue import Language
from dashboards.errors import LiveError
from dashboards.live.view import LiveView

Source: TypeAlias = Callable[[], Awaitable[LiveView]]
"""Counts once; an error leaves the page with its last numbers, which it then says are old."""
Encode: TypeAlias = Callable[[LiveView], bytes]
"""Makes one event of an event stream."""

FRAMES_MAX: Final = 150
"""Frames of one stream: a browser then connects anew, so that no connection lives for ever."""
LISTENERS_MAX: Final = 200
"""Browsers at once; each has one frame in memory at most, and all share it."""
_LOG: Final = logging.getLogger(__name__)


class Hub:
    """Counts while somebody listens, and only then.

    Parameters
    ----------
    source
        Where the numbers come from.
    encode
        How they are written, for each language.
    interval_seconds
        Between two counts.
    listeners_max
        How many may listen at once.
    """

    def __init__(
        self,
        source: Source,
        encode: Mapping[Language, Encode],
        *,
        interval_seconds: float,
        listeners_max: int = LISTENERS_MAX,
    ) -> None:
        if interval_seconds <= 0:
            raise LiveError(f"interval_seconds = {interval_seconds}: must be above 0")
        self._source: Final = source
        self._encode: Final = dict(encode)
        self._interval_seconds: Final = interval_seconds
        self._listeners_max: Final = listeners_max
        self._frames: dict[Language, bytes] = {}
        self._view: LiveView | None = None
        self._news = asyncio.Event()
        self._counting: asyncio.Task[None] | None = None
        self._counts = True
        self._closed = False
        self.listeners = 0

    @property
    def is_full(self) -> bool:
        """Whether nobody else may listen."""
        return self._closed or self.listeners >= self._listeners_max

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        self._tell()

    async def listen(self, language: Language, frames_max: int = FRAMES_MAX) -> AsyncGenerator[bytes]:
        """Give each count as it comes, the first at once; who is slow misses some and never gets an old one."""
        self.listeners += 1
        if self._counting is None:
            self._counting = asyncio.create_task(self._count())
        try:
            for _ in range(frames_max):
                news = self._news
                if self._closed:
                    return
                yield self._frame(language)
                await news.wait()
        finally:
            self.listeners -= 1
            if not self.listeners:
                self._rest()

    async def _count(self) -> None:
        while True:
            self._frames.clear()
            try:
                self._view = await self._source()
            except Exception:  # noqa: BLE001 - the edge of a task: it is logged, and the page says that it is not live
                if self._counts:
                    _LOG.exception("live page: the numbers cannot be counted")
                self._counts, self._view = False, None  # sent again, old numbers would look like new ones
            else:
                self._counts = True
            self._tell()
            await asyncio.sleep(self._interval_seconds)

    def _frame(self, language: Language) -> bytes:
        """Write the last count; where it failed or none is there yet, a comment, which browsers pass over."""
        if self._view is None:
            return b": no numbers yet\n\n"
        if language not in self._frames:
            self._frames[language] = self._encode[language](self._view)
        return self._frames[language]

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    def _rest(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
        self._counting, self._view = None, None
        self._frames.clear()
