"""What must be true of a core's arrays at every moment, found out by counting everything anew."""

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.core.assignment import AssignmentCore
from engine.core.state import ACCEPTED, FREE, NONE, OFFERED, STEPS, WAITING
from tests.engine.core.reading import read

Fields = dict[str, NDArray[Any]]


def check_invariants(core: AssignmentCore) -> None:
    """Raise AssertionError if a count, a queue or a chain is not what the cases and mediators say."""
    fields = read(core)
    _check_loads(fields)
    _check_free_counts(fields)
    _check_queues(fields)
    _check_slots(fields, core.open_cases)
    _check_decliners(fields)


def _check_loads(fields: Fields) -> None:
    """Load is the number of cases held or offered, never above capacity; only those cases have a mediator."""
    taken = np.isin(fields["status"], (OFFERED, ACCEPTED))
    assert (fields["mediator"][~taken] == NONE).all()
    holders = fields["mediator"][taken]
    load = np.bincount(holders, minlength=len(fields["load"]))
    assert load.tolist() == fields["load"].tolist()
    assert (load <= fields["capacity"]).all()


def _check_free_counts(fields: Fields) -> None:
    """The counts say, for each type and unit, how many mediators have room."""
    expected = np.zeros_like(fields["free_count"])
    for mediator in np.flatnonzero(fields["load"] < fields["capacity"]):
        takes = int(fields["dispute_types"][mediator])
        for unit in fields["unit_of_court"][fields["mediator_court"][mediator]]:
            for kind in range(len(expected)):
                expected[kind, unit] += takes >> kind & 1
    assert expected.tolist() == fields["free_count"].tolist()


def _check_queues(fields: Fields) -> None:
    """Each waiting case stands exactly once in the queue of its unit and type, and each queue is in order of age."""
    queued: Counter[int] = Counter()
    for unit, kind in np.argwhere((fields["queue_oldest"] != NONE) | (fields["queue_youngest"] != NONE)).tolist():
        slots = _chain(fields["next_slot"], int(fields["queue_oldest"][unit, kind]))
        backwards = _chain(fields["previous_slot"], int(fields["queue_youngest"][unit, kind]))
        assert backwards == slots[::-1]
        ages = [(int(fields["filed_at"][slot]), int(fields["case_id"][slot])) for slot in slots]
        assert ages == sorted(ages)
        assert {int(fields["dispute_type"][slot]) for slot in slots} == {kind}
        assert {_unit(fields, slot) for slot in slots} == {unit}
        queued.update(slots)
    assert queued == Counter(np.flatnonzero(fields["status"] == WAITING).tolist())


def _check_slots(fields: Fields, open_cases: int) -> None:
    """Each slot is either on the chain of free ones or holds one case, and no case is in two places."""
    free = _chain(fields["next_slot"], int(fields["slot_chain"]))
    assert sorted(free) == np.flatnonzero(fields["status"] == FREE).tolist()
    open_ids = fields["case_id"][fields["status"] != FREE].tolist()
    assert len(open_ids) == len(set(open_ids)) == open_cases
    assert ((fields["step"] >= 0) & (fields["step"] < STEPS)).all()


def _check_decliners(fields: Fields) -> None:
    """Each node of the chains of decliners belongs to one case, or to nobody; accepted and closed cases have none."""
    nodes = _chain(fields["next_decliner"], int(fields["decliner_chain"]))
    for slot in np.flatnonzero(fields["first_decliner"] != NONE).tolist():
        assert fields["status"][slot] in (WAITING, OFFERED)
        nodes += _chain(fields["next_decliner"], int(fields["first_decliner"][slot]))
    assert sorted(nodes) == list(range(len(fields["decliner"])))


def _unit(fields: Fields, slot: int) -> int:
    return int(fields["unit_of_court"][fields["court"][slot], fields["step"][slot]])


def _chain(links: NDArray[Any], first: int) -> list[int]:
    """Follow the links from `first` to the end; longer than there are links is a ring."""
    found: list[int] = []
    while first != NONE:
        found.append(first)
        assert len(found) <= len(links), "the chain is a ring"
        first = int(links[first])
    return found
