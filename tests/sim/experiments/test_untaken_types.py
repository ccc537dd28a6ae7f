"""A court that needs many times its staff for want of somebody who takes a type of case is told which."""

from pathlib import Path

from sim.experiments.job import change_any, load_any
from sim.experiments.objective import default_objective
from sim.experiments.runner import Runner
from sim.experiments.staff_courts import by_court
from sim.scenario.scenario import Scenario

HEAD = "mediator_id,court_id,organisation,capacity,dispute_types,languages\n"


def notes_of(folder: Path, *takes: str) -> list[str]:
    """The notes on courts with two mediators each who take these types."""
    courts = [f"C{number},Court {number},basic,City,Province,1500\n" for number in range(len(takes))]
    people = [
        f"M{court}{one},C{court},Office,3,{types},mandarin\n" for court, types in enumerate(takes) for one in "ab"
    ]
    (folder / "courts.csv").write_text(
        "court_id,name,tier,region,province,cases_per_year\n" + "".join(courts), encoding="utf-8"
    )
    (folder / "mediators.csv").write_text(HEAD + "".join(people), encoding="utf-8")
    files = {"courts_file": str(folder / "courts.csv"), "mediators_file": str(folder / "mediators.csv")}
    plan = change_any(load_any("one-court"), {"window.days": 14, "population": {"kind": "csv", **files}})
    assert isinstance(plan, Scenario)
    with Runner() as runner:
        report = by_court(plan, default_objective(plan), seed=1, replications=2, runner=runner)
    return [need.note for need in report.needs]


def test_types_that_nobody_takes_are_named(tmp_path: Path):
    """The court whose people take all types but one is told that one; a court whose people take all is told nothing."""
    plan = load_any("one-court")
    assert isinstance(plan, Scenario)
    types = [entry.name.value for entry in plan.cases.dispute_type]

    whole, short = notes_of(tmp_path, ";".join(types), ";".join(one for one in types if one != "sales"))
    assert whole == ""
    assert short.endswith("nobody there takes sales")
