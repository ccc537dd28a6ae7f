"""Lists of disputes and cases, page by page: what one look may cost is bounded, however many there are."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final

import msgspec

from engine.events.lifecycle_words import State, Track
from engine.lifecycle.dispute import Dispute, Process
from engine.service.views.bonds import Bonds, bonds_of
from engine.service.world import World

LOOKS_MAX: Final = 1_000
"""Disputes looked at for one page: some ten milliseconds of the writer's time, for those at rest are woken."""


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A case in a list."""

    case_id: int
    dispute_id: int
    court_id: int
    track: Track
    state: State
    entered_at: int
    """When it came into this state, microseconds since the epoch."""
    next_deadline_at: int | None
    """When its first clock ends."""
    mediator_id: int | None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a list shall hold; what is left out excludes nothing."""

    court_id: int | None = None
    track: Track | None = None
    state: State | None = None


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended."""

    position: int
    """Disputes passed, in the order they were opened."""
    dispute_id: int
    """The last of them."""


class CasePage(msgspec.Struct, frozen=True, kw_only=True):
    """Cases, and where to go on."""

    cases: tuple[CaseLine, ...]
    next: Place | None
    """None at the end; a page may be short, or empty, before it."""


def list_cases(
    world: World, wanted: Wanted, *, after: Place | None, limit: int, may_see: Callable[[Bonds], bool]
) -> CasePage:
    """Return a page of cases in the order in which their disputes were opened.

    Parameters
    ----------
    world
        Between batches.
    wanted
        What is asked for.
    after
        Where the page before ended.
    limit
        Cases at most; those of one dispute stay together, so a few more may come.
    may_see
        Whether who asks may see a case with such bonds.
    """
    numbers = world.platform.registry.numbers
    start = 0 if after is None else _start(numbers, after)
    found: list[CaseLine] = []
    position = start
    last = 0 if after is None else after.dispute_id
    for number in islice(numbers, start, start + LOOKS_MAX):
        position, last = position + 1, number
        dispute = world.platform.registry.dispute(number)
        if wanted.court_id in (None, dispute.court_id):
            found += _lines(world, dispute, wanted, may_see)
        if len(found) >= limit:
            break
    ended = position >= len(numbers)
    return CasePage(cases=tuple(found), next=None if ended else Place(position, last))


def list_known(
    world: World, case_ids: Iterable[int], wanted: Wanted, *, after: int, limit: int, may_see: Callable[[Bonds], bool]
) -> CasePage:
    """Return a page of a few known cases, ascending: a mediator's, or those of a party."""
    rest = sorted(case_id for case_id in set(case_ids) if case_id > after)
    found: list[CaseLine] = []
    for case_id in rest[:limit]:
        dispute, process = world.platform.registry.process(case_id)
        if _fits(dispute, process, wanted) and may_see(bonds_of(world, dispute, [process])):
            found.append(_line(dispute, process))
    return CasePage(cases=tuple(found), next=None if len(rest) <= limit else Place(0, rest[limit - 1]))


def cases_of_disputes(world: World, dispute_ids: Iterable[int]) -> list[int]:
    """Return the cases of those of some disputes that are registered."""
    registry = world.platform.registry
    return [case for one in dispute_ids if one in registry.numbers for case in registry.dispute(one).processes]


def _start(numbers: Iterable[int], after: Place) -> int:
    """Where the page before ended, also if somebody made up the cursor."""
    if after.position > 0 and next(islice(numbers, after.position - 1, after.position), None) == after.dispute_id:
        return after.position
    return next((place for place, number in enumerate(numbers) if number > after.dispute_id), 2**62)


def _lines(world: World, dispute: Dispute, wanted: Wanted, may_see: Callable[[Bonds], bool]) -> list[CaseLine]:
    mine = [process for process in dispute.processes.values() if _fits(dispute, process, wanted)]
    return [_line(dispute, process) for process in mine if may_see(bonds_of(world, dispute, [process]))]


def _fits(dispute: Dispute, process: Process, wanted: Wanted) -> bool:
    return (
        wanted.court_id in (None, dispute.court_id)
        and wanted.track in (None, process.track)
        and wanted.state in (None, process.state)
    )


def _line(dispute: Dispute, process: Process) -> CaseLine:
    deadline = process.next_deadline
    return CaseLine(
        case_id=process.case_id,
        dispute_id=dispute.dispute_id,
        court_id=dispute.court_id,
        track=process.track,
        state=process.state,
        entered_at=process.entered_at,
        next_deadline_at=None if deadline is None else deadline[0],
        mediator_id=process.mediator_id,
    )
