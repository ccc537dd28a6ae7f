"""One decision of the assignment core at national size, asked for from Python and in a compiled batch.

The rival looks through the court's mediators in plain Python, in the same run, for the same cases and words, and
must draw the same mediators. A decision only reads, so every round decides the same.
"""

import numpy as np
import pytest

from benchmarks.kernels import decide_all
from benchmarks.label import Label, Timing, attach, digest
from benchmarks.seated_nation import SeatedNation, seated_nation
from sim.randomness.words import COURT_SHIFT


@pytest.fixture(scope="module")
def nation(share: float) -> SeatedNation:
    """The nation with its cases seated and the next ones waiting."""
    return seated_nation(share)


def test_decision_from_python(benchmark: Timing, nation: SeatedNation) -> None:
    """One call a decision through the checked border, as the SimPy model makes it."""
    questions = list(zip(nation.case_ids.tolist(), nation.words.tolist(), strict=True))
    decide = nation.core.decide_offer

    drawn = benchmark(lambda: [decide(case_id, word).mediator for case_id, word in questions])

    attach(_label("decision, one call from Python", nation, drawn), benchmark)


def test_decision_in_a_batch(benchmark: Timing, nation: SeatedNation) -> None:
    """One call for all decisions, as a compiled loop makes them."""
    decide_all(nation.core.state, nation.slots, nation.words)  # compiles

    drawn = benchmark(decide_all, nation.core.state, nation.slots, nation.words)

    attach(_label("decision, compiled batch", nation, drawn.tolist()), benchmark)


def test_decision_by_plain_scan(benchmark: Timing, nation: SeatedNation) -> None:
    """The rival: one pass over the court's mediators in plain Python, then the draw within the band."""
    like = nation.like
    columns = (nation.case_ids >> COURT_SHIFT, like.dispute_type, like.language, nation.steps, nation.words)
    questions = list(zip(*(column.tolist() for column in columns), strict=True))
    draw = nation.plain_scan().draw

    drawn = benchmark(lambda: [draw(*question) for question in questions])

    attach(_label("plain Python scan of the court", nation, drawn, is_rival=True), benchmark)


def _label(name: str, nation: SeatedNation, drawn: list[int], *, is_rival: bool = False) -> Label:
    return Label(
        name=name,
        subject="core",
        size=nation.size,
        checksum=digest(np.array(drawn, "<i8").tobytes()),
        units=len(drawn),
        item="decisions",
        contest="decision",
        is_rival=is_rival,
    )
