"""What one side of a case has said while the other has not: never in a log, but sealed in the store of party data."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

import msgspec

from engine.desk.party_choice import Side
from engine.http.errors import ProblemError
from engine.parties.held_wishes import HeldWish
from engine.parties.store import PartyStore

HELD_MAX: Final = 10_000
"""Cases of which something may be held."""
_RETRY_SECONDS: Final = 60
T = TypeVar("T")


class Ranking(msgspec.Struct, frozen=True, kw_only=True):
    """What a side says of its list."""

    strikes: tuple[int, ...]
    ranks: tuple[int, ...]
    """Best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held(Generic[T]):
    number: int
    until: int
    said: dict[Side, T]


class Wishes(Generic[T]):
    """What sides have said of one kind of question, case by case.

    Examples
    --------
    >>> wishes = Wishes[int]()
    >>> wishes.say(7, 1, [Side.APPLICANT], 3, until=100, at=10)
    {<Side.APPLICANT: 'applicant'>: 3}
    >>> sorted(wishes.say(7, 1, [Side.RESPONDENT], 3, until=100, at=20).items())
    [(<Side.APPLICANT: 'applicant'>, 3), (<Side.RESPONDENT: 'respondent'>, 3)]
    >>> wishes.said(7, 2, at=20), wishes.said(7, 1, at=100)
    ({}, {})
    """

    def __init__(self) -> None:
        self._held: Final[dict[int, _Held[T]]] = {}

    def say(self, case_id: int, number: int, sides: Iterable[Side], wish: T, *, until: int, at: int) -> dict[Side, T]:
        """Note what sides say, in place of what they have said before, and return all that has been said.

        Parameters
        ----------
        case_id
            The case.
        number
            Which of its questions of this kind; what was said of another one is forgotten.
        sides
            Who says it.
        wish
            What they say.
        until
            When it is forgotten, microseconds since the epoch.
        at
            Now.

        Raises
        ------
        ProblemError
            If too much is held already.
        """
        said = {**self.said(case_id, number, at=at), **dict.fromkeys(sides, wish)}
        if case_id not in self._held and len(self._held) >= HELD_MAX:
            self._forget_expired(at)
        if case_id not in self._held and len(self._held) >= HELD_MAX:
            detail = f"{HELD_MAX} cases wait for their other side already."
            raise ProblemError("busy", detail, retry_after_seconds=_RETRY_SECONDS)
        self._held[case_id] = _Held(number=number, until=until, said=said)
        return dict(said)

    def said(self, case_id: int, number: int, *, at: int) -> Mapping[Side, T]:
        """Return what has been said of a question; empty once its time is over."""
        held = self._held.get(case_id)
        return {} if held is None or held.number != number or held.until <= at else held.said

    def load(self, case_id: int, number: int, until: int, said: Mapping[Side, T]) -> None:
        """Take over what was held of a case before."""
        self._held[case_id] = _Held(number=number, until=until, said=dict(said))

    def of(self, case_id: int) -> tuple[int, int, Mapping[Side, T]] | None:
        """Return what is held of a case, as `load` takes it over; None if nothing is."""
        held = self._held.get(case_id)
        return None if held is None else (held.number, held.until, held.said)

    def forget(self, case_id: int) -> None:
        """Forget what was said of a case."""
        self._held.pop(case_id, None)

    def _forget_expired(self, at: int) -> None:
        for case_id in [case_id for case_id, held in self._held.items() if held.until <= at]:
            del self._held[case_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldWishes:
    """What is held of every kind of question, and the store that keeps it; without one it goes with the process."""

    store: PartyStore | None = None
    tenant: str = ""
    rankings: Wishes[Ranking] = field(default_factory=Wishes[Ranking])
    """Of lists."""
    choices: Wishes[int] = field(default_factory=Wishes[int])
    """Whom sides want, by number."""
    leads: Wishes[int] = field(default_factory=Wishes[int])
    """Who shall lead a panel, by number."""

    def restore(self, at: int) -> None:
        """Take over what the store has kept, and have it forget what is over.

        Parameters
        ----------
        at
            Now, microseconds since the epoch.

        Raises
        ------
        PartiesError
            If the store cannot be read.
        """
        for wish in [] if self.store is None else self.store.held(self.tenant):
            assert self.store is not None, "it has told of it"
            found = _read(wish)
            if found is None or found[1] <= at:
                self.store.drop(self.tenant, wish.case_id, wish.what)
            else:
                self._kinds[wish.what].load(wish.case_id, *found)

    async def keep(self, wishes: Wishes[Any], case_id: int) -> None:
        """Keep durably what has been said of a case; the first side is told so only then.

        Raises
        ------
        PartiesError
            If it could not be written: say it again.
        """
        held = wishes.of(case_id)
        if self.store is not None and held is not None:
            wish = HeldWish(case_id, self._what(wishes), msgspec.msgpack.encode(held))
            await asyncio.to_thread(self.store.hold, self.tenant, wish)

    async def forget(self, wishes: Wishes[Any], case_id: int) -> None:
        """Forget what was said of a case, here and in the store."""
        wishes.forget(case_id)
        if self.store is not None:
            await asyncio.to_thread(self.store.drop, self.tenant, case_id, self._what(wishes))

    @property
    def _kinds(self) -> tuple[Wishes[Any], ...]:
        return self.rankings, self.choices, self.leads

    def _what(self, wishes: Wishes[Any]) -> int:
        return next(what for what, one in enumerate(self._kinds) if one is wishes)


_NUMBERS: Final = msgspec.msgpack.Decoder(tuple[int, int, dict[Side, int]])
_DECODERS: Final = (msgspec.msgpack.Decoder(tuple[int, int, dict[Side, Ranking]]), _NUMBERS, _NUMBERS)
"""By kind: what was held, when it ends, and what was said."""


def _read(wish: HeldWish) -> tuple[int, int, Mapping[Side, Any]] | None:
    """Return what a kept wish says; None if no release of today's form has written it."""
    try:
        return _DECODERS[wish.what].decode(wish.content)
    except (IndexError, msgspec.DecodeError):
        return None
