"""`onestop sim schema` for each kind of scenario."""

import json

from tests.cli.command import onestop


def test_each_kind_of_scenario_has_its_schema(tmp_path):
    """Without an option the platform's is printed, with --kind queue the queues', with --kind filings the filings'."""
    platform, named, queue, filings = (
        json.loads(onestop("sim", "schema", *more, cwd=tmp_path).stdout)["properties"].keys()
        for more in ((), ("--kind", "platform"), ("--kind", "queue"), ("--kind", "filings"))
    )

    assert platform == named
    assert {"window", "population", "arrivals", "offers"} <= platform
    assert {"kind", "time_unit", "run", "class", "pool", "station", "outage", "base"} <= queue
    assert {"kind", "window", "registered", "channel", "mobile_court", "lawyers_site", "base"} <= filings


def test_an_unknown_kind_is_misuse(tmp_path):
    """The kinds that there are stand in the message."""
    done = onestop("sim", "schema", "--kind", "bridge", cwd=tmp_path)

    assert done.returncode == 2
    assert "platform" in done.stderr
    assert "queue" in done.stderr
