"""Carrying out commands one after another on a platform, at one instant."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from engine.desk.lodging import ManyWords
from engine.errors import EngineError
from engine.registry.lodging import Lodge
from engine.registry.onestop import Happening, OneStop, PlatformRequest
from engine.service.answers import Group, Refusal
from engine.service.executed import Result


class Performer:
    """Does what commands ask for, in order.

    Parameters
    ----------
    platform
        Has been advanced to the instant.
    words
        Gives the words of the draws of many new cases at once.
    at
        Logged time, microseconds since the epoch.
    """

    def __init__(self, platform: OneStop, words: ManyWords, at: int) -> None:
        self._platform: Final = platform
        self._words: Final = words
        self._at: Final = at

    def perform(self, commands: Sequence[PlatformRequest]) -> list[Result]:
        """Carry out commands; each is done, with what it sets off at once, or refused without a trace.

        Complete filings that stand side by side are taken in together, which changes nothing but the time it takes.
        """
        results: list[Result] = []
        for is_lodged, run in groupby(commands, _is_lodged):
            if is_lodged:
                results += self._lodge([one for one in run if isinstance(one, Lodge)])
            else:
                results += map(self._perform, run)
        return results

    def _perform(self, command: PlatformRequest) -> Result:
        try:
            happened = self._platform.execute(command, self._at)
        except EngineError as error:
            return Refusal.of(error)
        # Not within the try: if what follows is refused, the command itself has happened and must be undone.
        return (*happened, *self._platform.follow_up(self._at))

    def _lodge(self, lodged: Sequence[Lodge]) -> list[Result]:
        try:
            outcomes = self._platform.lodge_many(lodged, self._at, words=self._words)
        except EngineError as error:
            return [Refusal.of(error)] * len(lodged)
        results: list[Result] = [Refusal.of(one) if isinstance(one, EngineError) else tuple(one) for one in outcomes]
        late = self._platform.follow_up(self._at)
        if late:
            last = max(place for place, result in enumerate(results) if not isinstance(result, Refusal))
            results[last] = _joined(results[last], late)
        return results


def _joined(result: Result, late: list[Happening]) -> Result:
    return result if isinstance(result, Refusal) else (*result, *late)


def _is_lodged(command: PlatformRequest) -> bool:
    return isinstance(command, Lodge)


def runs_of(groups: Sequence[Group], places: Sequence[int]) -> list[tuple[int, ...]]:
    """Return which groups are carried out together: neighbours that hold nothing but complete filings.

    Parameters
    ----------
    groups
        All groups of a batch.
    places
        Those that are to be carried out, ascending.
    """
    runs: list[tuple[int, ...]] = []
    for is_lodged, run in groupby(places, lambda place: all(map(_is_lodged, groups[place].commands))):
        together = tuple(run)
        runs += [together] if is_lodged else [(place,) for place in together]
    return runs
