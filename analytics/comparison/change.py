"""One measure in two periods: counts by their ratio, estimates by their difference and its interval."""

from analytics.comparison.records import Change, Unit, Verdict
from analytics.statistics.difference import Estimate, difference
from analytics.statistics.wilson import wilson_interval


def counted(measure: str, now: float | None, before: float | None, *, unit: Unit, is_comparable: bool = True) -> Change:
    """Compare two complete counts, what follows from them by dividing, or estimates without an interval.

    Parameters
    ----------
    measure, unit
        What is compared.
    now, before
        Its values; None where there are none.
    is_comparable
        Whether one may be held against the other; if not, both are told, and no difference.

    Examples
    --------
    >>> change = counted("filed", 1200, 1000, unit="cases")
    >>> change.difference, round(change.relative, 3), change.verdict
    (200, 0.2, None)
    """
    told = Change(measure=measure, unit=unit, now=now, before=before)
    if now is None or before is None or not is_comparable:
        return told
    relative = now / before - 1 if before and unit.startswith("cases") else None
    return Change(measure=measure, unit=unit, now=now, before=before, difference=now - before, relative=relative)


def estimated(measure: str, now: Estimate | None, before: Estimate | None, *, unit: Unit) -> Change:
    """Compare two independent estimates.

    Examples
    --------
    >>> change = estimated("success_rate", Estimate(0.8, 0.69, 0.88), Estimate(0.6, 0.49, 0.70), unit="share")
    >>> change.verdict
    'higher'
    """
    found = None if now is None or before is None else difference(now, before)
    first, second, between = _parts(now), _parts(before), _parts(found)
    return Change(
        measure=measure,
        unit=unit,
        now=first[0],
        now_low=first[1],
        now_high=first[2],
        before=second[0],
        before_low=second[1],
        before_high=second[2],
        difference=between[0],
        low=between[1],
        high=between[2],
        verdict=None if found is None else _verdict(found),
    )


def share(part: int | None, whole: int, confidence: float) -> Estimate | None:
    """Estimate a share of cases; None where its part is not shown or there is no whole."""
    if part is None or not whole:
        return None
    return Estimate(part / whole, *wilson_interval(part, whole, confidence=confidence))


def _parts(estimate: Estimate | None) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if estimate is None else estimate


def _verdict(found: Estimate) -> Verdict:
    if found.low > 0:
        return "higher"
    return "lower" if found.high < 0 else "not told apart"
