"""The planner's commands as a user runs them, on a textbook queue."""

import csv
import json

import pytest

from tests.cli.command import onestop, onestop_process, visible
from tests.sim.experiments.queues import mmc


@pytest.fixture
def queue(tmp_path):
    """A folder with a queue scenario of twelve servers."""
    (tmp_path / "mmc.toml").write_text(mmc(12, length=500.0).to_toml(), encoding="utf-8")
    return tmp_path


def answered(done):
    """The one JSON object of a command that did what it was asked."""
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_compare_answers_in_json(queue):
    """A comparison is one object: the best, its probability, and one row a measure and scenario."""
    told = answered(onestop("sim", "compare", "mmc.toml", "--what-if", "pool.agents.servers=13", "--json", cwd=queue))

    assert told["scenarios"] == ["mmc", "pool.agents.servers=13"]
    assert (told["measure"], told["best"], told["replications"]) == ("wait_mean", "pool.agents.servers=13", 10)
    assert {"scenario", "measure", "estimate", "difference", "probability_best", "verdict", "pairing_worth"} == set(
        told["rows"][0]
    )
    assert {"mean", "low", "high", "replications"} == set(told["rows"][0]["estimate"])


def test_what_ifs_of_the_same_last_key_are_told_apart(queue):
    """Two keys that end alike are a comparison like any other: each scenario is called by its whole key."""
    keys = ("class.first.priority=3", "class.second.priority=3")
    asked = [word for key in keys for word in ("--what-if", key)]
    done = onestop("sim", "compare", "textbook/priority-mm1", *asked, "--replications", "2", "--json", cwd=queue)

    assert answered(done)["scenarios"] == ["textbook/priority-mm1", *keys]


def test_compare_does_not_depend_on_the_workers(queue):
    """One process and two print the same, but for the time it took; nothing is left behind."""
    command = ("sim", "compare", "mmc.toml", "--what-if", "pool.agents.servers=13", "--replications", "3", "--json")
    one = answered(onestop(*command, cwd=queue))
    two = answered(onestop_process(*command, "--workers", "2", cwd=queue))

    assert one.pop("wall_seconds") > 0
    assert two.pop("wall_seconds") > 0
    assert one == two
    assert visible(queue) == ["mmc.toml"]


def test_select_promises_the_best(queue):
    """Kim and Nelson's selection names the better staffing, and how many runs each got."""
    command = ("sim", "compare", "mmc.toml", "--what-if", "pool.agents.servers=13", "--replications", "3", "--json")
    told = answered(onestop(*command, "--select", "kn", "--indifference", "0.02", cwd=queue))["selection"]
    spent = answered(onestop(*command, "--select", "ocba", "--budget", "30", cwd=queue))["selection"]

    assert (told["best"], told["method"], told["reached"]) == ("pool.agents.servers=13", "kn", True)
    assert (spent["best"], sum(spent["runs"].values())) == ("pool.agents.servers=13", 30)


def test_replicate_says_when_it_is_not_precise_enough(queue):
    """A cap that is too low exits 1, and the estimate and the runs that would do are printed all the same."""
    done = onestop("sim", "replicate", "mmc.toml", "--precision", "0.001", "--cap", "12", "--json", cwd=queue)
    told = json.loads(done.stdout)

    assert (done.returncode, done.stderr) == (1, "")
    assert (told["reached"], told["replications"]) == (False, 12)
    assert told["replications_needed"] > 12
    assert told["estimates"]["wait_mean"]["low"] < told["estimates"]["wait_mean"]["high"]


def test_replicate_says_when_it_is(queue):
    """A precision that can be reached is, exits 0, and says so."""
    done = onestop("sim", "replicate", "mmc.toml", "--precision", "0.05", "--measure", "utilisation", cwd=queue)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("reached: utilisation is known to ")


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (("compare", "mmc.toml", "--what-if", "pool.agents.servers=13", "--replications", "2"), "哪个更优"),
        (("replicate", "mmc.toml", "--replications", "2"), "平均等待时间：mmc"),
        (("staff", "mmc.toml", "--objective", "wait_probability <= 0.2"), "需要多少人：mmc"),
        (("sensitivity", "mmc.toml", "--vary", "pool.agents.servers=11..13", "--replications", "2"), "哪些参数影响"),
    ],
)
def test_a_page_is_written_in_the_language_asked_for(queue, arguments, title):
    """--lang zh gives a Chinese page; without it the page is English."""
    for language, chosen in (("zh", ("--lang", "zh")), ("en", ())):
        answered(onestop("sim", *arguments, "--out", f"{language}.html", "--json", *chosen, cwd=queue))
    chinese, english = ((queue / f"{name}.html").read_text(encoding="utf-8") for name in ("zh", "en"))

    assert '<html lang="zh-CN">' in chinese
    assert title in chinese
    assert '<html lang="en">' in english
    assert title not in english


def test_staff_answers_in_json(queue):
    """The smallest staff is that of Erlang C, 12, with gap, curve and cost; files of every kind are written."""
    outs = [part for suffix in ("html", "csv", "xlsx", "json") for part in ("--out", f"a.{suffix}")]
    told = answered(
        onestop("sim", "staff", "mmc.toml", "--set", "pool.agents.servers=16", "--set", "run.length=2000",
                "--objective", "wait_probability <= 0.2", "--json", *outs, cwd=queue)
    )  # fmt: skip

    assert (told["required"], told["available"], told["gap"], told["gap_share"]) == (12, 16, -4, -0.25)
    assert {"unit", "required", "available", "gap", "gap_share", "wait_probability", "low", "high", "note"} == set(
        told["units"][0]
    )
    assert {"curve", "simulations", "wall_seconds", "objective", "confidence", "seed"} <= set(told)
    assert told["files"] == ["a.html", "a.csv", "a-curve.csv", "a-run.csv", "a.xlsx", "a.json"]


def test_a_sweep_goes_on_where_it_stopped(queue):
    """A sweep that is run again with one more value runs only what is missing, and gives the same rows."""
    command = ("sim", "sweep", "mmc.toml", "--replications", "2", "--folder", "kept", "--json", "--vary")
    first = answered(onestop(*command, "pool.agents.servers=11,12", cwd=queue))
    second = answered(onestop(*command, "pool.agents.servers=11,12,13", "--out", "s.csv", cwd=queue))
    rows = list(csv.DictReader((queue / "s.csv").read_text(encoding="utf-8-sig").splitlines()))

    assert (first["simulations"], second["simulations"]) == (4, 2)
    assert second["settings"][:2] == first["settings"]
    assert [row["pool.agents.servers"] for row in rows] == ["11", "12", "13"]


@pytest.mark.parametrize(
    ("method", "part", "bounded", "bare"),
    [
        ("tornado", "swing", "at_low", "swing"),
        ("morris", "strength", "strength", "deviation"),
        ("sobol", "total", "first", None),
    ],
)
def test_sensitivity_answers_in_json(queue, method, part, bounded, bare):
    """Each method gives one record a key, the strongest first, with an interval to each number that has one."""
    points = () if method == "tornado" else ("--points", "8")
    told = answered(
        onestop("sim", "sensitivity", "mmc.toml", "--method", method, *points, "--replications", "2",
                "--set", "run.length=200", "--vary", "pool.agents.servers=11..13",
                "--vary", "class.callers.service.mean=1.6..2.2", "--json", cwd=queue)
    )  # fmt: skip
    strengths = [row[part] for row in told["keys"]]

    assert (told["method"], told["measure"]) == (method, "wait_mean")
    assert strengths == sorted(strengths, reverse=True)
    assert {"key", "from", "to", part, bounded, f"{bounded}_low", f"{bounded}_high"} <= set(told["keys"][0])
    assert f"{bare}_low" not in told["keys"][0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("compare", "mmc.toml"), "scenarios = 1: must be at least 2"),
        (("compare", "mmc.toml", "--what-if", "servers"), "change = servers: must be key=value"),
        (("compare", "mmc.toml", "--what-if", "pool.agent.servers=3"), "must name one of agents"),
        (("compare", "mmc.toml", "nowhere.toml"), "nowhere.toml: must be a preset"),
        (("compare", "mmc.toml", "one-court"), "scenarios: must be all of the platform or all queues"),
        (("compare", "mmc.toml", "mmc.toml", "--out", "a.pdf"), "out = a.pdf: must end in one of .html"),
        (("compare", "mmc.toml", "mmc.toml", "--out", "no/a.csv"), "out = no/a.csv: must lie in a folder that exists"),
        (("compare", "mmc.toml", "mmc.toml", "--budget", "9"), "budget = 9: must be left out without --select"),
        (("replicate", "mmc.toml", "--days", "3"), "days = 3: must not be given for mmc"),
        (("replicate", "mmc.toml", "--backend", "abacus"), "backend = abacus: must be of fast, simpy"),
        (("replicate", "mmc.toml", "--ray", "127.0.0.1:1"), "ray = 127.0.0.1:1: must be the address"),
        (("staff", "mmc.toml", "--objective", "good"), "objective = good: must be a measure"),
        (("staff", "mmc.toml", "--by", "court"), "by = court: must be asked of courts and mediators"),
        (("staff", "mmc.toml", "--pool", "x"), "pool = x: must be of agents"),
        (("sweep", "mmc.toml"), "vary: must be given at least once"),
        (("sensitivity", "mmc.toml", "--vary", "a=1"), "vary = a=1: must be key=low..high"),
    ],
)
def test_bad_input_is_one_clear_line(queue, arguments, message):
    """What cannot be asked is refused in one line that names it, and nothing is written."""
    done = onestop("sim", *arguments, cwd=queue)

    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert visible(queue) == ["mmc.toml"]
