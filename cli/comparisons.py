"""Compare two stretches of a case table, or of two, as a user asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec import structs

from analytics.comparison.groups import compare_groups
from analytics.comparison.measures import compare_measures, counts_are_comparable
from analytics.comparison.records import Comparison, GroupComparison
from analytics.groups import Grouping
from analytics.periods.stretch import Stretch
from cli.measures import case_table, grouped, measured
from cli.periods import Asked, earlier_stretch, measured_stretch
from engine.calendar.calendar import WorkCalendar


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two stretches of one case table or of two."""

    cases: Path
    now: Stretch
    earlier_cases: Path
    before: Stretch
    calendar: WorkCalendar


def pair_of(place: Path, asked: Asked, year_files: Sequence[Path] = ()) -> Pair:
    """Settle which stretches are compared; errors are those of `measures_of` and of `cli.periods`."""
    calendar = WorkCalendar.china(year_files=year_files)
    cases = case_table(place)
    earlier_cases = cases if asked.before is None else case_table(asked.before)
    now = measured_stretch(cases, asked.period, calendar)
    before = earlier_stretch(earlier_cases, now, asked, calendar)
    if asked.follows:  # where the one is cut the other is, so that they are as long
        now = structs.replace(now, is_whole=True)
    return Pair(cases=cases, now=now, earlier_cases=earlier_cases, before=before, calendar=calendar)


def comparison_of(pair: Pair) -> Comparison:
    """Compare the two stretches as a whole."""
    return compare_measures(
        measured(pair.cases, pair.calendar, pair.now),
        measured(pair.earlier_cases, pair.calendar, pair.before),
        now_is_whole=pair.now.is_whole,
        before_is_whole=pair.before.is_whole,
    )


def group_comparison_of(pair: Pair, by: Grouping, comparison: Comparison) -> GroupComparison:
    """Compare them group by group."""
    now, before = grouped(pair.cases, by, pair.now), grouped(pair.earlier_cases, by, pair.before)
    return compare_groups(now, before, by, is_comparable=counts_are_comparable(comparison.remarks))
