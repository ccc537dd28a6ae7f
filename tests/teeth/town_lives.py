"""The eleven laws over a client's notes, in one process: a town's service lives, is cut off, and starts again.

The client, its notes and the laws are those of the fault programme (`loadtests.faults`). A life that is cut off keeps
what is on the disk and tells nothing of what it had in hand; that a disk may keep less is played out below the log.
"""

from collections import deque
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any, cast

import msgspec

from engine.service.snapshots import Snapshots
from engine.service.store import Store
from engine.service.writer import Writer
from loadtests.faults.child import _told, group_of, town_writer
from loadtests.faults.client import Client
from loadtests.faults.invariants import judge
from loadtests.faults.kills import Survived
from loadtests.faults.programme import evidence_of
from loadtests.faults.town import BEGINS_AT, town_identity
from loadtests.faults.workload import Workload

STEP_US = 90_000_000
LONG_STEP_US = 7_200_000_000
"""Two hours from one group to the next: a life lasts weeks, and offers lapse and periods end in it."""
LIVES = 3
TURNS = 12


class Line:
    """What a client takes for the pipe to a service; behind it a writer answers two batches at a time."""

    def __init__(self, writer: Writer, aside: Executor) -> None:
        self._writer = writer
        self._aside = aside
        self._asked: deque[tuple[str, bytes, int]] = deque()
        self._answers: deque[bytes] = deque()
        self.is_cut = False
        """Whether nothing comes back any more."""

    def send_bytes(self, message: bytes) -> None:
        self._asked.append(msgspec.msgpack.decode(message))

    def poll(self, _wait_seconds: float = 0.0) -> bool:
        if self.is_cut:
            return False
        if not self._answers and self._asked:
            self._answers.extend(self.carry_out())
        return bool(self._answers)

    def recv_bytes(self) -> bytes:
        return self._answers.popleft()

    def carry_out(self) -> list[bytes]:
        """Answer all that was asked; the second half is carried out while the first is stored."""
        asked, self._asked = list(self._asked), deque()
        half = len(asked) // 2
        halves = [one for one in (asked[:half], asked[half:]) if one]
        begun = [
            self._writer.begin([group_of(key, commands) for key, commands, _ in one], one[-1][2], aside=self._aside)
            for one in halves
        ]
        outcomes = [outcome for one in begun for outcome in self._writer.finish(one)]
        return [
            msgspec.msgpack.encode(_told(key, outcome)) for (key, _, _), outcome in zip(asked, outcomes, strict=True)
        ]


def live(line: Line, client: Client, chance: Random) -> None:
    """Ask again about what is unknown and about some of what is known, and ask new things."""
    connection = cast("Any", line)
    client.connected(connection)
    answered = client.remembered()
    for note in chance.sample(answered, min(8, len(answered))):
        client.ask_again(connection, note)
    while client.in_flight:
        client.take_in(connection)
    for _ in range(TURNS):
        client.ask(connection)
    while client.in_flight:
        client.take_in(connection)


def cut_off(line: Line, client: Client, *, is_stored: bool) -> None:
    """End with requests in hand, of which nothing was told; maybe they have been carried out and stored."""
    line.is_cut = True
    client.ask(cast("Any", line))
    if is_stored:
        line.carry_out()
    client.hurt()


def laws_after_lives(tmp_path: Path, seed: int) -> None:
    """No law is broken after some lives, of which each but the last ends with requests in hand."""
    _laws_after_lives(tmp_path, seed, STEP_US)


def laws_after_long_lives(tmp_path: Path, seed: int) -> None:
    """No law is broken after some lives of weeks, in which deadlines end."""
    _laws_after_lives(tmp_path, seed, LONG_STEP_US)


def _laws_after_lives(tmp_path: Path, seed: int, step_us: int) -> None:
    chance, folder = Random(seed), tmp_path / "store"
    client = Client(Workload(seed), BEGINS_AT, step_us=step_us)
    with ThreadPoolExecutor(1) as aside:
        for number in range(LIVES + 1):
            writer = town_writer(folder)
            with closing(writer.log):
                writer.start(release="teeth", roster_digest=town_identity().roster_digest, now=client.now)
                line = Line(writer, aside)
                live(line, client, chance)
                if number == 0:
                    snapshots = Store(folder).snapshot_folder
                    Snapshots(snapshots, town_identity().roster_digest).write(writer.world, writer.log.head)
                if number < LIVES:
                    cut_off(line, client, is_stored=bool(number % 2))
    assert client.notebook.became_unknown, "no life was cut off with requests in hand"
    with evidence_of(Survived(client.notebook, None), folder) as evidence:
        broken = sorted({fault.law.value for fault in judge(evidence)})
    assert not broken, ", ".join(broken)
