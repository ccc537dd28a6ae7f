"""An option that a command would not look at is refused in one line, before anything runs or is written."""

import pytest

from sim.scenario.toml_text import toml_text
from tests.cli.command import onestop, visible
from tests.sim.calibration.lookalike import MAPPING, write_log
from tests.sim.experiments.queues import mmc

SERVERS = "pool.agents.servers"


@pytest.fixture
def folder(tmp_path):
    """A folder with a queue scenario, a log of customers, and the names of what it holds."""
    (tmp_path / "mmc.toml").write_text(mmc(12, length=500.0).to_toml(), encoding="utf-8")
    return tmp_path


def refused(folder, arguments):
    """What a command says that must not write anything; `kept` would be the first thing that a run leaves behind."""
    held = visible(folder)
    done = onestop("sim", *arguments, cwd=folder)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert visible(folder) == held
    return done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("sweep", "--vary", f"{SERVERS}=11,12", "--points", "9"),
            "points = 9: must be left out for a factorial design",
        ),
        (
            ("sweep", "--vary", f"{SERVERS}=11,12", "--design", "one-at-a-time", "--points", "20"),
            "points = 20: must be left out for a one-at-a-time design, or be asked with --design lhs",
        ),
        (
            ("sweep", "--vary", f"{SERVERS}=12,13,12"),
            f"vary = {SERVERS}=12,13,12: must give each value once, and gives 12",
        ),
        (("sweep", "--vary", "run.target_wait=0.5,1,1.0"), "must give each value once, and gives 1.0 twice"),
        (
            ("sweep", "--vary", f"{SERVERS}=11,12", "--set", f"{SERVERS}=14"),
            f"set = {SERVERS}=14: must be left out, since --vary gives {SERVERS} in every setting",
        ),
        (("replicate", "--cap", "50"), "cap = 50: must be left out without --precision"),
        (("replicate", "--set", f"{SERVERS}=13", "--set", f"{SERVERS}=14"), f"{SERVERS} = 14: must be changed once"),
        (("replicate", "--lang", "zh", "--out", "a.csv"), "lang = zh: must be asked for with a page (.html)"),
        (("replicate", "--ray", "127.0.0.1:1", "--workers", "2"), "workers = 2: must be left out with --ray"),
        (
            ("sensitivity", "--vary", f"{SERVERS}=11..13", "--points", "16"),
            "points = 16: must be left out for a tornado",
        ),
        (
            ("sensitivity", "--vary", f"{SERVERS}=11..13", "--method", "morris", "--set", f"{SERVERS}=12"),
            f"set = {SERVERS}=12: must be left out, since --vary gives",
        ),
        (("sensitivity", "--method", "sobol"), "vary: must be given at least once"),
        (("staff", "--replications", str(10**20)), "replications = 100000000000000000000: must be from 1 to 100000"),
        (("staff", "--objective", "wait_men <= 1"), "objective = wait_men <= 1: must be on one of arrived"),
        (("parity", "--days", "3"), "days = 3: must not be given for mmc, a queue"),
    ],
)
def test_an_option_of_a_queue_that_nothing_looks_at_is_refused(folder, arguments, message):
    """Points without a hypercube, a cap without a precision, a change that is changed again: each is named."""
    command, *rest = arguments
    kept = () if command == "parity" else ("--folder", "kept")

    assert message in refused(folder, (command, "mmc.toml", *rest, *kept))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("staff", "one-court", "--by", "court", "--pool", "x"), "pool = x: must not be given for one-court"),
        (
            ("staff", "one-court", "--by", "type", "--backend", "simpy"),
            "backend = simpy: must be fast to staff one-court",
        ),
        (
            ("staff", "one-court", "--pooling", "--objective", "wait_p90_hours <= 9"),
            "objective = wait_p90_hours <= 9: must be on one of room_wait_mean_hours",
        ),
        (
            ("staff", "one-court", "--by", "court", "--objective", "wait_p90_hours <= 9", "--folder", "kept"),
            "objective = wait_p90_hours <= 9: must be on one of room_wait_mean_hours",
        ),
        (("compare", "one-court", "--days", "3", "--set", "window.days=5"), "window.days = 3: must be changed once"),
        (
            ("sweep", "one-court", "--days", "3", "--vary", "window.days=5,6"),
            "days = 3: must be left out, since --vary",
        ),
        (
            ("fairness", "one-court", "--policies", "deck", "--band-width", "9"),
            "band-width = 9: must be left out where",
        ),
        (("reproduce", "hotline", "--run", "."), "preset = hotline: must be left out with --run"),
        (("reproduce", "--run", ".", "--seed", "1"), "seed = 1: must be left out with --run"),
        (("reproduce", "one-court", "--off-hours", "days"), "off-hours = days: must be asked of court-filings-2020"),
    ],
)
def test_an_option_of_the_platform_that_nothing_looks_at_is_refused(tmp_path, arguments, message):
    """What only a queue has, what a window is given twice, what an earlier run holds already."""
    assert message in refused(tmp_path, arguments)


@pytest.mark.parametrize("value", ["nan", "inf", "0", "1"])
@pytest.mark.parametrize("command", ["compare", "replicate", "staff", "sweep", "sensitivity"])
def test_a_confidence_that_is_none_is_refused(folder, command, value):
    """Every command that takes a confidence names the value and both bounds."""
    asked = {
        "compare": ("--what-if", f"{SERVERS}=13"),
        "sweep": ("--vary", f"{SERVERS}=11,12"),
        "sensitivity": ("--vary", f"{SERVERS}=11..13"),
    }.get(command, ())

    told = refused(folder, (command, "mmc.toml", *asked, "--confidence", value))
    assert told == f"onestop: confidence = {value}: must be from 0.5 to 0.9999\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("cases.parquet", "--replications", "20"), "replications = 20: must be left out for cases.parquet"),
        (("cases.parquet", "--no-check"), "check = False: must be left out for cases.parquet"),
        (("log.csv", "--mapping", "map.toml", "--base", "one-court"), "base = one-court: must be left out for log.csv"),
        (
            ("log.csv", "--mapping", "map.toml", "--no-check", "--seed", "2"),
            "seed = 2: must be left out with --no-check",
        ),
        (("log.csv", "--mapping", "map.toml", "--lang", "zh"), "lang = zh: must be asked for with a page"),
    ],
)
def test_an_option_that_a_calibration_does_not_look_at_is_refused(tmp_path, arguments, message):
    """A case table is not simulated, a log has no base, and nothing is drawn without a check."""
    write_log(tmp_path / "log.csv", days=1)
    (tmp_path / "map.toml").write_text(toml_text(MAPPING), encoding="utf-8")
    (tmp_path / "cases.parquet").write_bytes(b"")

    assert message in refused(tmp_path, ("calibrate", *arguments))
