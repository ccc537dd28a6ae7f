"""The charts: what is drawn is what was measured."""

import json

import msgspec
import pytest

from dashboards.catalogue import LANGUAGES, load_texts
from dashboards.figures.closing_codes import closing_codes_figure
from dashboards.figures.course import course_figure
from dashboards.figures.load_deciles import load_deciles_figure
from dashboards.figures.load_histogram import load_histogram_figure
from dashboards.figures.stock import stock_figure
from dashboards.figures.success import success_figure
from dashboards.figures.survival import survival_figure
from dashboards.figures.week import is_nominally_working, week_figure
from tests.dashboards.builders import proportion, survival
from tests.dashboards.nation import national_measures

MEASURES = national_measures()
assert MEASURES.course
assert MEASURES.success
assert MEASURES.time_to_acceptance
assert MEASURES.time_to_close
assert MEASURES.utilisation
COURSE, SUCCESS, UTILISATION = MEASURES.course, MEASURES.success, MEASURES.utilisation
CURVES = (MEASURES.time_to_acceptance, MEASURES.time_to_close)
TEXTS = load_texts("en")


def _all_figures(language):
    texts = load_texts(language)
    return [
        course_figure(COURSE, MEASURES.stock, texts),
        week_figure(MEASURES.volume, texts),
        success_figure(SUCCESS.by_dispute_type, SUCCESS.overall, "dispute_type", texts),
        closing_codes_figure(SUCCESS.by_closing_code, texts),
        *(survival_figure(curve, texts) for curve in CURVES),
        load_histogram_figure(UTILISATION, texts),
        load_deciles_figure(UTILISATION, texts),
        stock_figure(MEASURES.stock, texts),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_is_plain_data_with_a_height(language):
    """Every chart is JSON, knows its height, and is the same each time it is made."""
    for figure, again in zip(_all_figures(language), _all_figures(language), strict=True):
        assert json.loads(json.dumps(figure)) == again
        assert figure["layout"]["height"] >= 100
        assert figure["data"]


def test_the_week_has_168_bars_in_two_colours():
    """Filings are drawn hour by hour; working hours have the darker colour."""
    filed = week_figure(MEASURES.volume, TEXTS)["data"][0]
    colours = filed["marker"]["color"]

    assert filed["y"] == MEASURES.volume.filed_by_hour_of_week
    assert len(set(colours)) == 2
    assert {colour for hour, colour in enumerate(colours) if is_nominally_working(hour)} == {colours[9]}
    assert filed["hovertext"][9].startswith("Mon 09:00")


def test_forty_hours_of_the_week_are_worked():
    """Eight hours on each of five days."""
    assert sum(is_nominally_working(hour) for hour in range(168)) == 40


def test_success_has_a_dot_and_an_interval_a_group():
    """Dots stand at the rates, bars reach to the bounds, and a small group has words instead."""
    groups = [proportion("family", 60, 90), proportion("labour", 1, 3), proportion("traffic", 70, 80)]
    figure = success_figure(groups, proportion("all", 131, 173), "dispute_type", TEXTS)
    dots = figure["data"][0]
    highs = [rate + above for rate, above in zip(dots["x"], dots["error_x"]["array"], strict=True)]

    assert dots["x"] == [60 / 90, 70 / 80]
    assert dots["y"] == [0, 2]
    assert highs == pytest.approx([groups[0].high, groups[2].high])
    assert figure["layout"]["yaxis"]["ticktext"] == ["Family", "Labour", "Road traffic"]
    assert [word["y"] for word in figure["layout"]["annotations"] if "fewer" in word["text"]] == [1]


def test_all_dots_lie_inside_the_axis():
    """The axis holds every interval and the rate of the whole."""
    figure = success_figure(SUCCESS.by_dispute_type, SUCCESS.overall, "dispute_type", TEXTS)
    low, high = figure["layout"]["xaxis"]["range"]
    bounds = [bound for item in SUCCESS.by_dispute_type for bound in (item.low, item.high) if bound is not None]

    assert low < min(bounds)
    assert max(bounds) < high


def test_closing_codes_that_settle_stand_out():
    """Codes 1 and 2 share a colour that no other code has; a missing share has no bar."""
    codes = [proportion(str(code), 10 * code, 400) for code in range(1, 8)] + [proportion("8", 0, 2)]
    bars = closing_codes_figure(codes, TEXTS)["data"][0]
    colours = bars["marker"]["color"]

    assert colours[0] == colours[1]
    assert colours[0] not in colours[2:]
    assert bars["x"][-1] is None
    assert bars["text"][-1] is None


def test_a_curve_starts_with_everyone():
    """A curve whose first step is late still begins at day 0 with all cases."""
    figure = survival_figure(survival("filed", "closed", [(3.0, 0.8), (9.0, 0.1)], 50), TEXTS)
    low, high, curve = figure["data"]

    assert (curve["x"], curve["y"]) == ([0, 3.0, 9.0], [1, 0.8, 0.1])
    assert all(below <= share <= above for below, share, above in zip(low["y"], curve["y"], high["y"], strict=True))
    assert high["fill"] == "tonexty"


def test_a_band_for_the_whole_curve_lies_behind_the_other():
    """Where every point has bounds of both kinds, four edges and the curve are drawn, the wide band first."""
    points = [(0.0, 1.0), (3.0, 0.8), (9.0, 0.1)]
    figure = survival_figure(survival("filed", "closed", points, 5000, band=0.1), TEXTS)

    assert len(figure["data"]) == 5
    assert figure["data"][1]["y"] == [1.0, 0.9, 0.2]


def test_a_curve_without_median_has_no_median_mark():
    """Where fewer than half got there, nothing points at one half."""
    figure = survival_figure(survival("filed", "closed", [(0.0, 1.0), (9.0, 0.7)], 50), TEXTS)

    assert figure["layout"]["shapes"] == []
    assert figure["layout"]["annotations"] == []


def test_a_long_flat_tail_is_cut():
    """The axis ends soon after the last case in five hundred."""
    points = [(0.0, 1.0), (10.0, 0.001), (400.0, 0.0005)]
    _, last_day = survival_figure(survival("filed", "closed", points, 5000), TEXTS)["layout"]["xaxis"]["range"]

    assert 10 <= last_day < 20


def test_loads_are_drawn_as_counted():
    """Histogram and tenths hold the measures' own numbers."""
    assert load_histogram_figure(UTILISATION, TEXTS)["data"][0]["y"] == UTILISATION.mediators_by_load
    assert load_deciles_figure(UTILISATION, TEXTS)["data"][0]["y"] == UTILISATION.mean_load_by_decile


def test_littles_law_has_a_bar_only_where_it_has_a_value():
    """Three bars of the stock, and a fourth for the law."""
    found = MEASURES.stock
    without = msgspec.structs.replace(found, little_pending=None)

    assert stock_figure(found, TEXTS)["data"][0]["x"][-1] == found.little_pending
    assert len(stock_figure(without, TEXTS)["data"][0]["x"]) == 3
