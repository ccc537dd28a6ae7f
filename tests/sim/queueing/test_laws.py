"""The laws of time: their quantiles, their mixtures, their words."""

import numpy as np
import pytest
from scipy import special, stats

from sim.queueing.build import build_program
from sim.queueing.laws import draw, length, quantile
from sim.queueing.load import load_queue, with_changes
from sim.queueing.run import run_queue
from sim.queueing.special import gamma_cumulative, gamma_quantile, normal_quantile
from tests.sim.queueing.scenarios import customers, scenario

SECOND = 1e6
UNIFORMS = [0.0, 1e-12, 1e-3, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999, 1 - 1e-9]


def program(law, **keys):
    """A program whose last law added as a service is the one asked for."""
    made = scenario(**{"class": [customers(service=law)]})
    return build_program(made, seed=9, replication=2, **keys)


def service_row(built):
    return int(built.arrays["service"][0, 0])


@pytest.mark.parametrize("u", [1e-300, 1e-20, 1e-6, 0.02, 0.4, 0.5, 0.6, 0.93, 0.999999, 1 - 2**-53])
def test_normal_quantiles_are_exact(u):
    """The normal quantile agrees with SciPy's to 14 digits, far into the tails."""
    assert normal_quantile(u) == pytest.approx(special.ndtri(u), rel=1e-14, abs=1e-15)


@pytest.mark.parametrize("shape", [0.05, 0.3, 0.999, 1.0, 1.5, 2.0, 10.0, 100.0, 5_000.0])
def test_gamma_quantiles_are_exact(shape):
    """The gamma quantile agrees with SciPy's, for shapes below and above 1, from tail to tail."""
    ours = [gamma_quantile(shape, u) for u in UNIFORMS]

    # A quantile is as exact as its probability: near 1 the law is flat.
    assert [gamma_cumulative(shape, x) for x in ours] == pytest.approx(UNIFORMS, abs=2e-12)
    inner = slice(2, -1)
    assert ours[inner] == pytest.approx(special.gammaincinv(shape, UNIFORMS).tolist()[inner], rel=1e-8, abs=1e-290)


LAWS = [
    ({"kind": "exponential", "mean": 2.0}, stats.expon(scale=2.0)),
    ({"kind": "erlang", "phases": 3, "mean": 2.0}, stats.gamma(3, scale=2 / 3)),
    ({"kind": "gamma", "mean": 2.0, "cv": 0.7}, stats.gamma(1 / 0.49, scale=2 * 0.49)),
    ({"kind": "lognormal", "mu": 0.3, "sigma": 0.8}, stats.lognorm(0.8, scale=np.exp(0.3))),
    ({"kind": "lognormal", "mean": 2.0, "cv": 1.0}, stats.lognorm(np.log(2) ** 0.5, scale=2**0.5)),
    ({"kind": "uniform", "low": 1.0, "high": 3.0}, stats.uniform(1.0, 2.0)),
]


@pytest.mark.parametrize(("law", "exact"), LAWS, ids=lambda value: value["kind"] if isinstance(value, dict) else "")
def test_laws_have_their_quantiles(law, exact):
    """A law's length at a uniform number is the law's quantile."""
    built = program(law)
    ours = [quantile(built.record, service_row(built), u) / SECOND for u in UNIFORMS[1:]]

    assert ours == pytest.approx(exact.ppf(UNIFORMS[1:]).tolist(), rel=1e-7, abs=1e-9)


def sample(law, count=40_000, **keys):
    built = program(law, **keys)
    row = service_row(built)
    return np.array([length(built.record, row, 21, subject, 0) for subject in range(count)]) / SECOND


def test_mixtures_and_hyperexponentials_have_their_law():
    """Drawn lengths of a mixture follow the mixed distribution function, by Kolmogorov and Smirnov."""
    parts = [
        {"share": 0.3, "law": {"kind": "deterministic", "value": 5.0}},
        {"share": 0.7, "law": {"kind": "uniform", "low": 0.0, "high": 1.0}},
    ]
    mixed = sample({"kind": "mixture", "parts": parts})
    spread = sample({"kind": "hyperexponential", "shares": [0.8, 0.2], "means": [0.5, 3.0]})
    found = stats.kstest(spread, lambda x: 0.8 * -np.expm1(-x / 0.5) + 0.2 * -np.expm1(-x / 3.0))

    assert np.mean(mixed == 5.0) == pytest.approx(0.3, abs=4 * (0.21 / 40_000) ** 0.5)
    assert stats.kstest(mixed[mixed < 5], "uniform").pvalue > 1e-4
    assert found.pvalue > 1e-4


def test_an_atom_at_zero_leaves_the_rest_of_the_law():
    """A share of exactly zero, and above it the law as it is."""
    lengths = sample({"kind": "exponential", "mean": 2.0, "zero_share": 0.25})

    assert np.mean(lengths == 0) == pytest.approx(0.25, abs=4 * (0.1875 / 40_000) ** 0.5)
    assert stats.kstest(lengths[lengths > 0], stats.expon(scale=2.0).cdf).pvalue > 1e-4


def test_empirical_lengths_are_equally_likely(tmp_path):
    """Every listed length comes as often, from the list or from a file."""
    file = tmp_path / "lengths.txt"
    file.write_text("# seconds\n3\n1\n\n2  # a comment\n", encoding="utf-8")
    listed = sample({"kind": "empirical", "values": [3.0, 1.0, 2.0]}, 9_000)
    read = sample({"kind": "empirical", "file": str(file)}, 9_000)

    assert listed.tolist() == read.tolist()
    assert np.bincount(listed.astype(int)).tolist() == pytest.approx([0, 3_000, 3_000, 3_000], abs=180)


def test_a_mirrored_number_is_one_minus_the_number():
    """Antithetic words give 1 - u but for the last bit, so a long time becomes a short one."""
    law = {"kind": "exponential", "mean": 1.0}
    plain, mirrored = program(law), program(law, antithetic=True)
    pairs = [(draw(plain.record, 21, s, 0), draw(mirrored.record, 21, s, 0)) for s in range(100)]

    assert [u + v for u, v in pairs] == pytest.approx([1 - 2**-53] * 100, abs=0)
    assert all(0 <= v < 1 for _, v in pairs)


def test_antithetic_pairs_have_opposite_waits():
    """The mean waits of a run and its mirror image are negatively correlated."""
    short = with_changes(load_queue("textbook/mm1"), {"run.length": 3_000.0, "run.warm_up": 0.0})
    pairs = [
        [run_queue(short, seed=8, replication=r, antithetic=a).measures["wait_mean"] for a in (False, True)]
        for r in range(60)
    ]

    assert np.corrcoef(np.array(pairs).T)[0, 1] < -0.1
