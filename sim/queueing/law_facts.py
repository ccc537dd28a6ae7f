"""What follows from a law's table: its mean, and the lengths of an empirical one."""

from math import exp
from pathlib import Path

from sim.queueing.law_sections import (
    Deterministic,
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Hyperexponential,
    Law,
    Lognormal,
    Mixture,
    Uniform,
)


def law_mean(law: Law) -> float:
    """Return a law's mean, in the scenario's unit of time.

    Parameters
    ----------
    law
        A table of a scenario.

    Examples
    --------
    >>> law_mean(Erlang(kind="erlang", phases=3, mean=2.0, zero_share=0.5))
    1.0

    """
    return (1 - law.zero_share) * _mean_above_zero(law)


def _mean_above_zero(law: Law) -> float:
    match law:
        case Deterministic():
            return law.value
        case Uniform():
            return (law.low + law.high) / 2
        case Hyperexponential():
            return sum(share * mean for share, mean in zip(law.shares, law.means, strict=True))
        case Empirical():
            values = lengths_of(law)
            return sum(values) / len(values)
        case Mixture():
            return sum(part.share * law_mean(part.law) for part in law.parts)
        case Lognormal():
            mu, sigma = law.of_logarithm
            return exp(mu + sigma**2 / 2)
        case Exponential() | Erlang() | Gamma():
            return law.mean


def lengths_of(law: Empirical) -> list[float]:
    """Return the lengths of an empirical law, in the scenario's unit, from its file if it has one.

    Parameters
    ----------
    law
        A table of a scenario.

    Raises
    ------
    ValueError
        If a line of the file is not a number.

    """
    if law.values is not None:
        return list(law.values)
    assert law.file is not None
    return numbers_in(law.file)


def numbers_in(path: Path) -> list[float]:
    """Read a text file with one number a line; empty lines and those that begin with # are passed over.

    Parameters
    ----------
    path
        The file; UTF-8.

    Raises
    ------
    ValueError
        If a line is not a number of 0 or more.

    """
    values: list[float] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        text = line.partition("#")[0].strip()
        if text:
            try:
                value = float(text)
            except ValueError as error:
                raise ValueError(f"hold one number a line (line {number} is {text[:40]!r})") from error
            if not 0 <= value <= 1e12:
                raise ValueError(f"hold numbers from 0 to 1e12 (line {number} is {text[:40]})")
            values.append(value)
    return values
