"""One run of a planner's command says the same in every form: JSON, tables of three kinds, page, lines, scenario."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from cli.planner_delivery import number
from dashboards.planner.words import value
from tests.cli.command import onestop
from tests.cli.written_forms import PageForm, csv_tables, same_cell, workbook_tables
from tests.sim.experiments.queues import mmc, two_halves

SEED = 2**62 + 1
"""Larger than a spreadsheet's numbers hold."""
TOLD_ONLY = {"files", "simulations", "wall_seconds"}
PLUS_ONE = "pool.agents.servers=13"
VARIED = ("--vary", "pool.agents.servers=11..13", "--vary", "class.callers.service.mean=1.8..2.2")
COMMANDS = {
    "compare": ("q.toml", "--what-if", PLUS_ONE, "--replications", "4", "--select", "kn", "--indifference", "0.05"),
    "replicate": ("q.toml", "--replications", "5"),
    "staff": ("q.toml", "--objective", "wait_probability <= 0.2", "--frontier"),
    "staff of shifts": ("s.toml", "--objective", "wait_probability <= 0.2", "--shape", "load"),
    "staff by court": ("one-court", "--days", "14", "--by", "court", "--pooling", "--marginal"),
    "sensitivity": ("q.toml", *VARIED, "--replications", "3"),
    "sweep": ("q.toml", "--vary", "run.observe_at=[10],[20]", "--replications", "3"),
}


@dataclass(frozen=True)
class Forms:
    """Every form that one run of a command wrote."""

    told: dict[str, Any]
    json: dict[str, list[dict[str, Any]]]
    others: dict[str, dict[str, list[dict[str, str]]]]
    page: PageForm | None
    lines: str


@pytest.fixture(scope="module", params=COMMANDS)
def every(request, tmp_path_factory):
    """A command that writes tables, by name, and its forms; what it prints for people comes from the runs kept."""
    name, folder = request.param, tmp_path_factory.mktemp("forms")
    for file, scenario in (("q.toml", mmc(12, length=300.0, name="q")), ("s.toml", two_halves(12, 12))):
        (folder / file).write_text(scenario.to_toml(), encoding="utf-8")
    command = ("sim", name.split()[0], *COMMANDS[name], "--seed", str(SEED), "--folder", "kept")
    kinds = ("csv", "xlsx", "json") if name == "sweep" else ("csv", "xlsx", "json", "html")
    done = onestop(*command, *(word for kind in kinds for word in ("--out", f"a.{kind}")), "--json", cwd=folder)
    said = onestop(*command, cwd=folder)
    assert (done.returncode, done.stderr, said.returncode) == (0, "", 0)
    tables = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    return name, Forms(
        told=json.loads(done.stdout),
        json=tables,
        others={
            "csv": csv_tables(folder / "a.csv", list(tables)),
            "xlsx": workbook_tables(folder / "a.xlsx"),
        },
        page=PageForm(folder / "a.html") if "html" in kinds else None,
        lines=said.stdout,
    )


def flat(told: dict[str, Any] | None, kept: str) -> dict[str, Any]:
    """A record of JSON as a row of a table: its estimate under `kept`, with the ends beside it."""
    found = told or {"mean": None, "low": None, "high": None}
    middle = "" if kept == "mean" else f"{kept}_"
    return {kept: found["mean"], f"{middle}low": found["low"], f"{middle}high": found["high"]}


def told_tables(name: str, told: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the printed object holds, in the tables' shape."""
    if name == "compare":
        plain = ("measure", "scenario", "pairing_worth", "probability_best", "verdict")
        rows = [
            {key: row[key] for key in plain} | flat(row["estimate"], "mean") | flat(row["difference"], "difference")
            for row in told["rows"]
        ]
        chosen = told["selection"]
        single = ("method", "reached", "promise", "indifference")
        picked = [
            {"scenario": each, "mean": mean, "runs": chosen["runs"][each], "selected": each == chosen["best"]}
            | {key: chosen[key] for key in single}
            for each, mean in chosen["means"].items()
        ]
        return {"comparison": rows, "selection": picked}
    if name == "replicate":
        return {"estimates": [{"measure": measure} | each for measure, each in told["estimates"].items()]}
    if name.startswith("staff"):
        parts = {"staff": ("curve", "frontier"), "staff of shifts": ("curve", "shifts")}
        asked = parts.get(name, ("pooling", "marginal"))
        return {"staff": told["units"], **{part: told[part] for part in asked}}
    return {name: told["keys" if name == "sensitivity" else "settings"]}


def test_the_tables_hold_what_is_printed(every):
    """Every figure, name and count of the printed object stands in the table of JSON under its name, and no other."""
    name, forms = every

    for table, rows in told_tables(name, forms.told).items():
        assert forms.json[table] == rows
        assert rows


def test_every_kind_of_table_is_the_same(every):
    """CSV and workbook have the tables, columns, order and values that JSON has, to the last digit that fits."""
    _, forms = every

    for tables in forms.others.values():
        assert list(tables) == list(forms.json)
        for table, rows in forms.json.items():
            assert [list(row) for row in tables[table]] == [list(row) for row in rows]
            pairs = [(row[key], read[key]) for row, read in zip(rows, tables[table], strict=True) for key in row]
            assert [pair for pair in pairs if not same_cell(*pair)] == []


def test_every_form_says_what_was_run(every):
    """Seed, scenario, runs, confidence and unit stand in the tables as printed, and on the page and in the lines."""
    name, forms = every
    run = {row["what"]: row["value"] for row in forms.json["run"]}
    single = {
        key: held for key, held in forms.told.items() if key not in TOLD_ONLY and not isinstance(held, list | dict)
    }
    shown = forms.lines if forms.page is None else json.dumps([forms.page.facts, forms.page.title, forms.page.answer])

    assert run == single
    assert (run["seed"], run["confidence"]) == (SEED, 0.95)
    assert run["time_unit" if name == "sweep" else "measure_unit"] in {"minutes", "share", "hours"}
    assert [word for word in (str(SEED), *(["95%"] if forms.page else [])) if word not in shown] == []
    assert str(SEED) in forms.lines


def drawn(forms: Forms, chart: str, axis: str, trace: int = 0) -> list[Any]:
    """The numbers of a trace of a chart, with the two lengths of its interval."""
    assert forms.page is not None
    found = forms.page.figures[f"chart-{chart}"]["data"][trace]
    error = found[f"error_{axis}"]
    return list(zip(found[axis], error["arrayminus"], error["array"], strict=True))


def bars(rows: list[dict[str, Any]], name: str, low: str = "low", high: str = "high") -> list[Any]:
    """Rows of a table as a chart draws them: number, length to the lower and to the upper end."""
    return [(row[name], row[name] - row[low], row[high] - row[name]) for row in rows]


def test_courts_that_share_with_nobody_need_what_each_needs_alone(every):
    """The first row of what sharing is worth is the staff of the courts by themselves, not another search's."""
    name, forms = every
    if name == "staff by court":
        assert forms.told["pooling"][0]["required"] == forms.told["required"]


def test_the_charts_of_a_page_draw_the_tables(every):
    """Means, differences, curve and bars are drawn with the very numbers and intervals of the tables."""
    name, forms = every
    tables = forms.json
    if name == "compare":
        judged = [row for row in tables["comparison"] if row["measure"] == "wait_mean"]
        assert drawn(forms, "means", "x") == bars(judged, "mean")
        assert drawn(forms, "differences", "x") == bars(judged[1:], "difference", "difference_low", "difference_high")
    elif name == "staff":
        for chart, table in (("search", "curve"), ("frontier", "frontier")):
            assert drawn(forms, chart, "y") == bars(tables[table], "wait_probability")
    elif name == "staff of shifts" and forms.page is not None:
        for trace, counted in zip(forms.page.figures["chart-shifts"]["data"], ("available", "required"), strict=True):
            assert trace["y"] == [*(row[counted] for row in tables["shifts"]), 0]
    elif name == "staff by court" and forms.page is not None:
        saved = ("case_days_saved_a_year", "low", "high")
        assert drawn(forms, "marginal", "x") == bars(tables["marginal"], *saved)
        for trace, counted in zip(
            forms.page.figures["chart-pooling"]["data"], ("required", "erlang_mediators"), strict=True
        ):
            assert trace["x"] == [row[counted] for row in tables["pooling"]]
    elif name == "replicate" and forms.page is not None:
        (mean,) = [row["mean"] for row in tables["estimates"] if row["measure"] == "wait_mean"]
        runs = [row["wait_mean"] for row in tables["replications"]]
        assert forms.page.figures["chart-runs"]["data"][0]["x"] == runs
        assert forms.page.figures["chart-settling"]["data"][-1]["y"][-1] == mean == pytest.approx(sum(runs) / 5)
    elif name == "sensitivity":
        for trace, end in enumerate(("at_low", "at_high")):
            assert drawn(forms, "effects", "x", trace) == bars(tables[name], end, f"{end}_low", f"{end}_high")


def ends(row: dict[str, Any], low: str = "low", high: str = "high", write: Any = value) -> str:
    """An interval as pages and lines write it."""
    return "–" if row[low] is None else f"{write(row[low])} to {write(row[high])}"


def in_order(row: list[str], cells: list[str]) -> bool:
    """Whether all of a row stands among some cells, in its order."""
    left = iter(cells)
    return all(word in left for word in row)


def cells_of(name: str, forms: Forms, write: Any) -> dict[str, list[list[str]]]:
    """What page and lines show of the tables: by the page's caption, some cells of each row."""
    tables = forms.json
    if name == "compare":
        rows = [row for row in tables["comparison"] if row["measure"] == "wait_mean"]
        return {
            "Means": [[row["scenario"], write(row["mean"]), ends(row, write=write)] for row in rows],
            "Runs that went into the selection": [[row["scenario"], str(row["runs"])] for row in tables["selection"]],
        }
    if name == "replicate":
        rows = [row for row in tables["estimates"] if row["measure"] in {"wait_mean", "utilisation", "queue_mean"}]
        return {"Every measure": [[row["measure"], write(row["mean"]), ends(row, write=write)] for row in rows]}
    if name == "staff by court":
        needs = [[row["unit"], str(row["required"]), str(row["available"])] for row in tables["staff"]]
        shared = [[str(row[key]) for key in ("units", "required", "erlang_mediators")] for row in tables["pooling"]]
        worth = [
            [row["court"], write(row["case_days_saved_a_year"]), ends(row, write=write)] for row in tables["marginal"]
        ]
        return {
            "Required against available": needs,
            "What sharing is worth": shared,
            "Where one more saves most": worth,
        }
    if name == "staff of shifts":
        return {"Servers by shift": [[str(row["required"]), str(row["available"])] for row in tables["shifts"]]}
    if name == "staff":
        counts = [
            [row["unit"], str(row["required"]), str(row["available"]), f"{row['gap']:+}"] for row in tables["staff"]
        ]
        points = [
            [str(row["staff"]), write(row["wait_probability"]), ends(row, write=write)] for row in tables["frontier"]
        ]
        return {"Required against available": counts, "Efficiency frontier": points}
    keys = ("key", "swing", "at_low", "at_high")
    return {
        "Effects, the strongest first": [[row[keys[0]], *(write(row[key]) for key in keys[1:])] for row in tables[name]]
    }


def test_people_read_the_same_figures(every):
    """Page and printed lines show the tables' figures, rounded: chosen, required, means, intervals, effects."""
    name, forms = every
    if forms.page is None:
        arrived = [number(row["wait_mean"]) for row in forms.json["sweep"]]
        assert all(f" {mean} " in line for mean, line in zip(arrived, forms.lines.splitlines()[3:], strict=False))
        return
    shown = {caption: [list(row.values()) for row in rows] for caption, rows in forms.page.tables.items()}

    for caption, rows in cells_of(name, forms, value).items():
        assert [row for row in rows if not any(in_order(row, cells) for cells in shown[caption])] == []
    printed = [[word.strip(",;()") for word in line.split()] for line in forms.lines.splitlines()]
    told = [" ".join(row).split() for rows in cells_of(name, forms, number).values() for row in rows]
    assert [row for row in told if not any(in_order(row, line) for line in printed)] == []
