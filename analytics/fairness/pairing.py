"""Repeated pairings: the same party before the same mediator again and again.

Formula
    Of a court's N cases a party has n and a mediator m. If who mediates has nothing to do with who the party is, the
    cases they share are hypergeometric: P(k or more) is the p-value (the one-sided test of R. A. Fisher, 1935).
    Adjusted after Benjamini and Hochberg over all pairs of a court that could have met twice.
Denominator
    Pairs of a party with two cases or more and a mediator with two or more, of one court. Pairs that met no more
    often than expected, or only once, are no alarm and are counted with p = 1.
Source
    Fisher, The logic of inductive inference, J. R. Stat. Soc. 98, 39-82. Why to look: a mediator who lives on one
    frequent party's cases is no longer a stranger to it, kinship or not (ONL 13 asks for disclosure of any relation).
What it is not
    No proof of anything. A bank's cases are all finance, and mediators of finance share them: give pairings of one
    dispute type at a time, or expect alarms that only say so. A joint choice by the parties is a reason too; leave
    those out.
    A binomial law with the mediator's share would use the pair's own cases in its own expectation.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import gammaln

from analytics.errors import StatisticsError
from analytics.fairness.chi_square import LEVEL
from analytics.fairness.false_discovery import adjusted_p_values
from analytics.fairness.records import PairingAlarm, RepeatPairing

_NEGLIGIBLE = 1e-16


def repeat_pairing(
    courts: Sequence[int], party_keys: Sequence[int] | Sequence[str], mediators: Sequence[int], *, level: float = LEVEL
) -> RepeatPairing:
    """Find parties who meet the same mediator more often than chance explains.

    Parameters
    ----------
    courts, party_keys, mediators
        One entry a case and party: the court, an opaque key of the party or organisation, and who mediated. Keys are
        the caller's; nothing but equality is asked of them.
    level
        False discovery rate of the alarms.

    Returns
    -------
    RepeatPairing
        The alarms, smallest p first.

    Raises
    ------
    StatisticsError
        If the three differ in length.

    Examples
    --------
    >>> courts, parties = [0] * 40, ["bank"] * 8 + [f"person {number}" for number in range(32)]
    >>> mediators = [5] * 8 + [number % 10 for number in range(32)]
    >>> found = repeat_pairing(courts, parties, mediators)
    >>> [(alarm.party_key, alarm.mediator_id, alarm.cases) for alarm in found.alarms]
    [('bank', 5, 8)]
    """
    lengths = [len(courts), len(party_keys), len(mediators)]
    if len(set(lengths)) > 1:
        raise StatisticsError(f"courts, party_keys, mediators: {lengths} entries, must be as many of each")
    if not lengths[0]:
        return RepeatPairing(pairs=0, level=level, smallest_adjusted_p=None, alarms=[])
    pairs = _counted(pl.DataFrame({"court": courts, "party": party_keys, "mediator": mediators}))
    hypotheses = _could_repeat(pairs)
    often = pl.col("cases") * pl.col("court_cases") > pl.col("party_cases") * pl.col("mediator_cases")
    suspects = pairs.filter((pl.col("cases") >= 2) & often)
    p_values = _upper_tail(*(suspects[name].to_numpy() for name in _COUNTS))
    adjusted = adjusted_p_values(p_values, untested=hypotheses - len(suspects))
    judged = suspects.with_columns(p=pl.Series(p_values), adjusted_p=pl.Series(adjusted))
    alarms = judged.filter(pl.col("adjusted_p") <= level).sort("p", "court", "party", "mediator")
    return RepeatPairing(
        pairs=hypotheses,
        level=level,
        smallest_adjusted_p=float(adjusted.min()) if adjusted.size else None,
        alarms=[_alarm(row) for row in alarms.iter_rows(named=True)],
    )


_COUNTS = ("cases", "party_cases", "mediator_cases", "court_cases")


def _counted(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a pair that met, with the counts of the formula."""
    pairs = rows.group_by("court", "party", "mediator").agg(pl.len().cast(pl.Int64).alias("cases"))
    return pairs.with_columns(
        pl.col("cases").sum().over("court", "party").alias("party_cases"),
        pl.col("cases").sum().over("court", "mediator").alias("mediator_cases"),
        pl.col("cases").sum().over("court").alias("court_cases"),
    ).sort("court", "party", "mediator")


def _could_repeat(pairs: pl.DataFrame) -> int:
    """Pairs of one court, met or not, in which both have two cases or more."""
    several = [
        pairs.filter(pl.col(f"{who}_cases") >= 2).group_by("court").agg(pl.col(who).n_unique().cast(pl.Int64))
        for who in ("party", "mediator")
    ]
    joined = several[0].join(several[1], on="court")
    return int((joined["party"] * joined["mediator"]).sum())


def _upper_tail(
    shared: NDArray[np.int64], of_party: NDArray[np.int64], of_mediator: NDArray[np.int64], in_court: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return P(`shared` or more) of the hypergeometric law: its first term, then terms by their falling ratio."""
    first = np.exp(
        _log_choose(of_mediator, shared)
        + _log_choose(in_court - of_mediator, of_party - shared)
        - _log_choose(in_court, of_party)
    )
    term, total, more = first, first.copy(), shared
    while (term > total * _NEGLIGIBLE).any():
        rest = in_court - of_mediator - of_party + more + 1
        term = term * (of_mediator - more) * (of_party - more) / ((more + 1.0) * rest)
        total += term
        more = more + 1
    return np.minimum(total, 1.0)


def _log_choose(of: NDArray[np.int64], chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    logarithm: NDArray[np.float64] = gammaln(of + 1.0) - gammaln(chosen + 1.0) - gammaln(of - chosen + 1.0)
    return logarithm


def _alarm(row: dict[str, Any]) -> PairingAlarm:
    return PairingAlarm(
        court_id=row["court"],
        party_key=row["party"],
        mediator_id=row["mediator"],
        expected=row["party_cases"] * row["mediator_cases"] / row["court_cases"],
        p=row["p"],
        adjusted_p=row["adjusted_p"],
        **{name: row[name] for name in _COUNTS},
    )
