"""Laws of service: each fitted by maximum likelihood, the nearest taken by Kolmogorov and Smirnov's distance."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.calibration.errors import CalibrationError
from sim.output.empirical import ks_distance_to

QUANTILES: Final = 400
"""Values by which an empirical law is written: steps of a quarter of a per cent."""
ERLANG_PHASES_MAX: Final = 100
_LENGTH_MIN: Final = 1e-6
"""Seconds; a logarithm of 0 has no end, and clocks that tick in seconds do write 0."""
Cdf = Callable[[NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True, kw_only=True, eq=False)
class LawFit:
    """One law fitted to lengths."""

    name: str
    """Kind of law."""
    parameters: dict[str, float]
    """As a scenario's table takes them, lengths in seconds; Weibull and the shifted law as textbooks have them."""
    ks: float
    """Largest distance to the log's distribution function."""
    runs: bool = True
    """Whether scenarios have this law; the others are compared only."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ServiceFit:
    """Fitted service of a class."""

    table: dict[str, Any]
    """The law as a table of a queue scenario, in seconds."""
    chosen: LawFit
    """The law of services that are not short."""
    candidates: tuple[LawFit, ...]
    """All that were tried, the nearest first."""
    rows: int
    """Services fitted, short ones included."""
    short_rows: int
    """Services below the limit."""
    short_below: float
    """The limit; seconds."""
    ks_whole: float
    """Distance of the whole law, short services included, to all services of the log."""


def fit_service(service: NDArray[np.float64], *, law: str = "auto", short_below: float = 0.0) -> ServiceFit:
    """Fit a law of service.

    Parameters
    ----------
    service
        float64[n]: seconds.
    law
        Which to take; "auto" for the nearest that scenarios have.
    short_below
        Services shorter than this are drawn from the log's own, beside the fitted law; seconds.

    Raises
    ------
    CalibrationError
        If fewer than two services are left to fit.

    Examples
    --------
    >>> times = np.exp(4.8 + 0.95 * np.random.default_rng(1).standard_normal(4000))
    >>> fit_service(times).chosen.name
    'lognormal'

    """
    long = np.maximum(service[service >= short_below], _LENGTH_MIN)
    if long.size < 2 or np.ptp(long) == 0:
        raise CalibrationError(
            f"service: must have two different lengths of at least {short_below:g} s (has {np.unique(long).size})"
        )
    laws = candidates(long, shift=short_below)
    known = {found.name: found for found, _ in laws}
    known["empirical"] = LawFit(name="empirical", parameters={}, ks=0.5 / min(QUANTILES, long.size))
    runs = [found for found, _ in laws if found.runs]
    chosen = known[law] if law != "auto" else min(runs, key=lambda found: found.ks)
    short = service[service < short_below]
    return ServiceFit(
        table=_table(chosen, long, short),
        chosen=chosen,
        candidates=tuple(sorted((found for found, _ in laws), key=lambda found: found.ks)),
        rows=int(service.size),
        short_rows=int(short.size),
        short_below=short_below,
        ks_whole=chosen.ks * long.size / service.size,
    )


def candidates(long: NDArray[np.float64], *, shift: float = 0.0) -> list[tuple[LawFit, Cdf]]:
    """Fit every law.

    Parameters
    ----------
    long
        float64[n]: lengths above 0.
    shift
        Where the shifted exponential begins.

    Returns
    -------
    list[tuple[LawFit, Cdf]]
        Each with its distribution function.

    References
    ----------
    L. Brown et al. (2005), Statistical analysis of a telephone call center, J. Am. Stat. Assoc. 100, 36-50: lognormal
    service. Gamma and Weibull: the likelihood equations of one unknown, solved by bisection.

    """
    from scipy import special  # noqa: PLC0415 - slow to import, and only fitting needs it

    mean, logs = float(np.mean(long)), np.log(long)
    mu, sigma = float(np.mean(logs)), float(np.std(logs))
    shape = _gamma_shape(float(np.log(mean) - mu))
    phases = _erlang_phases(shape, float(np.log(mean) - mu))
    power = _weibull_power(long)
    scale = float(np.mean(long**power) ** (1 / power))
    beyond = max(mean - shift, _LENGTH_MIN)
    found: list[tuple[str, dict[str, float], Cdf, bool]] = [
        ("lognormal", {"mu": mu, "sigma": sigma}, lambda x: special.ndtr((np.log(x) - mu) / sigma), True),
        ("gamma", {"mean": mean, "cv": shape**-0.5}, lambda x: special.gammainc(shape, x * shape / mean), True),
        (
            "erlang",
            {"phases": float(phases), "mean": mean},
            lambda x: special.gammainc(phases, x * phases / mean),
            True,
        ),
        ("exponential", {"mean": mean}, lambda x: -np.expm1(-x / mean), True),
        ("weibull", {"shape": power, "scale": scale}, lambda x: -np.expm1(-((x / scale) ** power)), False),
    ]
    if shift > 0:
        found.append(
            (
                "shifted exponential",
                {"shift": shift, "mean_beyond": beyond},
                lambda x: -np.expm1(-np.maximum(x - shift, 0) / beyond),
                False,
            )
        )
    return [
        (LawFit(name=name, parameters=values, ks=ks_distance_to(long, cdf), runs=runs), cdf)
        for name, values, cdf, runs in found
    ]


def quantile_values(lengths: NDArray[np.float64], count: int = QUANTILES) -> list[float]:
    """Return values, each as likely as another, that stand for many lengths.

    Parameters
    ----------
    lengths
        float64[n].
    count
        Most values; fewer lengths stand for themselves.

    Examples
    --------
    >>> quantile_values(np.array([3.0, 1.0, 2.0]))
    [1.0, 2.0, 3.0]

    """
    if lengths.size <= count:
        return [float(value) for value in np.sort(lengths)]
    shares = (np.arange(count) + 0.5) / count
    return [round(float(value), 3) for value in np.quantile(lengths, shares, method="inverted_cdf")]


def _table(chosen: LawFit, long: NDArray[np.float64], short: NDArray[np.float64]) -> dict[str, Any]:
    """The law as a table of a scenario."""
    if chosen.name == "empirical":
        main: dict[str, Any] = {"kind": "empirical", "values": quantile_values(long)}
    else:
        main = {"kind": chosen.name, **{key: round(value, 6) for key, value in chosen.parameters.items()}}
        if "phases" in main:
            main["phases"] = round(main["phases"])
    if not short.size:
        return main
    share = short.size / (short.size + long.size)
    brief = {"kind": "empirical", "values": quantile_values(short, count=40)}
    return {
        "kind": "mixture",
        "parts": [{"share": round(share, 6), "law": brief}, {"share": 1 - round(share, 6), "law": main}],
    }


def _gamma_shape(gap: float) -> float:
    """Solve log(shape) - digamma(shape) = log(mean) - mean of logs; the left side falls."""
    from scipy import special  # noqa: PLC0415 - as above

    low, high = 1e-3, 1e6
    for _ in range(100):
        middle = float(np.sqrt(low * high))
        if np.log(middle) - float(special.digamma(middle)) > gap:
            low = middle
        else:
            high = middle
    return float(np.sqrt(low * high))


def _erlang_phases(shape: float, gap: float) -> int:
    """Whole number of phases of the largest likelihood: one of the two beside the gamma law's shape."""
    from scipy import special  # noqa: PLC0415 - as above

    below = min(max(1, int(shape)), ERLANG_PHASES_MAX)

    def likelihood(phases: int) -> float:
        # Per length, with the mean at its most likely value; what does not depend on the phases is left out.
        return phases * np.log(phases) - float(special.gammaln(phases)) - phases * gap - phases

    return max((below, min(below + 1, ERLANG_PHASES_MAX)), key=likelihood)


def _weibull_power(long: NDArray[np.float64]) -> float:
    """Solve the likelihood equation of the Weibull shape; its left side rises."""
    logs = np.log(long / np.max(long))
    low, high = 1e-2, 1e2
    for _ in range(80):
        power = float(np.sqrt(low * high))
        weights = np.exp(power * logs)
        if float(np.sum(weights * logs) / np.sum(weights) - np.mean(logs)) < 1 / power:
            low = power
        else:
            high = power
    return float(np.sqrt(low * high))
