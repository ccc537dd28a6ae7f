"""Success: the share of concluded mediations that were settled.

Formula
    Settled / concluded, over the cases closed in the period. Settled: closing code 1 (agreement) or 2 (the
    parties settled it themselves). Concluded: closed with an outcome, codes 1 to 8.
Interval
    Wilson score interval of each share.
Denominator
    Concluded cases of the group. A case in which a party could not be reached or was unwilling (codes 3 and 4)
    counts as concluded: whether published success rates count it is not known, so say it beside the figure.
Pre-filing successes
    Settled cases that entered by a party's application or were delegated by the court before filing, with the
    working seconds of the period over their number as the mean time between two of them.
Source
    Closing codes: Online Mediation Rules of the People's Courts (Fa Shi [2021] 23), article 25. Success rate as
    the Supreme People's Court printed it for 2020: successes / concluded.
What it is not
    Not the share of cases filed in the period that will be settled; that would follow each case to its end.
"""

from collections.abc import Sequence

from analytics.measures.observed import ObservedCases
from analytics.measures.period import rates
from analytics.measures.small_cells import hidden_groups
from analytics.records import Period, Proportion, Success
from analytics.statistics.wilson import wilson_interval
from engine.events.enums import ClosingCode, EntryRoute, Outcome

_CONCLUDED = """
CREATE OR REPLACE TEMP VIEW concluded AS
SELECT *, (outcome = 'settled')::INTEGER AS settled FROM cases WHERE in_period(closed_us) AND outcome IS NOT NULL
"""
_TOTAL = "SELECT count(*), coalesce(sum(settled), 0) FROM concluded"
_BY_DISPUTE_TYPE = """
SELECT dispute_type, count(*), sum(settled) FROM concluded
WHERE dispute_type IS NOT NULL GROUP BY dispute_type ORDER BY dispute_type
"""
_BY_CHANNEL = """
SELECT channel, count(*), sum(settled) FROM concluded WHERE channel IS NOT NULL GROUP BY channel ORDER BY channel
"""
_BY_CLOSING_CODE = """
SELECT closing_code, count(*) FROM concluded
WHERE closing_code IS NOT NULL GROUP BY closing_code ORDER BY closing_code
"""
_SETTLED_BY_ENTRY_ROUTE = """
SELECT entry_route, count(*) FROM concluded
WHERE settled = 1 AND entry_route IS NOT NULL GROUP BY entry_route ORDER BY entry_route
"""

_PRE_FILING = frozenset(route.value for route in EntryRoute if route.is_pre_filing)


def success(observed: ObservedCases, period: Period, *, confidence: float) -> Success | None:
    """Measure success as a whole and by group.

    Cases whose group is not recorded are in `overall` only. Groups come in alphabetical order, never by rate:
    this is no ranking. Groups too small to show keep their denominator and lose the rest.

    Parameters
    ----------
    observed
        The cases.
    period
        What the pre-filing successes are divided by.
    confidence
        Level of the intervals.

    Returns
    -------
    Success or None
        None if no case was concluded in the period.
    """
    observed.connection.execute(_CONCLUDED)
    total, settled = observed.row(_TOTAL)
    if total == 0:
        return None
    pre_filing = _pre_filing(observed)
    minutes = period.working_minutes
    return Success(
        overall=proportion("all", int(settled), total, confidence),
        by_dispute_type=_by_group(observed.rows(_BY_DISPUTE_TYPE), confidence),
        by_channel=_by_group(observed.rows(_BY_CHANNEL), confidence),
        by_closing_code=_by_closing_code(observed.rows(_BY_CLOSING_CODE), total, confidence),
        pre_filing=None if pre_filing is None else rates(pre_filing, period),
        seconds_between_pre_filing=60 * minutes / pre_filing if minutes and pre_filing else None,
    )


def _pre_filing(observed: ObservedCases) -> int | None:
    """Settled cases that were no lawsuits yet; None where nothing says how any case came in."""
    if "entry_route" in observed.unrecorded:
        return None
    return sum(count for route, count in observed.rows(_SETTLED_BY_ENTRY_ROUTE) if route in _PRE_FILING)


def _by_group(rows: Sequence[tuple[str, int, int]], confidence: float) -> list[Proportion]:
    hidden = hidden_groups([total for _, total, _ in rows])
    return [
        proportion(label, int(part), total, confidence, hidden=is_hidden)
        for (label, total, part), is_hidden in zip(rows, hidden, strict=True)
    ]


def _by_closing_code(rows: Sequence[tuple[int, int]], total: int, confidence: float) -> list[Proportion]:
    # Two totals are shown beside the codes, settled and not settled, so each side hides its small cells alone.
    hidden: dict[int, bool] = {}
    for outcome in Outcome:
        side = [(code, count) for code, count in rows if ClosingCode(code).outcome is outcome]
        marks = hidden_groups([count for _, count in side])
        hidden.update({code: is_hidden for (code, _), is_hidden in zip(side, marks, strict=True)})
    return [proportion(str(code), count, total, confidence, hidden=hidden[code]) for code, count in rows]


def proportion(label: str, numerator: int, denominator: int, confidence: float, *, hidden: bool = False) -> Proportion:
    """Make a share with its interval; of one that is hidden, the denominator alone is told.

    Parameters
    ----------
    label
        Of the group.
    numerator, denominator
        Cases; the denominator above 0 where the share is not hidden.
    confidence
        Level of the Wilson score interval, between 0 and 1.
    hidden
        Whether the group is too small to show.
    """
    low, high = (None, None) if hidden else wilson_interval(numerator, denominator, confidence=confidence)
    return Proportion(
        label=label,
        numerator=None if hidden else numerator,
        denominator=denominator,
        rate=None if hidden else numerator / denominator,
        low=low,
        high=high,
        confidence=confidence,
        suppressed=hidden,
    )
