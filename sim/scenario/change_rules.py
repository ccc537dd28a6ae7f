"""What must hold between the window and what changes in it: surges of filings, outages, policies."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Final, NamedTuple

from sim.scenario.view import Broken, Unjudged, View


class _Span(NamedTuple):
    """Days of one entry of a list."""

    place: int
    """From 1."""
    first: date
    after: date
    """The day after the last."""
    court: int | None = None

    def meets(self, other: "_Span") -> bool:
        """Whether both are about the same people on the same day."""
        same_people = self.court is None or other.court is None or self.court == other.court
        return same_people and self.first < other.after and other.first < self.after

    def __str__(self) -> str:
        return f"{self.first} to {self.after - timedelta(days=1)}"


def _window(view: View) -> _Span:
    starts_on = view["window.starts_on"]
    try:
        return _Span(0, starts_on, starts_on + timedelta(days=view["window.days"]))
    except OverflowError:
        raise Unjudged("window.days") from None


def _entries(view: View, kind: str) -> Iterator[tuple[int, Any]]:
    """Yield the changes of a kind, each with its place from 1."""
    for place, entry in enumerate(view.get("change", ()), 1):
        if entry["kind"] == kind:
            yield place, entry


def _surges_lie_in_the_window(view: View) -> Iterator[Broken]:
    window = _window(view)
    for place, surge in enumerate(view.get("arrivals.surge", ()), 1):
        for name in ("starts_on", "ends_on"):
            if not window.first <= surge[name] < window.after:
                yield _broken(f"arrivals.surge #{place}.{name}", surge[name], f"be a day of the window, {window}")
        if surge["ends_on"] < surge["starts_on"]:
            must = f"be no earlier than starts_on = {surge['starts_on']}"
            yield _broken(f"arrivals.surge #{place}.ends_on", surge["ends_on"], must)


def _surges_share_no_day(view: View) -> Iterator[Broken]:
    spans = [
        _Span(place, surge["starts_on"], surge["ends_on"] + timedelta(days=1))
        for place, surge in enumerate(view.get("arrivals.surge", ()), 1)
        if surge["starts_on"] <= surge["ends_on"] < date.max
    ]
    for before, span in combinations(spans, 2):
        if span.meets(before):
            must = f"share no day with surge #{before.place}, {before}"
            yield _broken(f"arrivals.surge #{span.place}.starts_on", span.first, must)


def _changes_lie_in_the_window(view: View) -> Iterator[Broken]:
    window = _window(view)
    for place, change in enumerate(view.get("change", ()), 1):
        if not window.first <= change["on"] < window.after:
            yield _broken(f"change #{place}.on", change["on"], f"be a day of the window, {window}")


def _outages_end_after_they_begin(view: View) -> Iterator[Broken]:
    window = _window(view)
    for place, outage in _entries(view, "outage"):
        until = outage.get("until")
        if until is None:
            continue
        if until <= outage["on"]:
            yield _broken(f"change #{place}.until", until, f"be later than on = {outage['on']}")
        elif until > window.after:
            must = f"be at most {window.after}, the day after the window; leave it out if they are away to its end"
            yield _broken(f"change #{place}.until", until, must)


def _outages_share_nobody(view: View) -> Iterator[Broken]:
    window = _window(view)
    spans = [
        _Span(place, outage["on"], outage.get("until") or window.after, outage.get("court"))
        for place, outage in _entries(view, "outage")
    ]
    for before, span in combinations([span for span in spans if span.first < span.after], 2):
        if span.meets(before):
            whose = "the whole nation" if before.court is None else f"court {before.court}"
            must = f"not fall into the outage #{before.place} of {whose}, {before}"
            yield _broken(f"change #{span.place}.on", span.first, must)


def _outages_are_of_known_courts(view: View) -> Iterator[Broken]:
    """Of made-up courts; the number of the user's own is known only when their file has been read."""
    if str(view["population.kind"]) != "synthetic":
        return
    courts = view["population.courts"]
    for place, outage in _entries(view, "outage"):
        court = outage.get("court")
        if court is not None and court >= courts:
            yield _broken(f"change #{place}.court", court, f"be below population.courts = {courts}: they count from 0")


def _policies_draw(view: View) -> Iterator[Broken]:
    for place, change in _entries(view, "policy"):
        if str(change["name"]) == "batch_optimal":
            must = "be a policy that draws: matching goes by windows that begin with the run"
            yield _broken(f"change #{place}.name", change["name"], must)
        elif str(view["policy.name"]) == "batch_optimal":
            must = "be no change of policy where policy.name = batch_optimal, whose cases wait for a window to end"
            yield _broken(f"change #{place}.kind", change["kind"], must)


def _broken(key: str, value: object, must: str) -> Broken:
    return Broken(key=key, value=value, must=must)


CHANGE_RULES: Final[tuple[Callable[[View], Iterator[Broken]], ...]] = (
    _surges_lie_in_the_window,
    _surges_share_no_day,
    _changes_lie_in_the_window,
    _outages_end_after_they_begin,
    _outages_share_nobody,
    _outages_are_of_known_courts,
    _policies_draw,
)
"""Every rule about what changes, in the order of the file."""
