"""What must be true of a core's arrays at every moment, found out by counting everything anew."""

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.core.assignment import AssignmentCore
from engine.core.attributes import FIRST_ABROAD, FIRST_LANGUAGE, FIRST_NAMED
from engine.core.state import ABSENT, ACCEPTED, CHOOSING, DECLINED, FREE, NONE, OFFERED, WAITING
from tests.engine.core.reading import Fields, read


def check_invariants(core: AssignmentCore) -> None:
    """Raise AssertionError if a count, a copy, a queue or a chain is not what the cases and mediators say."""
    fields = read(core)
    _check_loads(fields)
    _check_copies(fields)
    _check_free_counts(fields)
    _check_queues(fields)
    _check_slots(fields, core.open_cases)
    _check_panels(fields)
    _check_barred(fields)
    _check_cards(fields)


def _check_loads(fields: Fields) -> None:
    """Load and number of cases are those held or offered; only those cases have a mediator; room is what is left."""
    taken = np.isin(fields["status"], (OFFERED, ACCEPTED))
    assert (fields["mediator"][~taken] == NONE).all()
    holders, mediators = fields["mediator"][taken], len(fields["held"])
    held = np.bincount(holders, minlength=mediators)
    load_milli = np.zeros(mediators, np.int64)
    np.add.at(load_milli, holders, fields["weight_milli"][taken])
    assert held.tolist() == fields["held"].tolist()
    assert load_milli.tolist() == fields["load_milli"].tolist()
    room_milli = np.where(fields["absence"] != 0, ABSENT, fields["capacity_milli"] - load_milli)
    assert room_milli.tolist() == fields["room_milli"].tolist()


def _check_copies(fields: Fields) -> None:
    """What lies side by side for a fast search is what each mediator has."""
    members = fields["members_by_type"]
    assert fields["room_milli"][members].tolist() == fields["room_at"].tolist()
    assert fields["cumulative_milli"][members].tolist() == fields["charge_at"].tolist()


def _check_free_counts(fields: Fields) -> None:
    """The counts say, for each type and unit, how many mainland mediators who speak Mandarin have room."""
    expected = np.zeros_like(fields["free_count"])
    speaks_mandarin = fields["attribute_word"] >> np.uint64(FIRST_LANGUAGE) & np.uint64(1)
    for mediator in np.flatnonzero((fields["room_milli"] > 0) & (speaks_mandarin > 0) & ~_is_abroad(fields)):
        takes = int(fields["dispute_types"][mediator])
        for unit in fields["unit_of_court"][fields["mediator_court"][mediator]]:
            for kind in range(len(expected)):
                expected[kind, unit] += takes >> kind & 1
    assert expected.tolist() == fields["free_count"].tolist()


def _is_abroad(fields: Fields) -> NDArray[np.bool_]:
    from_abroad = np.uint64((1 << FIRST_NAMED) - (1 << FIRST_ABROAD))
    return (fields["attribute_word"] & from_abroad) > 0


def _check_queues(fields: Fields) -> None:
    """Each waiting seat stands exactly once in the queue of its unit and type, and each queue is in order of age."""
    queued: Counter[int] = Counter()
    for unit, kind in np.argwhere((fields["queue_oldest"] != NONE) | (fields["queue_youngest"] != NONE)).tolist():
        slots = _chain(fields["next_slot"], int(fields["queue_oldest"][unit, kind]))
        backwards = _chain(fields["previous_slot"], int(fields["queue_youngest"][unit, kind]))
        assert backwards == slots[::-1]
        ages = [tuple(int(fields[name][slot]) for name in ("aged_at", "case_id", "seat")) for slot in slots]
        assert ages == sorted(ages)
        assert {int(fields["dispute_type"][slot]) for slot in slots} == {kind}
        assert {_unit(fields, slot) for slot in slots} == {unit}
        queued.update(slots)
    assert queued == Counter(np.flatnonzero(fields["status"] == WAITING).tolist())


def _check_slots(fields: Fields, open_cases: int) -> None:
    """Each slot is either on the chain of free ones or one seat of a case, and no seat is in two places."""
    free = _chain(fields["next_slot"], int(fields["slot_chain"]))
    assert sorted(free) == np.flatnonzero(fields["status"] == FREE).tolist()
    taken = fields["status"] != FREE
    seats = list(zip(fields["case_id"][taken].tolist(), fields["seat"][taken].tolist(), strict=True))
    assert len(seats) == len(set(seats))
    assert len({case_id for case_id, _ in seats}) == open_cases
    assert ((fields["step"] >= 0) & (fields["step"] < len(fields["step_circle"]))).all()


def _check_panels(fields: Fields) -> None:
    """The seats of a case hang together, agree on all that the case says, and have no mediator twice."""
    taken = fields["status"] != FREE
    heads = np.flatnonzero(taken & (fields["seat"] == 0)).tolist()
    seats = {head: _chain(fields["next_seat"], head) for head in heads}
    assert sorted(slot for chain in seats.values() for slot in chain) == np.flatnonzero(taken).tolist()
    for head, chain in seats.items():
        assert {int(fields["head"][slot]) for slot in chain} == {head}
        assert fields["seat"][chain].tolist() == list(range(len(chain)))
        for name in (
            "case_id",
            "aged_at",
            "court",
            "dispute_type",
            "language",
            "needs",
            "bars",
            "weight_milli",
            "step",
        ):
            assert len(set(fields[name][chain].tolist())) == 1
        mediators = [mediator for mediator in fields["mediator"][chain].tolist() if mediator != NONE]
        assert len(mediators) == len(set(mediators))
        assert len(chain) == 1 or CHOOSING not in fields["status"][chain]
        assert not (len(chain) > 1 and fields["is_ordinary"][chain].any())


def _check_barred(fields: Fields) -> None:
    """Each node of the chains of barred mediators belongs to one case, or to nobody; nobody is barred twice alike."""
    nodes = _chain(fields["next_barred"], int(fields["barred_chain"]))
    for slot in np.flatnonzero(fields["first_barred"] != NONE).tolist():
        assert fields["status"][slot] != FREE
        assert fields["seat"][slot] == 0
        chain = _chain(fields["next_barred"], int(fields["first_barred"][slot]))
        nodes += chain
        _check_bars(fields, slot, chain)
    assert sorted(nodes) == list(range(len(fields["barred"])))


def _check_bars(fields: Fields, head: int, chain: list[int]) -> None:
    seats = _chain(fields["next_seat"], head)
    bars = [(int(fields["barred"][node]), fields["barred_for"][node] == DECLINED) for node in chain]
    assert len(bars) == len(set(bars))
    sitting = set(fields["mediator"][seats].tolist())
    assert not sitting & {mediator for mediator, is_refusal in bars if not is_refusal}
    if (fields["status"][seats] == ACCEPTED).all():
        assert not any(is_refusal for _, is_refusal in bars)


def _check_cards(fields: Fields) -> None:
    """Nobody holds fewer cards than none or more than those of two decks."""
    share = np.maximum(1, fields["share_milli"].astype(np.int64) * 4 // 1000)
    assert ((fields["cards"] >= 0) & (fields["cards"] <= 2 * share)).all()


def _unit(fields: Fields, slot: int) -> int:
    circle = fields["step_circle"][fields["step"][slot]]
    return int(fields["unit_of_court"][fields["court"][slot], circle])


def _chain(links: NDArray[Any], first: int) -> list[int]:
    """Follow the links from `first` to the end; longer than there are links is a ring."""
    found: list[int] = []
    while first != NONE:
        found.append(first)
        assert len(found) <= len(links), "the chain is a ring"
        first = int(links[first])
    return found
