"""What one side of a case has said while the other has not: in memory alone, so that no log ever holds it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

import msgspec

from engine.desk.party_choice import Side
from engine.http.errors import ProblemError

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
    """What sides have said of one kind of question, case by case; forgotten with the process.

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

    def forget(self, case_id: int) -> None:
        """Forget what was said of a case."""
        self._held.pop(case_id, None)

    def _forget_expired(self, at: int) -> None:
        for case_id in [case_id for case_id, held in self._held.items() if held.until <= at]:
            del self._held[case_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldWishes:
    """What is held of every kind of question."""

    rankings: Wishes[Ranking] = field(default_factory=Wishes[Ranking])
    """Of lists."""
    choices: Wishes[int] = field(default_factory=Wishes[int])
    """Whom sides want, by number."""
    leads: Wishes[int] = field(default_factory=Wishes[int])
    """Who shall lead a panel, by number."""
