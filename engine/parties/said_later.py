"""Keys said of parties, written behind the answer: many filings share a commit, and none waits for one."""

from collections.abc import Callable, Sequence
from threading import Condition, Thread
from typing import Final, TypeAlias

Saying: TypeAlias = tuple[str, int, tuple[str, ...]]
"""Tenant, number of a dispute, and the keys of its parties by ordinal."""
GATHER_SECONDS: Final = 0.1
"""By default."""


class SaidLater:
    """Writes what is handed in, in a thread of its own, a few moments' together.

    Parameters
    ----------
    write
        Writes disputes and the keys of their parties durably.
    gather_seconds
        How long the first of them waits for others: a commit costs as much as hundreds of filings.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Saying]], None],
        *,
        gather_seconds: float = GATHER_SECONDS,
    ) -> None:
        self._write: Final = write
        self._gather_seconds: Final = gather_seconds
        self._hurries = 0
        self._changed: Final = Condition()
        self._waiting: list[Saying] = []
        self._is_writing = False
        self._is_closed = False
        self._thread: Thread | None = None
        self._unwritten: list[Saying] = []
        """What could not be written, as on a full disk; tried again with what comes next."""

    def put(self, tenant: str, dispute_id: int, keys: tuple[str, ...]) -> None:
        """Hand in the keys of a dispute's parties; returns at once."""
        with self._changed:
            self._waiting.append((tenant, dispute_id, keys))
            if len(self._waiting) > 1:
                return
            if self._thread is None:
                self._thread = Thread(target=self._run, name="onestop-party-keys", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def settle(self) -> None:
        """Return when everything handed in before has been written, or has failed to be."""
        with self._changed:
            self._hurries += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._waiting and not self._is_writing)
            self._hurries -= 1

    def close(self) -> None:
        """Write what is left, and end."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while (taken := self._take()) is not None:
            try:
                self._write(taken)
                self._unwritten = []
            except Exception:  # noqa: BLE001 - were the thread to end, whoever settles would wait for ever
                self._unwritten = taken
            with self._changed:
                self._is_writing = False
                self._changed.notify_all()

    def _take(self) -> list[Saying] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_closed)
            if not self._waiting:
                return None
            self._changed.wait_for(lambda: self._hurries or self._is_closed, self._gather_seconds)
            taken, self._waiting = [*self._unwritten, *self._waiting], []
            self._is_writing = True
            return taken
