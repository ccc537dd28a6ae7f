"""What the STRESS page of a platform scenario says."""

from datetime import date

from dashboards.planner.texts import page_texts
from sim.experiments.stress_platform import platform_items
from sim.scenario.load import load_scenario, with_changes

ONE_COURT = load_scenario("one-court")
FIRST = ONE_COURT.window.starts_on
LAST = date.fromordinal(FIRST.toordinal() + 1)


def test_what_ifs_are_told_with_their_dates():
    """Surges, outages and policies adopted are all told, with dates, shares and names, and have words in Chinese."""
    changes = {
        "arrivals.surge": [{"starts_on": FIRST, "ends_on": LAST, "factor": 2.5}],
        "change": [
            {"on": FIRST, "kind": "outage", "share": 0.5, "until": LAST},
            {"on": LAST, "kind": "outage", "share": 0.25},
            {"on": LAST, "kind": "policy", "name": "least_loaded"},
        ],
    }
    told = platform_items(with_changes(ONE_COURT, changes))["4.2"][1:]

    assert told == [
        f"From {FIRST} to {LAST} expected filings are multiplied by 2.5.",
        f"From {FIRST} to {LAST}, 50.0% of the mediators of the nation are away.",
        f"From {LAST} to the end, 25.0% of the mediators of the nation are away.",
        f"From {LAST} on every court draws by least_loaded.",
    ]
    chinese = page_texts("zh")
    assert all("From" not in chinese.said(sentence) for sentence in told)


def test_a_scenario_without_changes_tells_none():
    """Without surges and changes only the length of the window is told."""
    assert len(platform_items(ONE_COURT)["4.2"]) == 1
