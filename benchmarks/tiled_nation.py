"""The same nation many times over: what a decision costs must follow its court, and not how many courts there are."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.kernels import copy_cases, copy_mediators
from benchmarks.seated_nation import SeatedNation
from engine.core.assignment import AssignmentCore
from engine.core.roster import Roster
from sim.randomness.words import COURT_SHIFT


def tiled_nation(nation: SeatedNation, mediators: int) -> SeatedNation:
    """Repeat a seated nation until it has at least so many mediators, and spread its waiting cases over the copies.

    Courts, regions and provinces are repeated at their sizes; the copies are one nation, so that a case that has come
    to the national step looks at all of them. The i-th case waits in the i-th copy, and so on round and round.

    Parameters
    ----------
    nation
        What is repeated.
    mediators
        Smallest size.

    Returns
    -------
    SeatedNation
        Mediator m there holds what mediator m modulo the size of the original holds, as weight and number; the cases
        that the mediators hold are not open in it.
    """
    roster = nation.core.roster
    copies = -(-mediators // roster.mediators)
    core = AssignmentCore(_tiled(roster, copies), nation.core.settings, nation.core.ladder)
    copy_mediators(nation.core.state, core.state)

    copy = np.arange(len(nation.case_ids)) % copies
    case_ids = nation.case_ids + (copy * roster.courts << COURT_SHIFT)
    slots = copy_cases(nation.core.state, nation.slots, core.state, case_ids, copy * roster.mediators)
    core.adopt(case_ids, slots)
    return SeatedNation(
        core=core,
        seated=nation.seated * copies,
        case_ids=case_ids,
        slots=slots,
        like=nation.like,
        words=nation.words,
    )


def _tiled(roster: Roster, copies: int) -> Roster:
    return Roster(
        court_region=_shifted(roster.court_region, roster.regions, copies),
        region_province=_shifted(roster.region_province, roster.provinces, copies),
        mediator_court=_shifted(roster.mediator_court, roster.courts, copies),
        capacity=np.tile(roster.capacity, copies),
        dispute_types=np.tile(roster.dispute_types, copies),
        languages=np.tile(roster.languages, copies),
    )


def _shifted(parents: NDArray[np.int32], parent_count: int, copies: int) -> NDArray[np.int32]:
    """Repeat the numbers of parents, each time beyond those of the time before."""
    offsets = np.arange(copies, dtype=np.int32)[:, None] * np.int32(parent_count)
    return (parents[None, :] + offsets).ravel()
