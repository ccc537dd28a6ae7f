"""The record of the live page's numbers: what it adds up, and what it refuses."""

import msgspec
import pytest

from dashboards.errors import LiveError
from dashboards.live.example import AT, example_view
from dashboards.live.view import FLOWS, MINUTE_US, STATUSES, DeadlinesAtRisk, Minute, OpenOffers, ProvinceCases


def test_cases_are_summed_over_provinces():
    """The cases of a status are those of all provinces together."""
    view = example_view()
    for status in STATUSES:
        assert view.cases(status) == sum(getattr(province, status) for province in view.provinces)


def test_the_last_hour_is_whole():
    """The last hour is 60 minutes that end before the count, with zeros where nothing happened."""
    busy = Minute(begins_at=AT // MINUTE_US * MINUTE_US - 5 * MINUTE_US, lodged=4, offered=3, accepted=2, closed=1)
    now = Minute(begins_at=AT // MINUTE_US * MINUTE_US, lodged=9, offered=9, accepted=9, closed=9)
    hour = msgspec.structs.replace(example_view(), minutes=(busy, now)).last_hour()
    assert [minute.begins_at for minute in hour] == [(AT // MINUTE_US - back) * MINUTE_US for back in range(60, 0, -1)]
    assert [[minute.count(flow) for flow in FLOWS] for minute in hour if minute.lodged] == [[4, 3, 2, 1]]
    assert hour[-5] is busy


def test_a_view_survives_the_wire():
    """A view that is written and read again is the same."""
    view = example_view(3)
    assert msgspec.json.decode(msgspec.json.encode(view), type=type(view)) == view


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: OpenOffers(open=3, within_quarter_hour=0, within_hour=1, within_day=4), r"offers: \(0, 1, 4, 3\)"),
        (lambda: OpenOffers(open=3, within_quarter_hour=-1, within_hour=1, within_day=2), "quarter_hour = -1"),
        (
            lambda: DeadlinesAtRisk(kind="period", within_hour=2, within_day=1, within_three_working_days=4),
            r"deadlines\[period\]: \(2, 1, 4\)",
        ),
        (
            lambda: ProvinceCases(code="44", zh="广东", en="Guangdong", waiting=1, choosing=0, offered=-2, held=3),
            r"provinces\[44\]\.offered = -2",
        ),
    ],
)
def test_counts_that_cannot_be_are_refused(make, words):
    """A count below 0, or a wider horizon with fewer in it, is refused by name and value."""
    with pytest.raises(LiveError, match=words):
        make()
