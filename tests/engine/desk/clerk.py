"""Random commands to a desk: lawful ones, and ones that are refused and must change nothing."""

from collections.abc import Callable
from random import Random
from typing import Any, Final

from scipy.optimize import linear_sum_assignment

from engine.core.errors import CoreError
from engine.core.policy import Policy, PolicySettings
from engine.core.qualification import is_appointed
from engine.desk.appointment import Appointment
from engine.desk.desk import Desk
from engine.desk.errors import DeskError, StaleOfferError
from engine.desk.party_choice import Side
from engine.events.enums import (
    AbsenceCause,
    ClosingCode,
    ConflictGround,
    ConflictSource,
    DeclineReason,
    OverrideCode,
    Stage,
)
from engine.events.records import Event
from tests.engine.desk.witness import Witness
from tests.engine.desk.worlds import SPOKEN, TYPES, filing

COMMANDS: Final = (
    "file", "file", "file", "accept", "accept", "decline", "close", "choose", "strike", "end_choice", "open_choice",
    "find_conflict", "lift_conflict", "replace", "override", "set_capacity", "go_absent", "return_", "hold_presence",
    "plan_absence", "adopt_policy", "appoint", "qualify", "extend", "match", "name_lead", "wait", "wait", "wait_long",
    "answer_late",
)  # fmt: skip
"""Methods of `Clerk` to choose among; filing, accepting and waiting stand twice, so that worlds fill up."""
HOUR: Final = 3_600_000_000
_REASONS: Final = [reason for reason in DeclineReason if reason is not DeclineReason.NOT_RECORDED]
_GROUNDS: Final = [ground for ground in ConflictGround if ground is not ConflictGround.REPLACED]


class Clerk:
    """Does one thing at a time; where there is nothing to do it to, does nothing."""

    def __init__(self, desk: Desk, starts_at: int, random: Random, *, begins_with_register: bool = True) -> None:
        self.desk: Final = desk
        self.witness: Final = Witness(desk)
        self.now = starts_at
        self._filings = 0
        for mediator in range(desk.core.roster.mediators if begins_with_register else 0):
            if random.random() < 0.3:
                ground, party = random.choice(_GROUNDS), random.choice("ab")
                desk.register.enter(party, mediator, ground, ConflictSource.RECORD, provenance="file", since=0)

    def act(self, command: str, random: Random) -> None:
        """Carry out one of `COMMANDS` and check everything."""
        self._move_on(random.choice((0, 0, 1, HOUR)))
        getattr(self, command)(random)

    def file(self, random: Random) -> None:
        """A case is handed in, now and then for a panel, with a head start or to be chosen for."""
        self._filings += 1
        choose = random.random() < 0.3
        fields = {
            "dispute_type": random.choice(TYPES),
            "language": random.choice((SPOKEN[0], SPOKEN[0], SPOKEN[1])),
            "weight_milli": random.choice((0, 500, 1000, 1000)),
            "boost_us": random.choice((0, 0, 2 * HOUR)),
            "panel_size": 1 if choose else random.choice((1, 1, 1, 2, 3)),
            "parties": tuple(random.sample("abc", 2)),
        }
        case_id = self._filings * 7_919 % 10_007
        wanted = filing(case_id, random.randrange(self.desk.core.roster.courts), **fields)
        list_size = random.choice((None, 10)) if choose else None
        self._do(lambda: self.desk.file(wanted, self.now, choose=choose, list_size=list_size), must=True)

    def accept(self, random: Random) -> None:
        if offer := self._any(random, Stage.OFFERED):
            self._do(lambda: self.desk.accept(*offer, self.now), must=True)

    def decline(self, random: Random) -> None:
        if offer := self._any(random, Stage.OFFERED):
            case_id, mediator, attempt = offer
            reason = random.choice(_REASONS)
            self._do(lambda: self.desk.decline(case_id, mediator, attempt, reason, self.now), must=True)

    def answer_late(self, random: Random) -> None:
        """A mediator answers what is not open to him: it is stale, whoever he is."""
        held = self._any(random, Stage.ACCEPTED)
        offer = self._any(random, Stage.OFFERED)
        stale = [(-1, 0, 1)]
        if held:
            stale.append(held)
        if offer:
            stale.append((offer[0], offer[1], offer[2] + 1))
        for case_id, mediator, attempt in stale:
            try:
                self.desk.accept(case_id, mediator, attempt, self.now)
            except StaleOfferError:
                self.witness.check()
            else:
                raise AssertionError("a stale answer was taken")

    def close(self, random: Random) -> None:
        if held := self._any(random, Stage.ACCEPTED):
            self._do(lambda: self.desk.close(held[0], random.choice(list(ClosingCode)), self.now))

    def choose(self, random: Random) -> None:
        if case := self._any(random, Stage.CHOOSING):
            self._do(lambda: self.desk.choose(case[0], self._mediator(random), self.now))

    def strike(self, random: Random) -> None:
        if case := self._any(random, Stage.CHOOSING):
            listed = self.desk.listed(case[0])
            strikes = {side: {m for m in listed if random.random() < 0.3} for side in Side}
            ranks = {side: [m for m in listed if m not in strikes[side]] for side in Side}
            self._do(lambda: self.desk.strike_and_rank(case[0], strikes, ranks, self.now))

    def end_choice(self, random: Random) -> None:
        if case := self._any(random, Stage.CHOOSING):
            self._do(lambda: self.desk.end_choice(case[0], self.now), must=True)

    def open_choice(self, random: Random) -> None:
        if case := self._any(random, Stage.WAITING):
            self._do(lambda: self.desk.open_choice(case[0], self.now, list_size=random.choice((None, 10))))

    def find_conflict(self, random: Random) -> None:
        if case_id := self._case(random):
            what = random.choice(_GROUNDS), random.choice(list(ConflictSource))
            must = what[1] is not ConflictSource.PARTY  # whose word alone bars a few and no more
            self._do(lambda: self.desk.find_conflict(case_id, self._mediator(random), *what, self.now), must=must)

    def lift_conflict(self, random: Random) -> None:
        if case_id := self._case(random):
            barred = [*sorted(self.desk.entry(case_id).bars), self._mediator(random)]
            self._do(lambda: self.desk.lift_conflict(case_id, random.choice(barred), set(Side), self.now))

    def replace(self, random: Random) -> None:
        if held := self._any(random, Stage.ACCEPTED):
            choice = random.choice((None, None, self._mediator(random)))
            self._do(lambda: self.desk.replace(held[0], self.now, mediator=held[1], choice=choice))

    def override(self, random: Random) -> None:
        if case_id := self._case(random):
            code = random.choice(list(OverrideCode))
            self._do(lambda: self.desk.override(case_id, self._mediator(random), code, self.now, approver="judge"))

    def set_capacity(self, random: Random) -> None:
        self._do(lambda: self.desk.set_capacity(self._mediator(random), random.randint(0, 3), self.now), must=True)

    def go_absent(self, random: Random) -> None:
        cause, release = random.choice(list(AbsenceCause)), random.random() < 0.3
        self._do(lambda: self.desk.go_absent(self._mediator(random), cause, self.now, release_held=release))

    def return_(self, random: Random) -> None:
        for cause in AbsenceCause:
            self._do(lambda cause=cause: self.desk.return_(self._mediator(random), cause, self.now), must=True)

    def hold_presence(self, random: Random) -> None:
        until = self.now + random.choice((HOUR, 50 * HOUR))
        self._do(lambda: self.desk.hold_presence(self._mediator(random), until, self.now), must=True)

    def plan_absence(self, random: Random) -> None:
        start = self.now + random.choice((-HOUR, 0, 30 * HOUR))
        self._do(lambda: self.desk.plan_absence(self._mediator(random), start, start + 40 * HOUR, self.now), must=True)

    def adopt_policy(self, random: Random) -> None:
        settings = PolicySettings(policy=random.choice(list(Policy)), by_weight=random.random() < 0.5)
        court = random.randrange(self.desk.core.roster.courts)
        self._do(lambda: self.desk.adopt_policy(court, settings, self.now), must=True)

    def appoint(self, random: Random) -> None:
        """People are appointed to one or two courts; where places are left, somebody is, and else nobody."""
        courts = self.desk.core.roster.courts
        wanted = tuple(self._appointment(random, random.randrange(courts)) for _ in range(random.choice((1, 1, 2, 3))))
        self._do(lambda: self.desk.appoint(wanted, self.now))

    def _appointment(self, random: Random, court_id: int) -> Appointment:
        return Appointment(
            court_id=court_id,
            organisation_id=random.randrange(9),
            dispute_types=tuple(random.sample(TYPES, random.randint(1, 2))),
            languages=tuple(random.sample(SPOKEN, random.randint(1, 2))),
            capacity=random.randint(1, 2),
            external_id=random.choice(("", f"N{random.randrange(30)}")),
        )

    def qualify(self, random: Random) -> None:
        changes = {
            "dispute_types": tuple(random.sample(TYPES, random.randint(1, 2))),
            "languages": tuple(random.sample(SPOKEN, random.randint(1, 2))),
            "share_milli": random.choice((500, 1000)),
            "capacity": random.randint(0, 3),
        }
        wanted: dict[str, Any] = {name: value for name, value in changes.items() if random.random() < 0.6}
        self._do(lambda: self.desk.qualify(self._mediator(random), self.now, **wanted), must=True)

    def extend(self, random: Random) -> None:
        if held := self._any(random, Stage.ACCEPTED):
            self._do(lambda: self.desk.extend(held[0], self.now + random.randint(1, 60) * 24 * HOUR, self.now))

    def match(self, _random: Random) -> None:
        self._do(lambda: self.desk.match(linear_sum_assignment, self.now), must=True)

    def name_lead(self, random: Random) -> None:
        if held := self._any(random, Stage.ACCEPTED):
            self._do(lambda: self.desk.name_lead(held[0], held[1], self.now))

    def wait(self, random: Random) -> None:
        """Time passes until the next deadline, or a little more."""
        due_at = self.desk.next_due
        if due_at is not None:
            self._move_on(due_at - self.now + random.choice((0, 1)))

    def wait_long(self, random: Random) -> None:
        self._move_on(random.choice((30, 100, 300)) * HOUR)

    def _move_on(self, by: int) -> None:
        self.now = max(self.now, self.now + by)
        self.witness.take(self.desk.advance(self.now))

    def _do(self, command: Callable[[], list[Event]], *, must: bool = False) -> None:
        """Carry out a command; one that is refused must leave everything as the witness knows it."""
        try:
            events = command()
        except (DeskError, CoreError):
            assert not must
            events = []
        self.witness.take(events)

    def _any(self, random: Random, stage: Stage) -> tuple[int, int, int] | None:
        found = self.witness.at_stage(stage)
        return random.choice(found) if found else None

    def _case(self, random: Random) -> int | None:
        return random.choice(list(self.witness.filings)) if self.witness.filings else None

    def _mediator(self, random: Random) -> int:
        places = range(self.desk.core.roster.mediators)
        return random.choice([one for one in places if is_appointed(self.desk.core, one)])
