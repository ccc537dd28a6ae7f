"""Keeping receivers told: a thread beside the writer, and a small file for how far each of them is."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import Final

import msgspec

from engine.replacing import replacing
from engine.service.errors import StandingError
from engine.service.outbox import Outbox, Position, Read, Receiver, Send


class Teller:
    """Tells every receiver what is stored, each at its own pace.

    A position is written down after it was reached, so what was told just before an end is told again.

    Parameters
    ----------
    receivers
        Whom.
    source
        URI of the store, for the messages.
    read
        The log.
    send
        Posts a message.
    folder
        For the positions; made if it is not there.
    clock
        Microseconds since the epoch.
    pause_seconds
        Between two looks while there is nothing to tell.

    Raises
    ------
    StandingError
        If a position that was written down cannot be read.
    """

    def __init__(
        self,
        receivers: Sequence[Receiver],
        source: str,
        read: Read,
        send: Send,
        folder: Path,
        clock: Callable[[], int],
        *,
        pause_seconds: float = 1.0,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._clock: Final = clock
        self._pause_seconds: Final = pause_seconds
        self._outboxes: Final = {
            folder / f"{one.name}.json": Outbox(one, source, read, send, _read(folder / f"{one.name}.json"))
            for one in receivers
        }
        self._stopped: Final = Event()
        self._thread: Final = Thread(target=self._run, name="onestop-webhooks", daemon=True)

    def start(self) -> None:
        """Begin to tell."""
        self._thread.start()

    def stop(self) -> None:
        """Tell no more; a message under way is finished."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    @property
    def positions(self) -> dict[str, Position]:
        """How far each receiver is, by the name of its file."""
        return {path.stem: outbox.position for path, outbox in self._outboxes.items()}

    def _run(self) -> None:
        while not self._stopped.is_set():
            has_more = [self._step(path, outbox) for path, outbox in self._outboxes.items()]
            if not any(has_more):
                self._stopped.wait(self._pause_seconds)

    def _step(self, path: Path, outbox: Outbox) -> bool:
        before = outbox.position
        has_more = outbox.step(self._clock())
        if outbox.position != before:
            with replacing(path) as partial:
                partial.write_bytes(msgspec.json.encode(outbox.position))
        return has_more


def _read(path: Path) -> Position:
    if not path.exists():
        return Position(seq=0)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Position)
    except (OSError, msgspec.DecodeError) as error:
        raise StandingError(f"position of a receiver = {path}: cannot be read: {error}") from error
