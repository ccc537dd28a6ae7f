"""Keeping receivers told: a thread for each beside the writer, and a small file for how far each of them is."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Event, Thread
from typing import Final, TypeAlias

import msgspec

from engine.errors import EngineError
from engine.replacing import clear_partials, replacing
from engine.service.errors import SettingError, StandingError
from engine.service.outbox import Outbox, Position, Read, Send
from engine.service.receiver import Receiver

Show: TypeAlias = Callable[[str, Position], None]
"""Shows somebody how far a receiver is."""


def _show_nobody(name: str, position: Position) -> None:
    del name, position


class Teller:
    """Tells every receiver what is stored, each at its own pace: one that is slow holds up nobody but itself.

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
    show
        Told a receiver's name and how far it is, at the beginning and whenever that changes, in any thread.
    pause_seconds
        Between two looks while there is nothing to tell.

    Raises
    ------
    StandingError
        If a position that was written down cannot be read, or the log does not reach to it.
    SettingError
        If two receivers have one name.
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
        show: Show = _show_nobody,
        pause_seconds: float = 1.0,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        clear_partials(folder)
        self._stopped: Final = Event()
        self._tellings: Final[dict[str, _Telling]] = {}
        for one in receivers:
            if one.name in self._tellings:
                raise SettingError("webhooks.name", one.name, "another for each receiver")
            path = folder / f"{one.name}.json"
            outbox = Outbox(one, source, read, send, _read(path, read))
            self._tellings[one.name] = _Telling(
                outbox, path, clock, partial(show, one.name), self._stopped, pause_seconds
            )

    def start(self) -> None:
        """Begin to tell."""
        for telling in self._tellings.values():
            telling.thread.start()

    def stop(self) -> None:
        """Tell no more; messages under way are finished."""
        self._stopped.set()
        for telling in self._tellings.values():
            if telling.thread.is_alive():
                telling.thread.join()

    @property
    def positions(self) -> dict[str, Position]:
        """How far each receiver is, by its name."""
        return {name: telling.outbox.position for name, telling in self._tellings.items()}


class _Telling:
    """One receiver being told until somebody stops it."""

    def __init__(
        self,
        outbox: Outbox,
        path: Path,
        clock: Callable[[], int],
        show: Callable[[Position], None],
        stopped: Event,
        pause_seconds: float,
    ) -> None:
        self.outbox: Final = outbox
        self._path: Final = path
        self._kept = outbox.position
        self._clock: Final = clock
        self._show: Final = show
        self._stopped: Final = stopped
        self._pause_seconds: Final = pause_seconds
        self.thread: Final = Thread(target=self._run, name=f"onestop-webhooks-{path.stem}", daemon=True)
        show(outbox.position)

    def _run(self) -> None:
        while not self._stopped.is_set():
            if not self._step():
                self._stopped.wait(self._pause_seconds)

    def _step(self) -> bool:
        """Tell what is next, write down what was reached, and return whether there may be more at once."""
        try:
            has_more = self.outbox.step(self._clock())
            if self.outbox.position != self._kept:
                self._show(self.outbox.position)
                with replacing(self._path) as temporary:
                    temporary.write_bytes(msgspec.json.encode(self.outbox.position))
                self._kept = self.outbox.position
        except (OSError, EngineError):
            # A full disk, a log that is out of order: telling goes on once they are well again, deciding meanwhile.
            return False
        return has_more


def _read(path: Path, read: Read) -> Position:
    if not path.exists():
        return Position(seq=0)
    try:
        position = msgspec.json.decode(path.read_bytes(), type=Position)
    except (OSError, msgspec.DecodeError) as error:
        raise StandingError(f"position of a receiver = {path}: cannot be read: {error}") from error
    try:
        list(islice(read(position.seq, 1), 1))
    except EngineError as error:
        raise StandingError(
            f"position of a receiver = {position.seq} ({path}): the log must reach to it: {error}; take the file away "
            "to have this receiver told everything from the beginning"
        ) from error
    return position
