"""Carrying out commands one after another on a world, at one instant."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final, cast

from engine.errors import EngineError
from engine.events.written_part import WrittenPart
from engine.registry.lodging import WRITTEN_MIN, Lodge
from engine.registry.onestop import Happening
from engine.service.answers import Command, Group, Refusal
from engine.service.entries import Entry
from engine.service.errors import NotDoneError
from engine.service.executed import Result
from engine.service.linked_replies import LinkedReply, take_reply
from engine.service.proposals import ProposalRequest, carry_out
from engine.service.world import World

_LODGED: Final = frozenset({Lodge})


class Performer:
    """Does what commands ask for, in order.

    Parameters
    ----------
    world
        Its platform has been advanced to the instant; its draws give the words of many new cases at once.
    at
        Logged time, microseconds since the epoch.
    """

    def __init__(self, world: World, at: int) -> None:
        self._proposals: Final = world.proposals
        self._platform: Final = world.platform
        self._words: Final = world.draws.words
        self._at: Final = at
        self._most_at_once = 0

    def perform(self, commands: Sequence[Command], groups: int = 1) -> list[Result]:
        """Carry out commands; each is done, with what it sets off at once, or refused without a trace.

        Complete filings that stand side by side are taken in together, which changes nothing but the time it takes.

        Parameters
        ----------
        commands
            In their order.
        groups
            How many groups they are of: records are made at once for groups of few, which are answered one by one.
        """
        self._most_at_once = len(commands) if len(commands) >= WRITTEN_MIN * groups else WRITTEN_MIN - 1
        results: list[Result] = []
        for kind, run in groupby(commands, type):
            if kind is Lodge:
                results += self._lodge(cast("list[Lodge]", list(run)))
            else:
                results += map(self._perform, run)
        return results

    def _perform(self, command: Command) -> Result:
        try:
            happened = self._execute(command)
        except EngineError as error:
            return Refusal.of(error)
        # Not within the try: if what follows is refused, the command itself has happened and must be undone.
        return (*happened, *self._platform.follow_up(self._at))

    def _execute(self, command: Command) -> Sequence[Entry]:
        if isinstance(command, ProposalRequest):
            return carry_out(command, self._proposals, self._platform, self._at)
        if isinstance(command, LinkedReply):
            return take_reply(command, self._platform, self._at)
        return self._platform.execute(command, self._at)

    def _lodge(self, lodged: Sequence[Lodge]) -> list[Result]:
        results: list[Result] = []
        for first in range(0, len(lodged), self._most_at_once):
            results += self._lodge_some(lodged[first : first + self._most_at_once])
        if all(isinstance(result, Refusal) for result in results):
            return results
        late = self._platform.follow_up(self._at)
        if late:
            last = max(place for place, result in enumerate(results) if not isinstance(result, Refusal))
            results[last] = _joined(results[last], late)
        return results

    def _lodge_some(self, lodged: Sequence[Lodge]) -> list[Result]:
        try:
            outcomes = self._platform.lodge_many(lodged, self._at, words=self._words)
        except EngineError as error:
            return [Refusal.of(error)] * len(lodged)
        return [
            one if type(one) is WrittenPart else Refusal.of(one) if isinstance(one, EngineError) else tuple(one)
            for one in outcomes
        ]


def _joined(result: Result, late: list[Happening]) -> Result:
    return result if isinstance(result, Refusal) else (*result, *late)


def runs_of(groups: Sequence[Group], places: Sequence[int]) -> list[tuple[int, ...]]:
    """Return which groups are carried out together: neighbours without a guard, of nothing but complete filings.

    Parameters
    ----------
    groups
        All groups of a batch.
    places
        Those that are to be carried out, ascending.
    """
    runs: list[tuple[int, ...]] = []
    for is_joined, run in groupby(places, lambda place: _may_join(groups[place])):
        together = tuple(run)
        runs += [together] if is_joined else [(place,) for place in together]
    return runs


def _may_join(group: Group) -> bool:
    return group.guard is None and _LODGED.issuperset(map(type, group.commands))


def turned_away(groups: Sequence[Group], run: Sequence[int], world: World) -> NotDoneError | None:
    """Return why the guard of a group refuses it as the world stands; None if it does not, or there is none.

    Parameters
    ----------
    groups
        All groups of a batch.
    run
        Those that are carried out next; one that has a guard is alone.
    world
        As the commands before them have left it.
    """
    guard = groups[run[0]].guard
    return None if guard is None else guard(world)
