"""A bad value is reported by key, value and bound, and all of them at once."""

import pytest

from tests.sim.scenario.broken import lines_for, lines_of_file


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("window.days", 0, "window.days = 0: must be at least 1"),
        ("window.days", "7", 'window.days = "7": must be a whole number'),
        ("window.days", True, "window.days = true: must be a whole number"),
        ("window.days", 7.5, "window.days = 7.5: must be a whole number"),
        ("window.starts_on", "24 August", 'window.starts_on = "24 August": must be a date, YYYY-MM-DD without quotes'),
        ("arrivals.off_hours_share", 1.5, "arrivals.off_hours_share = 1.5: must be below 1"),
        ("arrivals.court_day_variation", -0.1, "arrivals.court_day_variation = -0.1: must be at least 0"),
        ("offers.accept_share", 0, "offers.accept_share = 0: must be above 0"),
        ("offers.accept_share", float("nan"), "offers.accept_share = nan: must be a finite number"),
        ("offers.lapse_share", 2, "offers.lapse_share = 2: must be at most 1"),
        ("arrivals.season", [1.5, 2], "arrivals.season = [1.5, 2]: must have at least 12 entries (has 2)"),
        ("arrivals.season", [1] * 11 + [-1], "arrivals.season #12 = -1: must be above 0"),
        ("closing.code_shares", 3, "closing.code_shares = 3: must be a list"),
        ("cases", 3, "cases = 3: must be a table"),
        ("cases.channel", {"online_filing": 0.9}, "cases.channel: must sum to 1 within 0.000001 (they sum to 0.9)"),
        (
            "policy.name",
            "least_load",
            (
                'policy.name = "least_load": must be one of band_draw, least_loaded, '
                "longest_idle, random, deck, weighted_draw, ranked_list, power_of_d, batch_optimal "
                "(nearest: least_loaded)"
            ),
        ),
        ("population.kind", "synthetik", 'population.kind = "synthetik": must be one of csv, synthetic'),
        (
            "name",
            "Two words",
            ('name = "Two words": must match the pattern ^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$'),
        ),
        ("title.en", "", 'title.en = "": must have at least 1 characters'),
    ],
)
def test_a_wrong_value_is_shown_with_its_bound(key, value, line):
    """One wrong value earns a line with key, value and bound."""
    assert line in lines_for("one-court", {key: value})


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("window.dayz", "window.dayz = 1: must be a known key (nearest: days)"),
        ("cases.entry_route.delegatd", "cases.entry_route.delegatd: must be a known key (nearest: delegated)"),
        ("polcy", "polcy = 1: must be a known key (nearest: policy)"),
        ("population.tier_load_share.hihg", "population.tier_load_share.hihg = 1: must be a known key (nearest: high)"),
        ("population.mediator", "population.mediator = 1: must be a known key (nearest: mediators)"),
        ("ladder.zzz", "ladder.zzz = 1: must be a known key (step_working_days)"),
    ],
)
def test_an_unknown_key_comes_with_the_nearest_known_one(key, line):
    """A key that does not exist is named, with the one that was probably meant, or with all there are."""
    assert line in lines_for("national-2020", {key: 1})


def test_an_entry_of_a_list_is_named_by_its_place():
    """The second dispute type of the file is #2."""
    mix = [
        {"name": "family", "share": 1.0, "settled_share": 0.6},
        {"name": "famly", "share": 0.0, "settled_share": 1.0},
    ]
    lines = lines_for("one-court", {"cases.dispute_type": mix})

    assert len(lines) == 2
    assert lines[0].startswith('cases.dispute_type #2.name = "famly": must be one of private_lending, ')
    assert lines[0].endswith("(nearest: family)")
    assert lines[1] == "cases.dispute_type #2.settled_share = 1.0: must be below 1"


def test_a_missing_key_is_described(tmp_path):
    """What must be given is named with what it means and its unit."""
    path = tmp_path / "short.toml"
    path.write_text('name = "short"\n[window]\ndays = 7\n', encoding="utf-8")
    lines = lines_of_file(path)

    assert (
        "window.history_days: must be given: Arrivals drawn before the window, to find the cases already open "
        in (lines[2][:109])
    )
    assert [line.split(":")[0] for line in lines] == [
        "title", "window.starts_on", "window.history_days", "population", "arrivals", "cases", "offers", "ladder",
        "policy", "durations", "closing",
    ]  # fmt: skip


def test_all_mistakes_are_listed_at_once():
    """Wrong types, bounds, sums, unknown keys and rules between keys in different sections all come in one report."""
    changes = {
        "window.days": 0,
        "window.dayz": 7,
        "population.mediators": "many",
        "population.capacity_shares": [0.5, 0.4],
        "arrivals.off_day_share": 0.3,
        "cases.settled_share": 0.7,
        "durations.within_period_mean_days": 35.0,
        "offers.lapse_share": 0.5,
        "colour": "red",
    }
    keys = {line.partition(" = ")[0].partition(": ")[0] for line in lines_for("national-2020", changes)}

    assert changes.keys() - {"cases.settled_share"} | {"closing.code_shares"} <= keys


def test_a_mistake_is_not_reported_twice():
    """Rules about a key that is wrong in itself keep silent, and so do lists about entries that are."""
    assert lines_for("national-2020", {"arrivals.off_day_share": -1}) == [
        "arrivals.off_day_share = -1: must be at least 0"
    ]
    assert len(lines_for("national-2020", {"arrivals.season": [1] * 10 + [0, 0]})) == 2


def test_a_long_or_nested_value_stays_on_one_line():
    """A value of a thousand characters is cut, one of several lines is joined, a table is not printed."""
    lines = lines_for("one-court", {"name": "x" * 1000, "policy.name": "a\nb", "window.days": {"a": 1}})

    assert [len(line.splitlines()) for line in lines] == [1, 1, 1]
    assert max(map(len, lines)) < 400
    assert lines[1] == "window.days: must be a whole number"
