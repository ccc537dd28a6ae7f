"""What a running service has done for it from time to time: snapshots, by a process of their own."""

import subprocess
from collections.abc import Callable, Sequence
from threading import Event, Thread
from typing import Final


class Snapshotter:
    """Starts a process that makes a snapshot, whenever enough has been stored since the last one.

    Parameters
    ----------
    command
        The process: ends with 0 when the snapshot is made.
    position
        Where the log ends now.
    entries_min
        So many entries since the last snapshot are enough: what a start would have to follow.
    every_seconds
        How often it looks.
    tell
        Told of each snapshot: the status with which its process ended.
    """

    def __init__(
        self,
        command: Sequence[str],
        position: Callable[[], int],
        *,
        entries_min: int,
        every_seconds: float,
        tell: Callable[[int], None],
    ) -> None:
        self._command: Final = tuple(command)
        self._position: Final = position
        self._entries_min: Final = entries_min
        self._every_seconds: Final = every_seconds
        self._tell: Final = tell
        self._stopped: Final = Event()
        self._running: subprocess.Popen[bytes] | None = None
        self._last = position()
        self._thread: Final = Thread(target=self._run, name="onestop-snapshots", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; a snapshot that is being made is given up, and leaves nothing half-made."""
        self._stopped.set()
        running = self._running
        if running is not None:
            running.terminate()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._every_seconds):
            position = self._position()
            if position - self._last >= self._entries_min and self._make():
                self._last = position

    def _make(self) -> bool:
        self._running = subprocess.Popen(  # noqa: S603 - this program, with arguments made by the caller
            self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        with self._running as process:
            status = process.wait()
        self._running = None
        if not self._stopped.is_set():
            self._tell(status)
        return status == 0
