"""The rules of all doors, era by era: what is in force at an instant, ready to be looked up."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final, NamedTuple

from engine.calendar.day import local_midnight_us
from engine.events.lifecycle_words import Article, Clock, State, Track, Transition
from engine.lifecycle.conditions import Condition, cited, compiled
from engine.lifecycle.machine import Length, MachineEntry, TransitionEntry
from engine.lifecycle.parameters import Parameters, shipped_parameters
from engine.lifecycle.reading import shipped_machines
from engine.lifecycle.soundness import check_machines

_BEGINNING: Final = date(1, 1, 1)
_ALWAYS: Final = (-(2**63), 2**63)


class Move(NamedTuple):
    """A transition as it is in force."""

    entry: TransitionEntry
    article: Article
    """What is cited for it."""
    checks: tuple[tuple[Condition, Article], ...]
    """Its conditions, each with what stands against it where that does not hold."""
    sets: Clock | None
    """The clock whose end the event carries: the entry's, read off once and not with every command."""


class Period(NamedTuple):
    """A length as it is in force."""

    entry: Length
    article: Article
    """What is cited for it."""
    conditions: tuple[Condition, ...]


class Era:
    """The rules in force between two changes of any of them.

    Parameters
    ----------
    machines
        All doors.
    day
        Any day of the era.
    """

    def __init__(self, machines: Sequence[MachineEntry], day: date) -> None:
        self.moves: Final[dict[tuple[Track, Transition], list[Move]]] = defaultdict(list)
        """In the order of the file."""
        self.from_state: Final[dict[tuple[Track, Transition, State | None], list[Move]]] = defaultdict(list)
        """State None opens a process."""
        self.automatic: Final[dict[tuple[Track, State], list[Move]]] = defaultdict(list)
        self.effects: Final[dict[tuple[Track, Transition, State | None, State], Move]] = {}
        """By the state before and the state after: what a `moved` event did."""
        self.followed: Final[dict[tuple[Track, str, int | None, State | None], Move]] = {}
        """What an event of another kind does in a state; in state None it opens a process."""
        self.kinds: Final[set[str]] = set()
        """Kinds of events that the machines name."""
        self.periods: Final[dict[tuple[Track, Clock], tuple[Period, ...]]] = {}
        self.extensions: Final[dict[tuple[Track, Clock], tuple[Period, ...]]] = {}
        self.on_end: Final[dict[tuple[Track, Clock], Transition]] = {}
        self.final: Final[set[tuple[Track, State]]] = set()
        for machine in machines:
            self._enter(machine, day)

    def _enter(self, machine: MachineEntry, day: date) -> None:
        track = machine.track
        self.final.update((track, state) for state, entry in machine.states.items() if entry.final)
        citations: dict[Article, Article] = {}
        for since, changed in sorted(machine.citations.items()):
            if since <= day:
                citations = changed
        for clock in machine.clocks:
            self.on_end[track, clock.name] = clock.on_end
            self.periods[track, clock.name] = _periods(clock.lengths, citations, day)
            self.extensions[track, clock.name] = _periods(clock.extensions, citations, day)
        for entry in machine.transitions:
            if _in_force(entry.valid_from, entry.valid_to, day):
                move = Move(
                    entry=entry,
                    article=citations.get(entry.rule, entry.rule),
                    checks=tuple(_check(condition, entry.rule, citations) for condition in entry.conditions),
                    sets=entry.sets,
                )
                self._enter_move(track, machine.initial, move)

    def _enter_move(self, track: Track, initial: State, move: Move) -> None:
        entry = move.entry
        self.kinds.add(entry.kind)
        self.moves[track, entry.name].append(move)
        for state in entry.from_states or (None,):
            self.from_state[track, entry.name, state].append(move)
            after = entry.to or state or initial
            if entry.kind == "moved":
                self.effects[track, entry.name, state, after] = move
            else:
                for code in entry.closing_codes or (None,):
                    self.followed[track, entry.kind, code, state] = move
            if entry.automatic and state is not None:
                self.automatic[track, state].append(move)


class Rulebook:
    """The rules of all doors through time.

    Parameters
    ----------
    machines
        One a door.

    Raises
    ------
    MachineError
        If a machine contradicts itself.

    Examples
    --------
    >>> rules = Rulebook.shipped()
    >>> before, after = rules.at(local_midnight_us(date(2021, 12, 31))), rules.at(local_midnight_us(date(2022, 1, 1)))
    >>> [era.moves[Track.MEDIATION, Transition.SEAL][0].article.value for era in (before, after)]
    ['SIM 24', 'ONL 19']
    """

    def __init__(self, machines: Sequence[MachineEntry]) -> None:
        check_machines(machines)
        self.machines: Final = {machine.track: machine for machine in machines}
        days = sorted({_BEGINNING, *(day for machine in machines for day in _changes(machine))})
        self._eras: Final = [Era(machines, day) for day in days]
        self._starts: Final = [local_midnight_us(day) for day in days[1:]]
        self._from, self._until, self._last = 0, 0, self._eras[0]

    @staticmethod
    @cache
    def shipped(parameters: Parameters | None = None) -> "Rulebook":
        """Return the rules that are shipped, with other parameters if they are given."""
        return Rulebook(shipped_machines(parameters or shipped_parameters()))

    def at(self, instant: int) -> Era:
        """Return what is in force at an instant, microseconds since the epoch."""
        # Those who ask mostly ask about the same days.
        if not self._from <= instant < self._until:
            place = bisect_right(self._starts, instant)
            self._from = self._starts[place - 1] if place else _ALWAYS[0]
            self._until = self._starts[place] if place < len(self._starts) else _ALWAYS[1]
            self._last = self._eras[place]
        return self._last

    @property
    def eras(self) -> tuple[Era, ...]:
        """All of them, the oldest first."""
        return tuple(self._eras)


def _check(text: str, rule: Article, citations: Mapping[Article, Article]) -> tuple[Condition, Article]:
    article = cited(text) or rule
    return compiled(text), citations.get(article, article)


def _periods(lengths: Sequence[Length], citations: Mapping[Article, Article], day: date) -> tuple[Period, ...]:
    return tuple(
        Period(length, citations.get(length.rule, length.rule), tuple(map(compiled, length.conditions)))
        for length in lengths
        if _in_force(length.valid_from, length.valid_to, day)
    )


def _in_force(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    return (valid_from or date.min) <= day <= (valid_to or date.max)


def _changes(machine: MachineEntry) -> set[date]:
    """Days on which something of a machine changes."""
    days = set(machine.citations)
    lengths = [length for clock in machine.clocks for length in (*clock.lengths, *clock.extensions)]
    for entry in [*machine.transitions, *lengths]:
        if entry.valid_from is not None:
            days.add(entry.valid_from)
        if entry.valid_to is not None:
            days.add(entry.valid_to + timedelta(days=1))
    return days
