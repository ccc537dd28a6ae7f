"""From a report to results: pairs are found, times are those of one unit, and nonsense is refused."""

import json

import pytest

from benchmarks.errors import BenchmarkReportError, FailedBenchmarkError
from benchmarks.results import read_results


def entry(name, median, **label):
    """One benchmark as the report holds it, with fields that nobody reads."""
    full = {"name": name, "subject": "core", "size": "one court", "checksum": "aa", "item": "decisions", **label}
    return {"fullname": "x.py::y", "extra_info": full, "stats": {"median": median, "rounds": 7, "data": [median]}}


def report(*entries):
    """A report as bytes."""
    return json.dumps({"machine_info": {}, "benchmarks": entries}).encode()


FAST = entry("fast", 0.5, units=100, contest="draw")
SLOW = entry("slow", 3.0, units=20, contest="draw", is_rival=True)


@pytest.mark.parametrize("entries", [(FAST, SLOW), (SLOW, FAST)])
def test_a_benchmark_stands_beside_its_rival(entries):
    """Times are divided by the units of a round, the ratio is between units, and the rival has no line of its own."""
    (result,) = read_results(report(*entries))

    assert (result.name, result.rival, result.rounds) == ("fast", "slow", 7)
    assert result.median_seconds == pytest.approx(0.005)
    assert result.rival_median_seconds == pytest.approx(0.15)
    assert result.ratio == pytest.approx(30)
    assert result.ratio_text == "30 x"
    assert result.rate_per_second == pytest.approx(200)


def test_of_several_rivals_the_fastest_counts():
    """The ratio is to the fastest one, whichever comes first, and the times of all are kept."""
    faster = entry("heap", 2.0, units=20, contest="draw", is_rival=True)
    for entries in ((FAST, SLOW, faster), (faster, SLOW, FAST)):
        (result,) = read_results(report(*entries))

        assert (result.rival, result.ratio) == ("heap", pytest.approx(20))
        assert result.rival_median_seconds == pytest.approx(0.1)
        assert result.rivals == {"slow": pytest.approx(0.15), "heap": pytest.approx(0.1)}


def test_a_larger_world_is_held_against_the_natural_one():
    """The cost ratio is a unit's median over what it took by turns in the world of natural size; elsewhere None."""
    large, fast = read_results(report(entry("large", 0.5, units=100, beside_seconds=0.002), FAST))

    assert large.cost_ratio == pytest.approx(2.5)
    assert (large.ratio, fast.cost_ratio) == (None, None)


def test_without_a_rival_there_is_no_ratio():
    """A benchmark outside any contest, or whose rival did not run, says so with None; a rate counts the items."""
    alone, unmatched = read_results(report(entry("day", 2.0, items=500), FAST))

    assert (alone.rival, alone.ratio, alone.ratio_text) == (None, None, "")
    assert alone.rate_per_second == 250
    assert unmatched.ratio is None


def test_json_has_the_promised_keys():
    """A result as a dictionary names what it timed, how long, how often, how large, and against what."""
    (result,) = read_results(report(FAST, SLOW))
    keys = {"name", "subject", "median_seconds", "rounds", "rival", "ratio", "rivals", "cost_ratio", "size"}

    assert keys <= result.as_dict().keys()
    assert json.loads(json.dumps(result.as_dict()))["ratio"] == pytest.approx(30)


def test_a_rival_that_did_other_work_is_refused():
    """Different checksums mean that the times cannot be compared; both are named."""
    other = entry("slow", 3.0, units=20, contest="draw", is_rival=True, checksum="bb")

    with pytest.raises(FailedBenchmarkError, match=r"fast: checksum aa.*slow.*bb"):
        read_results(report(FAST, other))


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b'{"benchmarks": [{"stats": {}}]}', report(), report(SLOW), report({**FAST, "extra_info": {}})],
)
def test_a_report_that_is_none_is_refused(content):
    """An empty file, another document, a benchmark without label or times, or no benchmark at all."""
    with pytest.raises(BenchmarkReportError, match="report of the benchmarks"):
        read_results(content)
