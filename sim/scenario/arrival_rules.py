"""What must hold between the keys of `[arrivals]`, and between them, the channels and the window."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from sim.scenario.profile import Spread, spread, spread_together
from sim.scenario.section import SHARES_TOLERANCE
from sim.scenario.view import Broken, Unjudged, View
from sim.scenario.years import known_span, known_years

WORKING_HOURS: Final = (9, 10, 11, 13, 14, 15, 16, 17)
"""Hours of a workday in which courts work; the working calendar's 09:00-12:00 and 13:00-18:00."""
_LATEST_START: Final = (12, 1)
"""Month and day: a year's count over fewer days than a month says nothing of its rates."""


def _reference_year_inside_the_calendar(view: View) -> Iterator[Broken]:
    year = view["arrivals.year"]
    if year not in known_years(view):
        yield _broken("year", year, f"be one of {known_span(view)}")


def _off_days_are_off_hours(view: View) -> Iterator[Broken]:
    off_hours, off_day = view["arrivals.off_hours_share"], view["arrivals.off_day_share"]
    if off_day > off_hours:
        yield _broken("off_day_share", off_day, f"be at most arrivals.off_hours_share = {off_hours}, which includes it")


def _working_hours_have_weight(view: View) -> Iterator[Broken]:
    if _weight_inside(view["arrivals.workday_hour_weights"]) <= 0:
        yield _weightless("workday_hour_weights", "some weight in working hours (09-12, 13-18)")


def _off_hours_have_weight(view: View) -> Iterator[Broken]:
    if _weight_outside(view["arrivals.workday_hour_weights"]) <= 0:
        yield _weightless("workday_hour_weights", "some weight outside working hours")


def _days_off_have_weight(view: View) -> Iterator[Broken]:
    if sum(view["arrivals.off_day_hour_weights"]) <= 0:
        yield _weightless("off_day_hour_weights", "some weight")


def _off_days_of_channels_are_off_hours(view: View) -> Iterator[Broken]:
    for channel, profile in _profiles(view).items():
        off_hours, off_day = profile["off_hours_share"], profile["off_day_share"]
        if off_day > off_hours:
            must = f"be at most its off_hours_share = {off_hours}, which includes it"
            yield _broken(f"profile.{channel}.off_day_share", off_day, must)


def _hours_of_channels_have_weight(view: View) -> Iterator[Broken]:
    for channel, profile in _profiles(view).items():
        amounts = spread(profile["off_hours_share"], profile["off_day_share"])
        workday, off_day = profile.get("workday_hour_weights"), profile.get("off_day_hour_weights")
        if workday is not None and amounts.working > 0 and _weight_inside(workday) <= 0:
            yield _weightless(f"profile.{channel}.workday_hour_weights", "some weight in working hours (09-12, 13-18)")
        if workday is not None and amounts.off_hours > 0 and _weight_outside(workday) <= 0:
            yield _weightless(f"profile.{channel}.workday_hour_weights", "some weight outside working hours")
        if off_day is not None and amounts.off_days > 0 and sum(off_day) <= 0:
            yield _weightless(f"profile.{channel}.off_day_hour_weights", "some weight")


def _channels_add_up(view: View) -> Iterator[Broken]:
    """What channels have for themselves fits into what is said of all filings; only the first that does not is told."""
    parts, off_hours, off_day = _parts(view), view["arrivals.off_hours_share"], view["arrivals.off_day_share"]
    whole, taken = spread(off_hours, off_day), spread_together(parts)
    if not parts or any(part.off_hours < 0 for _, part in [(1.0, whole), *parts]):
        return
    if sum(share for share, _ in parts) >= 1 - SHARES_TOLERANCE:
        yield from _all_have_profiles(off_hours, off_day, taken)
    elif taken.off_days > whole.off_days + SHARES_TOLERANCE:
        yield _broken("off_day_share", off_day, f"be at least {taken.off_days:.6g}, which {_OWN} on days off")
    elif taken.off_hours > whole.off_hours + SHARES_TOLERANCE:
        least = off_day + taken.off_hours
        must = f"be at least {least:.6g}: arrivals.off_day_share = {off_day} and {taken.off_hours:.6g}, which {_OWN}"
        yield _broken("off_hours_share", off_hours, f"{must} outside the working hours of workdays")
    elif taken.working > whole.working + SHARES_TOLERANCE:
        must = f"be at most {1 - taken.working:.6g}, as {_OWN} {taken.working:.6g} in working hours"
        yield _broken("off_hours_share", off_hours, must)


def _parts(view: View) -> list[tuple[float, Spread]]:
    """Share and spread of each channel that has cases and a profile."""
    shares = view["cases.channel"]
    return [
        (shares[name], spread(profile["off_hours_share"], profile["off_day_share"]))
        for name, profile in _profiles(view).items()
        if shares.get(name, 0) > 0
    ]


def _all_have_profiles(off_hours: float, off_day: float, taken: Spread) -> Iterator[Broken]:
    for key, value, exact in (
        ("off_hours_share", off_hours, taken.off_hours + taken.off_days),
        ("off_day_share", off_day, taken.off_days),
    ):
        if abs(value - exact) > _ADDED_TOLERANCE:
            yield _broken(key, value, f"be {exact:.6g}: every channel has a profile, and this is what they make of it")
            return


_OWN: Final = "channels with an [arrivals.profile] of their own file"
_ADDED_TOLERANCE: Final = 1e-4
"""How far what all channels make may lie from what is said of all: a hundredth of a per cent of the filings."""


def _years_are_counted_once(view: View) -> Iterator[Broken]:
    for year, count in Counter(growth["year"] for growth in view.get("arrivals.growth", ())).items():
        if count > 1:
            yield _broken("growth", year, f"name each year once (found {count} times)")
        if year not in known_years(view):
            yield _broken("growth", year, f"name {known_span(view)}")


def _filings_begin_in_their_year(view: View) -> Iterator[Broken]:
    for place, growth in enumerate(view.get("arrivals.growth", ()), 1):
        starts_on, year = growth.get("starts_on"), growth["year"]
        if starts_on is not None and not date(year, 1, 1) <= starts_on <= date(year, *_LATEST_START):
            must = f"lie from {year}-01-01 to {date(year, *_LATEST_START)}"
            yield _broken(f"growth #{place}.starts_on", starts_on, must)


def _every_year_is_counted(view: View) -> Iterator[Broken]:
    """A year left out beside years with a count would jump to the reference year's rates unseen."""
    years = {growth["year"] for growth in view.get("arrivals.growth", ())}
    if not years:
        return
    starts_on = view["window.starts_on"]
    try:
        first = starts_on - timedelta(days=view["window.history_days"])
        last = starts_on + timedelta(days=view["window.days"] - 1)
    except OverflowError:
        raise Unjudged("window.days") from None
    for year in range(first.year, last.year + 1):
        if year not in years:
            yield _broken("growth", None, f"name {year} too, as history and window are {first} to {last}")


def _profiles(view: View) -> dict[str, Mapping[str, Any]]:
    return {name: profile for name, profile in view.get("arrivals.profile", {}).items() if profile is not None}


def _weight_inside(weights: tuple[float, ...]) -> float:
    return sum(weights[hour] for hour in WORKING_HOURS)


def _weight_outside(weights: tuple[float, ...]) -> float:
    return sum(weight for hour, weight in enumerate(weights) if hour not in WORKING_HOURS)


def _weightless(key: str, must_hold: str) -> Broken:
    return _broken(key, None, f"hold {must_hold}")


def _broken(key: str, value: object, must: str) -> Broken:
    return Broken(key=f"arrivals.{key}", value=value, must=must)


ARRIVAL_RULES: Final[tuple[Callable[[View], Iterator[Broken]], ...]] = (
    _reference_year_inside_the_calendar,
    _off_days_are_off_hours,
    _working_hours_have_weight,
    _off_hours_have_weight,
    _days_off_have_weight,
    _off_days_of_channels_are_off_hours,
    _hours_of_channels_have_weight,
    _channels_add_up,
    _years_are_counted_once,
    _filings_begin_in_their_year,
    _every_year_is_counted,
)
"""Every rule about arrivals, in the order of the file."""
