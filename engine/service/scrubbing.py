"""Watching over the files of the log while they are written: a scrub in a thread of its own, at a gentle pace.

Bounded in bytes a second, so spread that a pass lasts the hours that were asked for. A pass that a restart cuts off
begins again.
"""

from collections.abc import Callable
from threading import Event, Thread
from typing import Final

from engine.errors import EngineError
from engine.log.scrub import Damage, Scrub
from engine.service.gauges import Gauges

STANDING: Final = "log_damages_standing"
"""Gauge of damages that are not repaired."""
PIECE_BYTES: Final = 2**20
"""Read at a time: some milliseconds of work."""
_QUIET_SECONDS: Final = 60.0
"""Before the first piece, so that a start has the disk for itself, and where there was nothing to read."""
_HOUR_SECONDS: Final = 3_600.0
_SECOND_US: Final = 1_000_000


class Scrubber:
    """Carries a scrub on, piece by piece.

    Parameters
    ----------
    scrub
        Of the service's log.
    clock
        Microseconds since the epoch.
    hours
        How long a pass shall last.
    bytes_per_second_max
        Bytes read in a second at most, whatever that makes of the hours.
    gauges
        Where monitoring reads how far it is and what it has found.
    tell
        Told of each damage, once.
    failed
        Told of what kept it from looking; it tries again.
    """

    def __init__(
        self,
        scrub: Scrub,
        clock: Callable[[], int],
        *,
        hours: float,
        bytes_per_second_max: int,
        gauges: Gauges,
        tell: Callable[[Damage], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._scrub: Final = scrub
        self._clock: Final = clock
        self._hours: Final = hours
        self._bytes_per_second_max: Final = bytes_per_second_max
        self._gauges: Final = gauges
        self._tell: Final = tell
        self._failed: Final = failed
        self._stopped: Final = Event()
        self._thread: Final = Thread(target=self._run, name="onestop-scrub", daemon=True)
        self._show()

    def start(self) -> None:
        """Begin, after a quiet minute."""
        self._thread.start()

    def stop(self) -> None:
        """Look no further; returns when the piece at hand has been read."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def turn(self) -> float:
        """Read one piece, and return how many seconds to wait before the next."""
        try:
            read, found = self._scrub.step(PIECE_BYTES, self._clock())
        except (EngineError, OSError) as error:
            self._failed(error)
            return _QUIET_SECONDS
        for damage in found:
            self._tell(damage)
        self._show()
        return self.pause_seconds(read, self._scrub.size_bytes)

    def pause_seconds(self, read: int, size: int) -> float:
        """Return how long to wait after so many bytes of a log so long, so that neither bound is broken."""
        if not read:
            return _QUIET_SECONDS
        return max(read / self._bytes_per_second_max, self._hours * _HOUR_SECONDS * read / max(size, read))

    def _run(self) -> None:
        pause = _QUIET_SECONDS
        while not self._stopped.wait(pause):
            pause = self.turn()

    def _show(self) -> None:
        scrub = self._scrub
        self._gauges.beside.update(
            {
                "log_scrub_passes": scrub.passes,
                "log_scrub_seq": scrub.seq,
                "log_scrub_last_pass_timestamp_seconds": (scrub.last_pass_at or 0) / _SECOND_US,
                "log_damages_found": scrub.found,
                STANDING: len(scrub.standing),
            }
        )
