"""Random histories in which everything happens that a desk can be told, and desks made alike to compare."""

from random import Random
from typing import Final

from engine.core.assignment import AssignmentCore
from engine.core.policy import Policy, PolicySettings
from engine.desk.conflicts import ConflictRegister
from engine.desk.desk import Desk
from engine.desk.example import MONDAY, words
from engine.events.enums import AbsenceCause, ConflictGround, ConflictSource, Stage
from tests.engine.core.worlds import with_vacancies
from tests.engine.desk.clerk import COMMANDS, HOUR, Clerk
from tests.engine.desk.worlds import CALENDAR, random_ladder, random_roster

REGISTRAR_COMMANDS: Final = (
    *COMMANDS, "file", "file", "accept", "accept", "accept", "accept", "close", "strike", "strike", "override", "enter",
    "withdraw_entry", "erase", "withdraw", "plan_two", "lose_lease", "return_", "return_",
)  # fmt: skip
"""What ends in an acceptance stands there often, so that cases live long enough for the rest."""
_GROUNDS: Final = [ground for ground in ConflictGround if ground is not ConflictGround.REPLACED]


class Registrar(Clerk):
    """Does what the clerk does and keeps the register, too."""

    def begin_like(self, other: "Registrar") -> None:
        """Know what another has seen, without having done any of it."""
        self._filings = other._filings
        self.witness.follow(other.witness.log)

    def enter(self, random: Random) -> None:
        what = self._mediator(random), random.choice(_GROUNDS), random.choice(list(ConflictSource))
        party = random.choice("abc")
        self._do(lambda: self.desk.enter_relation(party, *what, self.now, provenance="file 3"), must=True)

    def withdraw_entry(self, random: Random) -> None:
        what = random.choice("abc"), self._mediator(random), random.choice(_GROUNDS)
        self._do(lambda: self.desk.withdraw_relation(*what, self.now))

    def erase(self, random: Random) -> None:
        self._do(lambda: self.desk.erase_party(random.choice("abc"), self.now))

    def withdraw(self, random: Random) -> None:
        if waiting := self._any(random, random.choice((Stage.WAITING, Stage.CHOOSING, Stage.OFFERED))):
            self._do(lambda: self.desk.withdraw(waiting[0], self.now, release_held=True))

    def plan_two(self, random: Random) -> None:
        """Two leaves of one mediator that overlap, the second within or beyond the first."""
        mediator, start = self._mediator(random), self.now + HOUR
        ends_at = [start + hours * HOUR for hours in (40, random.choice((20, 60)))]
        for end in ends_at:
            self._do(lambda end=end: self.desk.plan_absence(mediator, start, end, self.now), must=True)

    def lose_lease(self, random: Random) -> None:
        """A lease is ended by word before it runs out."""
        mediator = self._mediator(random)
        self._do(lambda: self.desk.hold_presence(mediator, self.now + 5 * HOUR, self.now), must=True)
        self._do(lambda: self.desk.go_absent(mediator, AbsenceCause.LEASE, self.now), must=True)


class World:
    """What desks are made of, so that several can be made alike.

    Parameters
    ----------
    seed
        Of everything.
    policy
        With which courts begin.
    """

    def __init__(self, seed: int, policy: Policy) -> None:
        random = Random(seed)
        self.roster: Final = with_vacancies(random, random_roster(random))
        self.ladder: Final = random_ladder(random)
        self.calendar: Final = CALENDAR
        self._policy: Final = policy
        self._seed: Final = seed

    def desk(self) -> Desk:
        """A fresh desk with the register that all begin with."""
        core = AssignmentCore(self.roster, PolicySettings(policy=self._policy), self.ladder)
        return Desk(core, self.calendar, words, register=self._register())

    def clerk(self) -> Registrar:
        """Somebody who makes history at a fresh desk."""
        return Registrar(self.desk(), MONDAY, Random(self._seed), begins_with_register=False)

    def _register(self) -> ConflictRegister:
        random, register = Random(self._seed), ConflictRegister(b"secret")
        for mediator in range(self.roster.mediators):
            what = mediator, random.choice(_GROUNDS), ConflictSource.RECORD
            if random.random() < 0.3:
                register.enter(random.choice("ab"), *what, provenance="file 1", since=0)
        return register
