"""`onestop sim fairness`, as a user runs it."""

import json

import pytest

from tests.cli.command import onestop, visible

SMALL = ("sim", "fairness", "one-court", "--share", "1", "--days", "10")


def test_a_table_of_policies(tmp_path):
    """Each policy asked for has its line, and nothing is left in the folder."""
    done = onestop(*SMALL, "--policies", "band_draw, longest_idle", cwd=tmp_path)

    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[0] == "one-court: 100.0% of it, 10 days, seed 1, weight spread 0.6, band width 1.433"
    assert lines[2].split("  ")[0] == "policy"
    assert [line.split()[0] for line in lines[3:]] == ["band_draw", "longest_idle"]
    assert visible(tmp_path) == []


def test_json_is_one_object(tmp_path):
    """With --json the setting and one record a policy are all there is on standard output."""
    done = onestop(*SMALL, "--policies", "random", "--json", cwd=tmp_path)
    told = json.loads(done.stdout)

    (row,) = told.pop("policies")
    assert told == {
        "scenario": "one-court",
        "share": 1.0,
        "days": 10,
        "seed": 1,
        "weight_spread": 0.6,
        "band_width_milli": 1433,
    }
    assert (row["policy"], row["predictable_share"]) == ("random", 0.0)


@pytest.mark.parametrize(
    ("policies", "message"),
    [("band_draw,fair", "policies = fair: must be of band_draw,"), ("deck,deck", "must name each policy once")],
)
def test_a_wrong_list_is_refused(tmp_path, policies, message):
    """A policy nobody knows, and one named twice, are one clear line each."""
    done = onestop(*SMALL, "--policies", policies, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr
