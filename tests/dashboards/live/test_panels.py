"""The live page's charts and tables: they show the view's numbers, and withhold the small ones."""

import msgspec
import pytest

from dashboards.catalogue import LANGUAGES
from dashboards.live.deadlines import deadlines_panel
from dashboards.live.example import example_view
from dashboards.live.health import case_tiles, health_tiles, state_badge
from dashboards.live.offers import offers_panel
from dashboards.live.provinces import provinces_figure, provinces_panel
from dashboards.live.texts import live_texts
from dashboards.live.throughput import throughput_panel
from dashboards.live.view import FLOWS, STATUSES, Latency

ENGLISH = live_texts("en")
VIEW = example_view()


def _with_waiting(*counts: int):
    provinces = tuple(
        msgspec.structs.replace(province, waiting=count)
        for province, count in zip(VIEW.provinces, counts, strict=False)
    )
    return msgspec.structs.replace(VIEW, provinces=provinces)


def test_provinces_stand_in_their_order():
    """Provinces are never ranked: table and chart have the view's order, whatever the numbers."""
    names = [province.en for province in VIEW.provinces]
    panel = provinces_panel(VIEW, ENGLISH)
    assert [row[0] for row in panel.rows] == names
    for status in STATUSES:
        assert panel.figures[status]["data"][0]["y"] == names
        assert panel.figures[status]["layout"]["yaxis"]["ticktext"] == names


def test_large_counts_are_shown_as_they_are():
    """Where every province has cases enough, bars, table and total are the view's own counts."""
    view = _with_waiting(40, 12, 9)
    assert provinces_figure(view, "waiting", ENGLISH)["data"][0]["x"] == [40, 12, 9]
    assert [row[1] for row in provinces_panel(view, ENGLISH).rows] == ["40", "12", "9"]
    assert provinces_panel(view, ENGLISH).total[:2] == ["All", "61"]


@pytest.mark.parametrize(
    ("counts", "bars", "cells"),
    [
        ((40, 3, 12, 2), [40, None, 12, None], ["40", "<5", "12", "<5"]),
        ((40, 0, 12, 9), [40, None, 12, None], ["40", "<5", "12", "withheld"]),
        ((3,), [3], ["3"]),
        ((0, 0), [0, 0], ["0", "0"]),
    ],
)
def test_small_counts_are_withheld(counts, bars, cells):
    """Fewer than 5 cases of a province are not shown, nor can they be reckoned from the total that is."""
    view = _with_waiting(*counts)
    figure = provinces_figure(view, "waiting", ENGLISH)
    assert figure["data"][0]["x"] == bars
    assert [row[1] for row in provinces_panel(view, ENGLISH).rows] == cells
    hidden = [cell for cell, bar in zip(cells, bars, strict=True) if bar is None]
    assert [note["text"] for note in figure["layout"]["annotations"]] == [cell.replace("<", "&lt;") for cell in hidden]


def test_numbers_on_an_axis_are_whole():
    """Where there are few cases or none the axis goes to 5, so that no number on it stands for a fraction."""
    assert provinces_figure(_with_waiting(0, 0), "waiting", ENGLISH)["layout"]["xaxis"]["range"] == [0, 5]
    assert "range" not in provinces_figure(_with_waiting(60, 70), "waiting", ENGLISH)["layout"]["xaxis"]


def test_spans_of_offers_add_up():
    """The bars of offers do not overlap, and add up to all open offers."""
    panel = offers_panel(VIEW, ENGLISH)
    bars = panel.figures["offers"]["data"][0]["x"]
    assert sum(bars) == VIEW.offers.open
    assert bars[0] == VIEW.offers.within_quarter_hour
    assert [row[1] for row in panel.rows] == [f"{bar:,}" for bar in bars]


def test_parts_of_a_deadline_add_up():
    """The parts of a bar of deadlines add up to those within three working days; the table holds the view's counts."""
    panel = deadlines_panel(VIEW, ENGLISH)
    parts = [trace["x"] for trace in panel.figures["deadlines"]["data"]]
    for place, risk in enumerate(VIEW.deadlines):
        assert sum(part[place] for part in parts) == risk.within_three_working_days
        cells = [risk.within_hour, risk.within_day, risk.within_three_working_days]
        assert panel.rows[place][1:] == [f"{count:,}" for count in cells]


def test_no_deadline_is_said():
    """Where no deadline ends soon the chart says so instead of standing empty."""
    figure = deadlines_panel(msgspec.structs.replace(VIEW, deadlines=()), ENGLISH).figures["deadlines"]
    assert figure["layout"]["annotations"][0]["text"] == "No deadline ends within three working days."


def test_an_unknown_deadline_stands_for_itself():
    """A kind of deadline that nobody translated is named as the service names it."""
    view = msgspec.structs.replace(VIEW, deadlines=(msgspec.structs.replace(VIEW.deadlines[0], kind="new_clock"),))
    assert deadlines_panel(view, ENGLISH).rows[0][0] == "new_clock"


def test_the_hour_in_tens_is_the_hour():
    """The table's tens of minutes add up to the bars, the latest ten on top, and so does its total."""
    panel = throughput_panel(VIEW, ENGLISH)
    for column, (flow, trace) in enumerate(zip(FLOWS, panel.figures["throughput"]["data"], strict=True), start=1):
        tens = [int(row[column].replace(",", "")) for row in panel.rows]
        assert trace["y"] == [minute.count(flow) for minute in VIEW.last_hour()]
        assert sum(tens) == sum(trace["y"]) == int(panel.total[column].replace(",", ""))
        assert tens[0] == sum(trace["y"][-10:])


def test_rows_of_the_hour_have_one_scale():
    """All four rows of bars have one range, so that bars of two rows can be compared."""
    layout = throughput_panel(VIEW, ENGLISH).figures["throughput"]["layout"]
    assert len({tuple(layout[axis]["range"]) for axis in layout if axis.startswith("yaxis")}) == 1


@pytest.mark.parametrize(
    ("state", "kind"),
    [("serving", "good"), ("full", "bad"), ("read_only", "bad"), ("starting", "neutral"), ("stopping", "neutral")],
)
def test_the_state_is_a_word(state, kind):
    """Every state of the service has a word and a sign in both languages, and the reason goes with it."""
    health = msgspec.structs.replace(VIEW.health, state=state, reason="since 3")
    badges = [state_badge(msgspec.structs.replace(VIEW, health=health), live_texts(each)) for each in LANGUAGES]
    assert {badge.kind for badge in badges} == {kind}
    assert all("since 3" in badge.words and badge.words != f"{state}: since 3" and badge.sign for badge in badges)


def test_tiles_hold_the_numbers():
    """The numbers on top are the view's: commands, latencies, position, epoch, and cases by status."""
    health = msgspec.structs.replace(VIEW.health, answer=Latency(), commit=Latency(p50_seconds=2.5, p99_seconds=1e9))
    view = msgspec.structs.replace(VIEW, health=health)
    values = {tile.identity: tile.value for tile in (*health_tiles(view, ENGLISH), *case_tiles(view, ENGLISH))}
    assert values["waiting_commands"] == "3"
    assert values["answer"] == "–"
    assert values["commit"] == "2.5\N{NO-BREAK SPACE}s"
    assert values["position"] == "128,441,907"
    assert values["held"] == "502,498"
