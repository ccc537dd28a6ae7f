"""Files of filings scenarios: their mistakes, their bases, what they rest on."""

from dataclasses import asdict

import pytest

from sim.assumptions import numbers
from sim.channels.assumptions import channel_assumptions
from sim.channels.load import filings_from, filings_names, load_filings, with_reading
from sim.channels.scenario import FilingsScenario
from sim.errors import ScenarioError
from sim.queueing.load import load_queue, queue_names
from sim.scenario.load import PRESETS as PLATFORM_PRESETS
from sim.scenario.load import load_scenario, preset_names

PRESETS = [load_filings("court-filings-2020"), load_queue("hotline")]


def changed(**tables):
    """The preset's tables with some replaced."""
    return {**load_filings("court-filings-2020").model_dump(mode="python"), **tables}


def mistakes_of(values):
    """The lines with which tables are refused."""
    with pytest.raises(ScenarioError) as caught:
        filings_from(values, file="my.toml")
    return str(caught.value).splitlines()


def test_presets_of_each_kind_are_apart():
    """A filings preset is neither a platform's nor a queue's."""
    assert not set(filings_names()) & {*preset_names(), *queue_names()}
    assert [load_filings(name).name for name in filings_names()] == filings_names()


def test_the_platform_refuses_filings_by_their_kind():
    """A filings file given to the platform is told apart from a platform's with a mistake in it."""
    with pytest.raises(ScenarioError, match="this is a scenario of filings, which the platform cannot run"):
        load_scenario(str(PLATFORM_PRESETS / "court-filings-2020.toml"))


def test_a_file_may_start_from_the_preset(tmp_path):
    """`base` brings the preset's tables; the file holds what differs."""
    path = tmp_path / "mine.toml"
    path.write_text(
        'kind = "filings"\nbase = "court-filings-2020"\nname = "mine"\ntitle = { en = "Mine", zh = "我的" }\n'
        "[window]\ndays = 31\n",
        encoding="utf-8",
    )
    mine = load_filings(str(path))

    assert (mine.window.days, mine.mobile_court.courts) == (31, 3_501)


def test_every_mistake_is_listed():
    """A wrong key, value and channel each get a line that names key, value and bound."""
    lines = mistakes_of(
        changed(
            window={"starts_on": "soon", "days": 0},
            channel=[{"name": "pigeon", "filings": 3, "always_open": True}],
        )
    )

    assert [line.partition(":")[2].split()[0] for line in lines] == ["window.starts_on", "window.days", "channel"]
    assert "must be at least 1" in lines[1]


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"channel": [{"name": "online_filing", "filings": 3, "always_open": True}]}, "exactly one channel"),
        (
            {
                "channel": [
                    {"name": "online_filing", "filings": 90_000_000, "always_open": True},
                    {"name": "court_window", "always_open": False},
                ]
            },
            "at most 19,533,232 registered filings (90,000,000)",
        ),
        (
            {
                "channel": [
                    {"name": "court_window", "filings": 1, "always_open": True},
                    {"name": "court_window", "always_open": False},
                ]
            },
            "name each channel once",
        ),
        ({"off_hours": {"reading": "days", "share": 0.6, "days_off_part": 0.5}}, "below 1 (has 1.2)"),
        (
            {
                "mobile_court": {
                    "courts": 1,
                    "visits_a_day": 1,
                    "off_hours_share": 0.1,
                    "off_day_share": 0.2,
                    "service": [{"name": "x", "share": 1.0}],
                }
            },
            "off_day_share at most off_hours_share",
        ),
    ],
)
def test_what_does_not_add_up_is_refused(tables, words):
    """Channels, readings and shares that cannot hold together are refused in one line each."""
    lines = mistakes_of(changed(**tables))

    assert len(lines) == 1
    assert words in lines[0]
    assert lines[0].startswith("my.toml: ")


def test_an_unknown_reading_is_refused():
    """The switch has two positions."""
    with pytest.raises(ScenarioError, match=r"off_hours\.reading"):
        with_reading(load_filings("court-filings-2020"), "weeks")


@pytest.mark.parametrize("scenario", PRESETS, ids=lambda scenario: scenario.name)
def test_every_number_of_a_channel_is_documented(scenario):
    """Each number has a tag, a title and a source in both languages, none of them the scenario's own choice unnamed."""
    values = scenario.model_dump(mode="json", exclude_none=True, by_alias=True)
    used = channel_assumptions(scenario)

    assert [entry.key for entry in used] == [key for key, _ in numbers(values)]
    assert [entry.key for entry in used if "own" in entry.source["en"].split()] == []
    assert all(text["en"] and text["zh"] for entry in used for text in (entry.title, entry.unit, entry.source))


@pytest.mark.parametrize("scenario", PRESETS, ids=lambda scenario: scenario.name)
def test_values_lie_within_their_ranges(scenario):
    """No number lies outside the range stated for it."""
    records = [asdict(entry) for entry in channel_assumptions(scenario)]
    outside = [
        record["key"]
        for record in records
        for value in (record["value"] if isinstance(record["value"], list) else [record["value"]])
        if record["low"] is not None and not record["low"] <= value <= record["high"]
    ]

    assert outside == []


def test_what_was_invented_is_called_assumed():
    """The share of calls that becomes cases and the ramp of lawyers are assumed; counts of courts are found."""
    tags = {entry.key: entry.tag for scenario in PRESETS for entry in channel_assumptions(scenario)}

    assert tags["class.mandarin.routes.line.filing"] == tags["lawyers_site.at_opening_share"] == "assumed"
    assert tags["mobile_court.courts"] == tags["mediation_platform.courts"] == "found"
    assert tags["registered.all_per_civil"] == "derived"


def test_a_value_of_the_users_own_is_assumed():
    """A changed count loses the tag of the documented one."""
    values = changed(registered={"civil": 9_000_000, "all_per_civil": 1.5})
    own = {entry.key: entry for entry in channel_assumptions(FilingsScenario.model_validate(values))}

    assert own["registered.civil"].tag == "assumed"
    assert own["registered.civil"].source["en"] == "This scenario's own; documented is 13136000"
