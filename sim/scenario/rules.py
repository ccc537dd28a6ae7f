"""What must hold between the keys of a scenario.

A rule that asks for a key which is missing or itself mistaken is passed over. Those about arrivals, about the
population and about what changes in the window have modules of their own: `arrival_rules.py`, `population_rules.py`,
`change_rules.py`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import fsum
from typing import Any, Final

from sim.scenario.arrival_rules import ARRIVAL_RULES
from sim.scenario.change_rules import CHANGE_RULES
from sim.scenario.population_rules import POPULATION_RULES
from sim.scenario.section import SHARES_TOLERANCE
from sim.scenario.view import Broken, Unjudged, View
from sim.scenario.years import YEAR_RULES, known_span, known_years


def broken_rules(values: Mapping[str, Any], mistaken: Sequence[tuple[str | int, ...]] = ()) -> list[Broken]:
    """Find every rule between keys that a scenario breaks.

    Parameters
    ----------
    values
        The scenario as nested tables.
    mistaken
        Paths of keys already known to be wrong; rules about them are passed over.

    Returns
    -------
    list[Broken]
        In the order of the rules; empty if all hold.

    """
    view = View(values=values, mistaken=mistaken)
    broken: list[Broken] = []
    for rule in RULES:
        try:
            broken.extend(rule(view))
        except Unjudged:
            continue
    return broken


_CALENDAR_DAYS_A_WORKING_DAY = 2
_LONGEST_HOLIDAY_DAYS = 10
"""Ten days off in a row were the most from 2004 to 2026 (Spring Festival of 2020); weekends at most double the rest."""


def _window_inside_the_calendar(view: View) -> Iterator[Broken]:
    starts_on, days, history = view["window.starts_on"], view["window.days"], view["window.history_days"]
    years = known_years(view)
    # Whoever files on the last day is still given deadlines; no working day is further off than this.
    working_days = max(sum(view["ladder.step_working_days"]), view["offers.deadline_working_days"])
    after = timedelta(days=_CALENDAR_DAYS_A_WORKING_DAY * working_days + _LONGEST_HOLIDAY_DAYS)
    try:
        begins, ends = starts_on - timedelta(days=history), starts_on + timedelta(days=days) + after
        inside = begins >= date(years[0], 1, 1) and ends <= date(years[-1], 12, 31)
    except OverflowError:
        inside = False
    if not inside:
        must = (
            f"leave history, window and the {after.days} days of deadlines after it inside {known_span(view)}, or name "
            "later ones in [calendar]"
        )
        yield Broken(key="window.starts_on", value=starts_on, must=must)


def _case_mix_is_whole(view: View) -> Iterator[Broken]:
    types = view["cases.dispute_type"]
    total = fsum(entry["share"] for entry in types)
    if abs(total - 1) > SHARES_TOLERANCE:
        must = f"have shares that sum to 1 within {SHARES_TOLERANCE:f} (they sum to {total:.7g})"
        yield Broken(key="cases.dispute_type", value=None, must=must)
    for name, count in Counter(str(entry["name"]) for entry in types).items():
        if count > 1:
            yield Broken(key="cases.dispute_type", value=name, must=f"name each type once (found {count} times)")


def _answers_are_shares(view: View) -> Iterator[Broken]:
    accept, lapse = view["offers.accept_share"], view["offers.lapse_share"]
    if accept + lapse > 1 + SHARES_TOLERANCE:
        must = f"be at most 1 - offers.accept_share = {1 - accept:.6g}"
        yield Broken(key="offers.lapse_share", value=lapse, must=must)


def _triangle_fits_the_period(view: View) -> Iterator[Broken]:
    period, mean = view["durations.period_days"], view["durations.within_period_mean_days"]
    if not period <= 3 * mean <= 2 * period:
        must = (
            f"be from {period / 3:.6g} to {2 * period / 3:.6g}, or the triangle's mode, 3 x mean - period, "
            f"leaves 0 to durations.period_days = {period}"
        )
        yield Broken(key="durations.within_period_mean_days", value=mean, must=must)


def _mean_is_reached_beyond_the_period(view: View) -> Iterator[Broken]:
    mean, share = view["durations.mean_days"], view["durations.within_period_share"]
    period, within = view["durations.period_days"], view["durations.within_period_mean_days"]
    if share >= 1:
        if abs(mean - within) > SHARES_TOLERANCE * mean:
            must = f"equal durations.within_period_mean_days = {within}, since every case ends within the period"
            yield Broken(key="durations.mean_days", value=mean, must=must)
    elif mean <= (least := share * within + (1 - share) * period):
        must = f"be above {least:.6g}, or cases beyond the period would end within its {period} days on average"
        yield Broken(key="durations.mean_days", value=mean, must=must)


def _closing_codes_settle_what_cases_settle(view: View) -> Iterator[Broken]:
    codes, settled = view["closing.code_shares"], view["cases.settled_share"]
    if abs(codes[0] + codes[1] - settled) > SHARES_TOLERANCE:
        must = f"give codes 1 and 2, which settle, cases.settled_share = {settled} (gives {codes[0] + codes[1]:.7g})"
        yield Broken(key="closing.code_shares", value=None, must=must)


RULES: Final[tuple[Callable[[View], Iterator[Broken]], ...]] = (
    *YEAR_RULES,
    _window_inside_the_calendar,
    *ARRIVAL_RULES,
    _case_mix_is_whole,
    _answers_are_shares,
    _triangle_fits_the_period,
    _mean_is_reached_beyond_the_period,
    _closing_codes_settle_what_cases_settle,
    *POPULATION_RULES,
    *CHANGE_RULES,
)
"""Every rule between keys, in the order of the file."""
