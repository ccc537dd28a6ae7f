"""Disputes as the walk sees them: copied cheaply, and reduced to what the rules can tell apart."""

from collections.abc import Mapping
from itertools import permutations
from typing import Final

from engine.events.lifecycle_words import Track
from engine.lifecycle.conditions import bare
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.machine import MachineEntry

Form = tuple[object, ...]
"""Two disputes of the same form may take the same transitions, now and later."""

CASE: Final = 1
"""The process that is walked; others only stand around it."""
_IMMINENT_US: Final = 1


def copied(dispute: Dispute) -> Dispute:
    """Return an independent copy."""
    return Dispute(
        dispute_id=dispute.dispute_id,
        court_id=dispute.court_id,
        parties=dispute.parties,
        applicants=dispute.applicants,
        entry_route=dispute.entry_route,
        procedure=dispute.procedure,
        amount_fen=dispute.amount_fen,
        reach=dispute.reach,
        impact=dispute.impact,
        last_at=dispute.last_at,
        facts=dispute.facts.copy(),
        processes={case_id: _copied(process) for case_id, process in dispute.processes.items()},
    )


def _copied(process: Process) -> Process:
    return Process(
        case_id=process.case_id,
        track=process.track,
        state=process.state,
        opened_at=process.opened_at,
        entered_at=process.entered_at,
        clocks=process.clocks.copy(),
        paused=process.paused.copy(),
        facts=process.facts.copy(),
        marks=process.marks.copy(),
        amounts=process.amounts.copy(),
        mediator_id=process.mediator_id,
        organisation_id=process.organisation_id,
        attempt=process.attempt,
        step=process.step,
    )


class Former:
    """Reduces disputes to their forms.

    Time is reduced to the order in which clocks end and to whether the first is about to; of facts, only those count
    that some condition or clock of the door asks about.

    Parameters
    ----------
    machines
        All doors.
    track
        The door that is walked.
    """

    def __init__(self, machines: Mapping[Track, MachineEntry], track: Track) -> None:
        machine = machines[track]
        lengths = [length for clock in machine.clocks for length in (*clock.lengths, *clock.extensions)]
        conditions = [text for entry in (*machine.transitions, *lengths) for text in entry.conditions]
        named = {bare(text).partition(":")[2] for text in conditions}
        self._asked: Final = named | {entry.starts_from for entry in machine.transitions if entry.starts_from}

    def form(self, dispute: Dispute) -> Form:
        """Return a dispute's form."""
        process = dispute.processes.get(CASE)
        others = [other for other in dispute.processes.values() if other.case_id != CASE]
        facts = frozenset(self._asked.intersection(dispute.facts))
        if process is None:
            return (None, facts, *((other.track, other.state, *other.clocks) for other in others))
        around = [(other.track, other.state, other.opened_at >= process.entered_at, *other.clocks) for other in others]
        ends = sorted((end, clock) for clock, end in process.clocks.items())
        is_imminent = bool(ends) and ends[0][0] - dispute.last_at <= _IMMINENT_US
        return (
            process.state,
            is_imminent,
            tuple(clock for _, clock in ends),
            frozenset(process.paused),
            frozenset(self._asked.intersection(process.facts)),
            _marks(process, dispute.parties),
            facts,
            *around,
        )


def _marks(process: Process, parties: int) -> tuple[tuple[str, int], ...]:
    """Return the marks under the first of all orders of the parties: no rule knows a party by its number."""
    marks = sorted((name, bits) for name, bits in process.marks.items() if bits)
    return min(tuple((name, _permuted(bits, order)) for name, bits in marks) for order in permutations(range(parties)))


def _permuted(bits: int, order: tuple[int, ...]) -> int:
    return sum((bits >> source & 1) << place for place, source in enumerate(order))
