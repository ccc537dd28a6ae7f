"""Keys said of parties, many filings' in one commit; each filing is told when its own are on the disk."""

from collections.abc import Callable, Sequence
from threading import Condition, Thread
from typing import Final, TypeAlias

from engine.parties.errors import PartyStoreBrokenError

Saying: TypeAlias = tuple[str, int, tuple[str, ...]]
"""Tenant, number of a dispute, and the keys of its parties by ordinal."""
Told: TypeAlias = Callable[[Exception | None], None]
"""Told None once everything is durable, or why it is not."""


class SaidTogether:
    """Writes what is handed in, in a thread of its own: whatever came while one commit was made shares the next.

    Parameters
    ----------
    write
        Writes disputes and the keys of their parties: durable, all or none, when it returns.
    """

    def __init__(self, write: Callable[[Sequence[Saying]], None]) -> None:
        self._write: Final = write
        self._changed: Final = Condition()
        self._waiting: list[tuple[Sequence[Saying], Told]] = []
        self._is_closed = False
        self._thread: Thread | None = None

    def put(self, said: Sequence[Saying], tell: Told) -> None:
        """Hand in the keys of some disputes' parties; returns at once.

        Parameters
        ----------
        said
            What is to be written.
        tell
            Called once, by another thread.
        """
        with self._changed:
            if not self._is_closed:
                self._waiting.append((said, tell))
                if self._thread is None:
                    self._thread = Thread(target=self._run, name="onestop-party-keys", daemon=True)
                    self._thread.start()
                self._changed.notify_all()
                return
        tell(PartyStoreBrokenError("party keys: the store is closed"))

    def close(self) -> None:
        """Write what is left, and end."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while taken := self._take():
            failed = self._failed([one for said, _ in taken for one in said])
            for _, tell in taken:
                tell(failed)

    def _failed(self, said: Sequence[Saying]) -> Exception | None:
        try:
            self._write(said)
        except Exception as error:  # noqa: BLE001 - whoever waits is told; were the thread to end, all would wait
            return error
        return None

    def _take(self) -> list[tuple[Sequence[Saying], Told]]:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_closed)
            taken, self._waiting = self._waiting, []
            return taken
