"""The client of a service that is hurt: asks, notes what it is told, and asks again about what it does not know."""

from multiprocessing.connection import Connection
from typing import Final

import msgspec

from engine.events.records import Filed
from engine.service.answers import Refusal
from engine.service.executed import Result
from engine.service.keys import WINDOW_US
from engine.service.opening import CODEC
from loadtests.faults.notes import Note, Notebook, Told
from loadtests.faults.workload import Workload

_SPARE_US: Final = 3_600_000_000
IN_FLIGHT: Final = 8
"""Groups without an answer at once: enough that a batch holds several."""


class Client:
    """One client and its notebook; its connection is a new one after each fault.

    Parameters
    ----------
    workload
        What it asks.
    begins_at
        Its clock at first, microseconds since the epoch; each group takes it on by `step_us`.
    step_us
        Microseconds from one group to the next.
    """

    def __init__(self, workload: Workload, begins_at: int, *, step_us: int) -> None:
        self.notebook: Final = Notebook()
        self.now = begins_at
        self._workload: Final = workload
        self._step_us: Final = step_us
        self._asked = 0
        self._in_flight: Final[set[str]] = set()

    def connected(self, connection: Connection) -> None:
        """Begin with a service that has just been started: ask again about everything unknown, the oldest first."""
        self._in_flight.clear()
        for note in self.notebook.unknown():
            note.was_unknown = True
            self._send(connection, note)

    def ask(self, connection: Connection) -> None:
        """Keep as many new groups in flight as there may be, and take in what has been answered."""
        while len(self._in_flight) < IN_FLIGHT:
            self._asked += 1
            note = Note(key=f"k{self._asked}", commands=self._workload.next_group(), asked_at=self.now)
            self.notebook.notes[note.key] = note
            self._send(connection, note)
        self.take_in(connection)

    def remembered(self) -> list[Note]:
        """Return the answered notes whose keys the service must still remember, an hour to spare."""
        since = self.now - WINDOW_US + _SPARE_US
        return [note for note in self.notebook.notes.values() if note.told is Told.DONE and note.asked_at >= since]

    def ask_again(self, connection: Connection, note: Note) -> None:
        """Ask about a group that was answered: the answer must be the same."""
        self._send(connection, note)

    @property
    def in_flight(self) -> int:
        """Groups without an answer."""
        return len(self._in_flight)

    def take_in(self, connection: Connection, *, wait_seconds: float = 0.0) -> bool:
        """Note every answer that has come, waiting for the first; False if none has."""
        if not connection.poll(wait_seconds):
            return False
        while connection.poll():
            try:
                self._note(connection.recv_bytes())
            except (EOFError, ConnectionResetError):
                return False
        return True

    def hurt(self) -> None:
        """Note that the service is gone: what was in flight is unknown."""
        self.notebook.faults += 1
        unknown = [key for key in self._in_flight if self.notebook.notes[key].told is Told.UNKNOWN]
        self.notebook.became_unknown += len(unknown)

    def _send(self, connection: Connection, note: Note) -> None:
        self.now += self._step_us
        self._in_flight.add(note.key)
        self.notebook.in_flight_max = max(self.notebook.in_flight_max, len(self._in_flight))
        commands = msgspec.msgpack.encode(note.commands)
        try:
            connection.send_bytes(msgspec.msgpack.encode((note.key, commands, self.now)))
        except (BrokenPipeError, ConnectionResetError):
            return  # it is gone; the note stays unknown

    def _note(self, message: bytes) -> None:
        key, told, digest, last_seq, bodies = msgspec.msgpack.decode(message)
        self._in_flight.discard(key)
        results: list[Result] = [tuple(CODEC.decode(body)) if body else _REFUSED for body in bodies]
        is_new = self.notebook.notes[key].told is not Told.DONE
        self.notebook.told(key, Told(told), digest, last_seq, _filed(results))
        if is_new:
            self._workload.learn(results)


_REFUSED: Final = Refusal(error="", message="")


def _filed(results: list[Result]) -> tuple[int, ...]:
    entries = [entry for result in results if not isinstance(result, Refusal) for entry in result]
    return tuple(entry.dispute_id for entry in entries if isinstance(entry, Filed))
