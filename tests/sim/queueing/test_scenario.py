"""Queue scenarios as files: reading, refusing, changing, writing."""

import copy

import pytest

from sim.errors import ScenarioError
from sim.queueing.load import load_queue, queue_from, queue_names, with_changes
from sim.queueing.stability import arrival_rate, flows, load_of
from sim.scenario.load import PRESETS, load_scenario, preset_names
from tests.sim.queueing.scenarios import customers, scenario

VALID = scenario().model_dump(mode="python", exclude_none=True, by_alias=True)


LAWS = "deterministic, empirical, erlang, exponential, gamma, hyperexponential, lognormal, mixture, uniform"


def mistakes(**tables):
    """The lines with which the changed scenario is refused."""
    with pytest.raises(ScenarioError) as caught:
        queue_from({**copy.deepcopy(VALID), **tables}, file="my.toml")
    return str(caught.value).splitlines()


def test_there_are_presets_of_every_family():
    """At least two dozen textbook presets and the hotline, apart from the platform's presets."""
    assert len([name for name in queue_names() if name.startswith("textbook/")]) >= 24
    assert "hotline" in queue_names()
    assert not set(queue_names()) & set(preset_names())


@pytest.mark.parametrize("name", queue_names())
def test_a_preset_is_called_like_its_file_and_survives_being_written(name, tmp_path):
    """A preset's name is that of its file, and its TOML loads to an equal scenario."""
    made = load_queue(name)
    copied = tmp_path / "copy.toml"
    copied.write_text(made.to_toml(), encoding="utf-8")

    assert made.name == name
    assert load_queue(str(copied)) == made


def test_all_mistakes_are_listed_at_once():
    """Wrong keys, values and names in several tables are each reported, with a hint where a word is close."""
    lines = mistakes(
        run={"lenght": 5.0, "length": -1.0},
        pool=[
            {"name": "server", "servers": 1, "serves": ["costumers"]},
            {"name": "server", "shifts": [], "servers": 2},
        ],
        outage=[{"pool": "nobody", "starts": 3.0, "ends": 2.0}],
        **{"class": [customers(service={"kind": "exponental", "mean": 1.0}, patience={"kind": "gamma", "mean": 0.0})]},
    )

    assert lines == [
        "my.toml: run.length = -1.0: must be above 0",
        "my.toml: run.lenght = 5.0: must be a known key (nearest: length)",
        "my.toml: class #1.patience.mean = 0.0: must be above 0",
        "my.toml: class #1.patience.cv: must be given: Coefficient of variation; no unit.",
        f'my.toml: class #1.service.kind = "exponental": must be one of {LAWS}',
        "my.toml: pool #2.shifts = []: must have at least 1 entries (has 0)",
        "my.toml: outage #1: must have ends above starts (has 2 and 3)",
        'my.toml: pool.name = "server": must name one pool only (found 2 times)',
        'my.toml: pool #1.serves = "costumers": must be the name of a class (customers) (nearest: customers)',
        'my.toml: outage #1.pool = "nobody": must be the name of a pool (server, server)',
    ]


STATIONS = [{"name": "a", "routes": {"b": 0.7, "a": 0.4}}, {"name": "b"}]


@pytest.mark.parametrize(
    ("tables", "line"),
    [
        ({"station": STATIONS}, "station #1.routes: must sum to at most 1 (sums to 1.1)"),
        ({"station": [{"name": "a", "routes": {"c": 0.5}}]}, 'station #1.routes = "c": must be the name of a station'),
        (
            {"station": [{"name": "a", "routes": {"b": 0.5}}, {"name": "b"}]},
            'class #1.name = "customers": must be served by some pool at station b',
        ),
        ({"class": [customers(service=None)]}, "class #1.service: must be given, or pool server have a service law"),
        ({"class": [customers(station="x")]}, 'class #1.station = "x": must be the name of a station (station)'),
        ({"pool": [{"name": "p"}]}, "pool #1: must have either servers or shifts"),
        (
            {
                "run": {"length": 9.0, "cycle": 5.0},
                "pool": [{"name": "p", "shifts": [{"starts": 0, "ends": 6, "servers": 1}]}],
            },
            "pool #1.shifts = 6: must end within run.cycle = 5.0",
        ),
        (
            {"class": [customers(arrivals={"kind": "intervals", "edges": [0, 2, 1], "rates": [1, 2]})]},
            "class #1.arrivals: must have edges that rise",
        ),
        (
            {"class": [customers(arrivals={"kind": "trace", "file": "missing.txt"})]},
            'class #1.arrivals.file = "missing.txt": must be the path of an existing file',
        ),
        (
            {"class": [customers(service={"kind": "hyperexponential", "shares": [0.5, 0.6], "means": [1, 2]})]},
            "class #1.service.shares = [0.5, 0.6]: must sum to 1",
        ),
        (
            {"class": [customers(arrivals={"kind": "renewal", "gap": {"kind": "deterministic", "value": 0.0}})]},
            "class #1.arrivals.gap: must have a mean above 0",
        ),
        (
            {"run": {"length": 1e6, "cycle": 1.0, "observe_at": [0.5]}},
            "run: must observe at most 200,000 times (has 1,000,000, all cycles together)",
        ),
        ({"run": {"length": 5.0, "warm_up": 5.0}}, "run: must have warm_up below length (has 5 and 5)"),
    ],
)
def test_contradictions_are_refused(tables, line):
    """Each contradiction between keys or tables is named with what must hold instead."""
    tables = {
        key: [{k: v for k, v in each.items() if v is not None} for each in value] if key == "class" else value
        for key, value in tables.items()
    }

    assert any(found.startswith(f"my.toml: {line}") for found in mistakes(**tables)), mistakes(**tables)


def test_an_unstable_queue_is_refused_with_its_load():
    """A queue that grows without end is refused with its load, unless patience, a limit or the user says otherwise."""
    busy = customers(arrivals={"kind": "poisson", "rate": 2.5})
    lines = mistakes(run={"length": 9.0}, pool=[{"name": "server", "servers": 2}], **{"class": [busy]})

    assert len(lines) == 1
    assert "run.require_stable = true" in lines[0]
    assert "a load below 1 (has 1.25)" in lines[0]
    base = {**VALID, "run": {"length": 9.0}, "class": [busy]}
    for more in (
        {"run": {"length": 9.0, "require_stable": False}},
        {"class": [busy | {"patience": {"kind": "exponential", "mean": 1.0}}]},
        {"station": [{"name": "desk", "queue_limit": 5}]},
        {"pool": [{"name": "server", "servers": 3}]},
    ):
        assert queue_from({**base, **more}, file="x").name == "made-up"


def test_loads_are_those_of_the_best_split():
    """With several pools the load is the busiest pool's under the best split; alone it is the offered work."""
    n_model, jackson, kept_apart = (load_queue(f"textbook/{name}") for name in ("n-model", "jackson", "i-model"))

    assert load_of(n_model, n_model.places[0]) == pytest.approx(6.0 / 8)
    assert load_of(kept_apart, kept_apart.places[0]) == pytest.approx(3.5 / 4)
    assert flows(jackson).sum(axis=0) == pytest.approx([2.427184, 2.135922, 1.796117], abs=1e-6)
    assert arrival_rate(kept_apart, kept_apart.classes[0]) == 3.0


def test_changes_reach_classes_pools_and_stations_by_name():
    """A dotted key names a class, pool or station; other lists go by place; None takes a key out."""
    changed = with_changes(
        load_queue("textbook/callcenter-day"),
        {
            "pool.agents.shifts.1.servers": 5,
            "class.calls.arrivals.scale": 1.5,
            "class.calls.patience": None,
            "run.target_wait": 30.0,
        },
    )

    assert changed.pools[0].shifts is not None
    assert changed.pools[0].shifts[0].servers == 5
    assert changed.classes[0].patience is None
    with pytest.raises(ScenarioError, match=r"pool\.agent\.servers: must name one of agents \(nearest: agents\)"):
        with_changes(changed, {"pool.agent.servers": 5})
    with pytest.raises(ScenarioError, match=r"run\.x = 5: must be a known key"):
        with_changes(changed, {"run.x": 5})
    with pytest.raises(ScenarioError, match="name a place from 1 to 13"):
        with_changes(changed, {"pool.agents.shifts.14.servers": 5})
    with pytest.raises(ScenarioError, match="lead to a table"):
        with_changes(changed, {"run.length.x": 5})


def test_a_file_may_start_from_a_preset(tmp_path):
    """A file with a base holds its name, its title and what differs."""
    file = tmp_path / "mine.toml"
    lines = [
        'base = "textbook/mm1"',
        'name = "mine"',
        'title = { en = "Mine", zh = "我的" }',
        "[run]",
        "length = 2_050.0",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")

    assert load_queue(str(file)).run.length == 2_050.0
    assert load_queue(str(file)).pools == load_queue("textbook/mm1").pools


def test_the_kinds_of_scenarios_are_not_mixed_up():
    """The platform's loader names a queue's kind as the one mistake; unknown presets are answered with the nearest."""
    file = str(PRESETS / "textbook" / "mm1.toml")

    with pytest.raises(ScenarioError, match='kind = "queue": must be left out'):
        load_scenario(file)
    with pytest.raises(ScenarioError, match="nearest: textbook/mm1"):
        load_queue("textbok/mm1")
