"""Logs to audit: written by a desk or by a core with sealed words, batch by batch, as a court would write them."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from engine.audit.findings import AuditReport
from engine.audit.setting import setting_metadata
from engine.audit.verify import verify
from engine.calendar.day import local_day
from engine.core.assignment import AssignmentCore
from engine.core.ladder import NATIONAL_LADDER, Ladder
from engine.core.policy import Policy, PolicySettings
from engine.core.roster import Roster
from engine.desk.desk import Desk
from engine.desk.example import MONDAY
from engine.desk.rules import DeskRules
from engine.events.parquet import EventWriter
from engine.events.records import Event, Filed
from engine.proof.day_keys import SeededKeys
from engine.proof.words import draw_word
from tests.engine.core.worlds import with_vacancies
from tests.engine.desk.clerk import COMMANDS, Clerk
from tests.engine.desk.worlds import CALENDAR, random_ladder, random_roster

KEYS: Final = SeededKeys(7)


def used_key(day: int) -> bytes:
    """The key of a day of every log here."""
    return KEYS.of(day).used


class Sealed(NamedTuple):
    """A log and what it was written under."""

    path: Path
    roster: Roster
    events: list[Event]

    def audited(self, **changes: object) -> AuditReport:
        """What an audit with the right keys says of the log, unless others are given."""
        asked: dict[str, object] = {"roster": self.roster, "used_key": used_key, **changes}
        return verify(self.path, **asked).report  # pyright: ignore[reportArgumentType] - the test names them


class SealedWords:
    """Words of a log that is being written, and the writer they hang on."""

    def __init__(self, writer: EventWriter) -> None:
        self._writer: Final = writer
        self._heads: Final[dict[int, bytes]] = {}
        self._waiting: list[Event] = []
        self.events: Final[list[Event]] = []

    def word(self, case_id: int, attempt: int, at: int) -> int:
        head = self._heads.setdefault(case_id, self._writer.head)
        return draw_word(used_key(local_day(at)), case_id, attempt, head)

    def take(self, events: list[Event]) -> None:
        """Keep events for the next batch."""
        for event in events:
            if isinstance(event, Filed):
                self._heads.setdefault(event.case_id, self._writer.head)
        self._waiting += events
        self.events.extend(events)

    def seal(self) -> None:
        """Seal what was kept as one batch."""
        self._writer.append(self._waiting)
        self._waiting = []


def procedure_log(path: Path, seed: int, *, commands: int = 100, policy: Policy | None = None) -> Sealed:
    """Write the log of random commands at the desk of a random world."""
    random = Random(seed)
    roster, ladder = with_vacancies(random, random_roster(random)), random_ladder(random)
    settings = PolicySettings(policy=policy or random.choice(list(Policy)), sample_size=random.choice((2, 3)))

    def run(desk: Desk, sealed: SealedWords) -> None:
        clerk = Clerk(desk, MONDAY, random)
        for _ in range(commands):
            known = len(clerk.witness.log)
            clerk.act(random.choice(COMMANDS), random)
            sealed.take(clerk.witness.log[known:])
            if random.random() < 0.06:
                sealed.seal()

    return desk_log(path, roster, run, settings=settings, ladder=ladder)


def desk_log(
    path: Path,
    roster: Roster,
    run: Callable[[Desk, SealedWords], None],
    *,
    settings: PolicySettings | None = None,
    ladder: Ladder = NATIONAL_LADDER,
    rules: DeskRules | None = None,
) -> Sealed:
    """Write what a desk does; `run` gives commands and hands their events over."""
    settings = PolicySettings() if settings is None else settings
    metadata = setting_metadata(roster, settings, ladder)
    with EventWriter(path, court_province=roster.court_province, metadata=metadata) as writer:
        sealed = SealedWords(writer)
        run(Desk(AssignmentCore(roster, settings, ladder), CALENDAR, sealed.word, rules), sealed)
        sealed.seal()
    return Sealed(path, roster, sealed.events)
