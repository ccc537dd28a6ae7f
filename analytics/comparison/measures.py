"""Two periods compared as a whole: what came in and went out, what was open, what came of it and how long it took.

Counts
    Filed, accepted, closed and settled cases, with their change, and a workday of them, since two periods of one
    length differ in holidays. Counts are not compared where a period was observed in part, or is longer than the other
    by more than one month is than another; cases a workday always are.
Stock
    What is pending and what is open at the end, whatever the lengths.
Shares and medians
    Each with its interval, and the difference with its own. `verdict` says whether that leaves 0 out.
Source
    The way Chinese courts print a change against the same period of the year before or the period before. For the
    intervals `analytics.statistics.difference`.
What it is not
    No cause: a share may change because other cases were filed. Nor is a change of counts held against chance.
"""

from collections.abc import Collection, Iterator
from typing import Final

from analytics.comparison.change import counted, estimated, share
from analytics.comparison.records import Change, Comparison, Remark
from analytics.measures.median import median_interval
from analytics.records import Measures, Rates, Survival
from analytics.statistics.difference import Estimate

LONGEST_MONTH_OVER_SHORTEST: Final = 31 / 28
_FLOWS: Final = ("filed", "accepted", "closed")


def compare_measures(
    now: Measures,
    before: Measures,
    *,
    now_is_whole: bool = True,
    before_is_whole: bool = True,
    confidence: float = 0.95,
) -> Comparison:
    """Compare the measures of a period with those of an earlier one.

    Parameters
    ----------
    now, before
        What was measured, of one table of cases or of two.
    now_is_whole, before_is_whole
        Whether all of what was asked for was observed.
    confidence
        Level of the intervals, between 0 and 1; that of the medians is the measures' own.

    Returns
    -------
    Comparison
        Without groups.

    Raises
    ------
    StatisticsError
        If `confidence` is not inside (0, 1).
    """
    remarks = list(_remarks(now, before, now_is_whole=now_is_whole, before_is_whole=before_is_whole))
    is_comparable = counts_are_comparable(remarks)
    changes = [
        *_flows(now, before, is_comparable=is_comparable),
        *_stock(now, before),
        *_shares(now, before, confidence),
        *_medians(now, before),
    ]
    return Comparison(
        now=now.period,
        before=before.period,
        confidence=confidence,
        changes=changes,
        remarks=remarks,
        course_before=before.course,
    )


def counts_are_comparable(remarks: Collection[Remark]) -> bool:
    """Say whether counts of two periods may be held against each other, of which so much is remarked."""
    return not {"now_is_cut", "before_is_cut", "lengths_differ"}.intersection(remarks)


def _remarks(now: Measures, before: Measures, *, now_is_whole: bool, before_is_whole: bool) -> Iterator[Remark]:
    if not now_is_whole:
        yield "now_is_cut"
    if not before_is_whole:
        yield "before_is_cut"
    lengths = sorted((now.period.calendar_days, before.period.calendar_days))
    if lengths[1] > lengths[0] * LONGEST_MONTH_OVER_SHORTEST:
        yield "lengths_differ"
    open_now, open_before = (one.stock.pending_at_start + one.stock.waiting_at_start for one in (now, before))
    if open_before and not open_now:
        yield "now_begins_empty"
    if open_now and not open_before:
        yield "before_begins_empty"


def _flows(now: Measures, before: Measures, *, is_comparable: bool) -> Iterator[Change]:
    for flow in _FLOWS:
        first: Rates = getattr(now.volume, flow)
        second: Rates = getattr(before.volume, flow)
        if flow == "accepted" and not first.count and not second.count:
            continue  # nobody notes acceptances
        yield counted(flow, first.count, second.count, unit="cases", is_comparable=is_comparable)
        yield counted(f"{flow}_per_workday", first.per_workday, second.per_workday, unit="cases / workday")
    settled, before_settled = _settled(now)[0], _settled(before)[0]
    if settled is not None or before_settled is not None:
        yield counted("settled", settled, before_settled, unit="cases", is_comparable=is_comparable)


def _stock(now: Measures, before: Measures) -> Iterator[Change]:
    pending, before_pending = now.stock.pending_at_end, before.stock.pending_at_end
    if pending or before_pending:
        yield counted("pending_at_end", pending, before_pending, unit="cases")
    yield counted("open_at_end", now.open_at_end, before.open_at_end, unit="cases")
    yield counted("clearance_rate", now.clearance.clearance_rate, before.clearance.clearance_rate, unit="share")


def _shares(now: Measures, before: Measures, confidence: float) -> Iterator[Change]:
    pairs = {"success_rate": _settled, "past_deadline_share": _past_deadline}
    for measure, counts in pairs.items():
        first, second = (share(*counts(one), confidence) for one in (now, before))
        if first is not None or second is not None:
            yield estimated(measure, first, second, unit="share")


def _medians(now: Measures, before: Measures) -> Iterator[Change]:
    for first, second in (
        (now.time_to_acceptance, before.time_to_acceptance),
        (now.time_to_close, before.time_to_close),
    ):
        known = first or second
        if known is None or (first and second and first.starts != second.starts):
            continue  # times from filing are not held against times from acceptance
        measure = f"median_days_{known.starts}_to_{known.ends}"
        found = _median(first), _median(second)
        if all(found):
            yield estimated(measure, *found, unit="days")
        else:  # one of them has no upper bound
            yield counted(measure, *(_half(one) for one in (first, second)), unit="days")


def _settled(measures: Measures) -> tuple[int | None, int]:
    """Settled and concluded cases."""
    if measures.success is None:
        return None, 0
    return measures.success.overall.numerator, measures.success.overall.denominator


def _past_deadline(measures: Measures) -> tuple[int | None, int]:
    """Cases closed past their deadline, and those closed with one."""
    whole = measures.timeliness.with_flagged[0]
    return whole.past_deadline, whole.with_deadline


def _half(survival: Survival | None) -> float | None:
    return None if survival is None else survival.quantile_days.get("0.5")


def _median(survival: Survival | None) -> Estimate | None:
    value = _half(survival)
    interval = None if survival is None else median_interval(survival)
    return None if value is None or interval is None else Estimate(value, *interval)
