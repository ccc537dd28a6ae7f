"""Proof that the compiled loop does what the readable model does: the same lines of trace, one by one."""

from dataclasses import dataclass

import numpy as np

from sim.queueing.build import build_program
from sim.queueing.order import T_STAFF, TRACE_NAMES
from sim.queueing.run import tally_of
from sim.queueing.scenario import QueueScenario

_LINES_BEFORE = 5


@dataclass(frozen=True, kw_only=True)
class Parity:
    """What a comparison found."""

    identical: bool
    """Whether all lines compared are equal, and both traces end together."""
    events_compared: int
    """Lines of the trace up to the first difference, or all."""
    first_difference: str
    """The lines around the first difference, empty if there is none."""


def compare_traces(scenario: QueueScenario, seed: int, replication: int = 0, events_max: int = 10_000) -> Parity:
    """Run both backends and compare their traces line by line.

    Parameters
    ----------
    scenario
        What to simulate.
    seed, replication
        Key of all random words.
    events_max
        Lines compared.

    Examples
    --------
    >>> from sim.queueing.load import load_queue
    >>> compare_traces(load_queue("textbook/deterministic"), seed=1).identical
    True

    """
    program = build_program(scenario, seed=seed, replication=replication, trace_max=events_max)
    program.record["trace_only"] = 1
    fast, simpy = (tally_of(scenario, program, backend).trace for backend in ("fast", "simpy"))
    shared = min(len(fast), len(simpy))
    differing = np.flatnonzero((fast[:shared] != simpy[:shared]).any(axis=1))
    if not differing.size and len(fast) == len(simpy):
        return Parity(identical=True, events_compared=shared, first_difference="")
    at = int(differing[0]) if differing.size else shared
    lines = [f"    both  {described(row, scenario)}" for row in fast[max(0, at - _LINES_BEFORE) : at]]
    lines += [f"    fast  {described(row, scenario)}" for row in fast[at : at + 1]]
    lines += [f"    simpy {described(row, scenario)}" for row in simpy[at : at + 1]]
    return Parity(identical=False, events_compared=at, first_difference="\n".join([f"line {at + 1}:", *lines]))


def described(line: "np.ndarray[tuple[int], np.dtype[np.int64]]", scenario: QueueScenario) -> str:
    """Return a line of a trace in words.

    Parameters
    ----------
    line
        int64[5].
    scenario
        What was simulated.

    """
    at, kind, subject, place, detail = map(int, line)
    when = f"{at / scenario.unit_us:.6f} {TRACE_NAMES[kind]}"
    if kind == T_STAFF:
        return f"{when} pool {scenario.pools[subject].name}: {detail} wanted"
    name = scenario.classes[subject >> 42].name
    return f"{when} {name} {subject & ((1 << 42) - 1)} at {place}, {detail}"
