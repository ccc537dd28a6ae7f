"""`onestop analytics compare`: a period beside an earlier one, as a whole or group by group."""

from typing import TYPE_CHECKING

from cli.analytics_options import Against, Before, By, Cases, CsvOut, PeriodWords, YearFiles
from cli.output import print_json, say, table
from cli.run import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.comparison.records import Change, Comparison, GroupChanges
    from analytics.records import Period

REMARKS = {
    "now_is_cut": "workdays of the period were not observed: counts are not compared",
    "before_is_cut": "workdays of the earlier period were not observed: counts are not compared",
    "lengths_differ": "one period is longer by more than months differ: counts are not compared",
    "now_begins_empty": "nothing was open at the start: cases filed before it are missing, closings and stock too low",
    "before_begins_empty": "nothing was open at the start of the earlier period: cases filed before it are missing, "
    "its closings and stock too low",
}
_SHARE = "share"


def compare(
    cases: Cases,
    *,
    period: PeriodWords = None,
    against: Against = None,
    before: Before = None,
    by: By = None,
    csv: CsvOut = None,
    year_files: YearFiles = None,
    as_json: Json = False,
) -> None:
    """Compare a period with an earlier one: by default the same dates a year before.

    Shares and medians come with the interval of their difference; what it leaves 0 out of is called higher or lower.

    \b
    Examples:
      onestop analytics compare imports/receipt --period 2011-Q4
      onestop analytics compare imports/receipt --period 2011-09 --against period-before --by channel
      onestop analytics compare imports/2025 --before imports/2024
    """
    import msgspec

    from analytics.export import write_changes_csv
    from cli.comparisons import comparison_of, group_comparison_of, pair_of
    from cli.periods import Asked

    pair = pair_of(cases, Asked(period=period, against=against, before=before), year_files or ())
    comparison = comparison_of(pair)
    groups = None if by is None else group_comparison_of(pair, by.value, comparison)
    if csv is not None:
        write_changes_csv(comparison if groups is None else groups, csv)
    if as_json:
        told = msgspec.to_builtins(comparison)
        if groups is not None:
            told |= {"by": groups.by, "groups": msgspec.to_builtins(groups.groups)}
            told |= {"groups_confidence": groups.confidence}
        print_json(told)
        return
    say(_periods(comparison))
    if groups is None:
        head = ["measure", "now", "before", "change", f"{comparison.confidence:.0%} interval", "told apart"]
        say(table(head, [[change.measure, *_cells(change)] for change in comparison.changes]))
    else:
        say(_groups_table(groups.by, groups.groups))
        level = f"{groups.confidence:.{groups.level_decimals}%}"
        say(f"  success: intervals of {level}, so that those of all groups hold together")


def _periods(comparison: "Comparison") -> str:
    lines = [f"now     {_period(comparison.now)}", f"before  {_period(comparison.before)}"]
    return "\n".join([*lines, *(f"  {REMARKS[remark]}" for remark in comparison.remarks)]) + "\n"


def _period(period: "Period") -> str:
    from analytics.periods.words import local_day

    first, last = local_day(period.starts_at), local_day(period.ends_at - 1)
    workdays = "" if period.workdays is None else f", {period.workdays:,} workdays"
    return f"{first} to {last}: {period.calendar_days:,.0f} days{workdays}"


def _cells(change: "Change") -> list[str]:
    now, before = _value(change, change.now), _value(change, change.before)
    return [now, before, _change(change), _interval(change), change.verdict or "-"]


def _value(change: "Change", value: float | None) -> str:
    if value is None:
        return "-"
    if change.unit == _SHARE:
        return f"{value:.1%}"
    return f"{value:,.0f}" if change.unit == "cases" else f"{value:,.1f}"


def _change(change: "Change") -> str:
    """Counts change by a share of themselves, shares by points and times by days."""
    if change.unit in (_SHARE, "days"):
        return "-" if change.difference is None else f"{_gap(change, change.difference)} {_gap_unit(change)}"
    return "-" if change.relative is None else f"{change.relative:+z.1%}"


def _interval(change: "Change") -> str:
    if change.low is None or change.high is None:
        return "-"
    return f"{_gap(change, change.low)} to {_gap(change, change.high)} {_gap_unit(change)}"


def _gap(change: "Change", value: float) -> str:
    return f"{100 * value if change.unit == _SHARE else value:+z.{change.decimals}f}"


def _gap_unit(change: "Change") -> str:
    return "points" if change.unit == _SHARE else "days"


def _groups_table(by: str, groups: "Sequence[GroupChanges]") -> str:
    head = [by, "filed", "before", "change", "closed", "before", "change", "settled", "before", "change", "told apart"]
    return table(head, [[group.label, *_group_cells(group)] for group in groups])


def _group_cells(group: "GroupChanges") -> list[str]:
    found = {change.measure: change for change in group.changes}
    cells: list[str] = []
    for measure in ("filed", "closed", "success_rate"):
        cells += _cells(found[measure])[:3]
    return [*cells, found["success_rate"].verdict or "-"]
