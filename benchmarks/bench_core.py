"""One decision of the assignment core at national size: asked for from Python, in a compiled batch, and far beyond.

Two rivals take the same decisions in plain Python, in the same run, for the same cases and words, and must draw the
same mediators. A decision only reads, so every round decides the same. Time is processor time: what others do on the
machine meanwhile hardly counts.
"""

from statistics import median
from time import process_time

import numpy as np
import pytest

from benchmarks.figures import BATCH, LARGE_BATCH, SINGLE
from benchmarks.kernels import decide_all
from benchmarks.label import Label, Timing, attach, digest
from benchmarks.lazy_heap import LazyHeap
from benchmarks.plain_scan import PlainScan
from benchmarks.seated_nation import SeatedNation, seated_nation
from benchmarks.sizes import LARGE_MEDIATORS
from benchmarks.tiled_nation import tiled_nation

_ROUNDS = 51
_PROCESSOR_TIME = pytest.mark.benchmark(timer=process_time)


@pytest.fixture(scope="module")
def nation(share: float) -> SeatedNation:
    """The nation with its cases seated and the next ones waiting."""
    return seated_nation(share)


@_PROCESSOR_TIME
def test_decision_from_python(benchmark: Timing, nation: SeatedNation) -> None:
    """One call a decision through the checked border, as the SimPy model makes it."""
    questions = list(zip(nation.case_ids.tolist(), nation.words.tolist(), strict=True))
    decide = nation.core.decide_offer

    drawn = benchmark(lambda: [decide(case_id, word).mediator for case_id, word in questions])

    attach(_label(SINGLE, nation, drawn), benchmark)


@_PROCESSOR_TIME
def test_decision_in_a_batch(benchmark: Timing, nation: SeatedNation) -> None:
    """One call for all decisions, as a compiled loop makes them."""
    decide_all(nation.core.state, nation.slots, nation.words)  # compiles

    drawn = benchmark(decide_all, nation.core.state, nation.slots, nation.words)

    attach(_label(BATCH, nation, drawn.tolist()), benchmark)


@_PROCESSOR_TIME
def test_decision_among_ten_million(benchmark: Timing, nation: SeatedNation, share: float) -> None:
    """The same batch where the nation lies sixty times side by side; a round of each by turns."""
    large = tiled_nation(nation, round(LARGE_MEDIATORS * share))
    decide_all(large.core.state, large.slots, large.words)
    beside: list[float] = []

    def decide_in_the_nation() -> None:
        began = process_time()
        decide_all(nation.core.state, nation.slots, nation.words)
        beside.append(process_time() - began)

    drawn = benchmark.pedantic(
        lambda: decide_all(large.core.state, large.slots, large.words), setup=decide_in_the_nation, rounds=_ROUNDS
    )

    attach(_label(LARGE_BATCH, large, drawn.tolist(), beside_seconds=median(beside) / len(drawn)), benchmark)


@_PROCESSOR_TIME
def test_decision_by_plain_scan(benchmark: Timing, nation: SeatedNation) -> None:
    """A rival: one pass over the court's mediators in plain Python, then the draw within the band."""
    scan = PlainScan(nation.mediators(), band_width_milli=nation.core.settings.band_width_milli)
    questions, draw = nation.questions(), scan.draw

    drawn = benchmark(lambda: [draw(question) for question in questions])

    attach(_label("plain Python scan of the court", nation, drawn, is_rival=True), benchmark)


@_PROCESSOR_TIME
def test_decision_by_lazy_heap(benchmark: Timing, nation: SeatedNation) -> None:
    """A rival: the lightest mediators from a heap of the court and dispute type, in plain Python."""
    heap = LazyHeap(nation.mediators(), band_width_milli=nation.core.settings.band_width_milli)
    questions, draw = nation.questions(), heap.draw
    for question in questions:
        draw(question)  # makes the heaps and drops who is full, once and for all

    drawn = benchmark(lambda: [draw(question) for question in questions])

    attach(_label("lazy heap in plain Python", nation, drawn, is_rival=True), benchmark)


def _label(
    name: str,
    nation: SeatedNation,
    drawn: list[int],
    *,
    is_rival: bool = False,
    beside_seconds: float | None = None,
) -> Label:
    return Label(
        name=name,
        subject="core",
        size=nation.size,
        checksum=digest(np.array(drawn, "<i8").tobytes()),
        units=len(drawn),
        item="decisions",
        contest="decision" if beside_seconds is None else None,
        is_rival=is_rival,
        beside_seconds=beside_seconds,
    )
