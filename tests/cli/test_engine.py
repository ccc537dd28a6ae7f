"""`onestop engine ...`, as a user runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cli.explanation_words import BASES, FILTERS, LINES, VERDICTS
from engine.core.views import Funnel, Verdict
from engine.events.enums import OfferBasis
from tests.cli.command import onestop, onestop_process, visible
from tests.project.sources import ROOT

FUNNEL = list(Funnel._fields)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a verifiable run of one court."""
    folder = tmp_path_factory.mktemp("engine")
    done = onestop("sim", "run", "one-court", "--verifiable", "--out", "run", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "run"


@pytest.fixture(scope="module")
def case_id(run: Path) -> int:
    """A case of the run that was drawn for."""
    rows = pq.read_table(run / "events.parquet", columns=["kind", "case_id", "payload"]).to_pylist()
    return next(row["case_id"] for row in rows if row["kind"] == "offered" and '"drawn"' in row["payload"])


def test_an_honest_log_passes(run: Path, tmp_path: Path):
    """Everything is counted and the command ends well; the published head is an anchor that it takes."""
    done = onestop_process("engine", "verify", str(run), cwd=tmp_path)
    lines = done.stdout.splitlines()
    head = lines[1].split()[-1]
    anchored = onestop("engine", "verify", str(run), "--head", head, "--json", cwd=tmp_path)
    told = json.loads(anchored.stdout)

    assert (done.returncode, done.stderr, len(lines)) == (0, "", 4)
    assert lines[0].endswith("(words recomputed)")
    assert lines[3] == "everything is as it must be"
    assert anchored.returncode == 0
    assert (told["head"], told["finding"], told["offers"]) == (head, None, sum(told["bases"].values()))
    assert visible(tmp_path) == []


def test_a_forged_log_does_not(run: Path, tmp_path: Path):
    """A changed row is one line on standard error, exit 1, and a finding for machines."""
    table = pq.read_table(run / "events.parquet")
    rows = table.to_pylist()
    rows[100] |= {"organisation_id": 7_000}
    forged = tmp_path / "forged"
    forged.mkdir()
    changed = type(table).from_pylist(rows, schema=table.schema)
    metadata = pq.read_metadata(run / "events.parquet").metadata
    pq.write_table(changed.replace_schema_metadata(metadata), forged / "events.parquet")
    for name in ("roster.parquet", "draw_keys.json"):
        (forged / name).write_bytes((run / name).read_bytes())
    done = onestop("engine", "verify", "forged", cwd=tmp_path)
    told = json.loads(onestop("engine", "verify", "forged", "--json", cwd=tmp_path).stdout)

    assert done.returncode == 1
    finding = told["finding"]
    assert finding["first_seq"] <= 101 <= finding["last_seq"]
    assert finding["what"] == "its events are not those that were sealed"
    assert done.stderr == f"onestop: events {finding['first_seq']} to {finding['last_seq']}: {finding['what']}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--head", "xyz"), "head = xyz: must be 64 hex characters"),
        (("--head", "00" * 31 + "01"), "which had been noted"),
        (("--keys", "nowhere.json"), "nowhere.json"),
    ],
)
def test_verify_refuses_in_one_line(run: Path, tmp_path: Path, arguments: tuple[str, ...], message: str):
    """A head that is none or was never one, and keys that are not there, are one clear line each."""
    done = onestop("engine", "verify", str(run), *arguments, cwd=tmp_path)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert message in done.stderr


def test_a_folder_without_a_log_is_named(tmp_path: Path):
    """A folder in which nothing lies is one clear line."""
    done = onestop("engine", "verify", "nowhere", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert "roster = nowhere/roster.parquet" in done.stderr


def test_a_draw_is_explained_and_its_record_verifies(run: Path, case_id: int, tmp_path: Path):
    """In words the filters, the draw and the runner-up are told; the record passes the stand-alone verifier."""
    arguments = ("engine", "explain", str(case_id), "--run", str(run), "--why-not", "0", "--record", "record.json")
    done = onestop(*arguments, cwd=tmp_path)
    chinese = onestop("engine", "explain", str(case_id), "--run", str(run), "--lang", "zh", cwd=tmp_path)
    verifier = ROOT / "engine" / "proof" / "verify_decision.py"
    checked = subprocess.run(
        [sys.executable, str(verifier), "record.json"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"case {case_id}, offer 1 at 2020-")
    assert "have room: the pool" in done.stdout
    assert "is next" in done.stdout
    assert "mediator 0: " in done.stdout
    assert f"案件{case_id}" in chinese.stdout
    assert checked.stdout == "OK\n"


def test_an_explanation_for_machines(run: Path, case_id: int, tmp_path: Path):
    """With --json everything is one object, and its pool holds who was offered the case."""
    done = onestop("engine", "explain", str(case_id), "--run", str(run), "--why-not", "0", "--json", cwd=tmp_path)
    told = json.loads(done.stdout)

    assert list(told["funnel"]) == FUNNEL
    assert told["offer"]["mediator_id"] in told["members"]
    assert (told["finding"], told["pool_size"]) == (None, told["offer"]["pool_size"])
    assert told["ticket_total"] == sum(told["tickets"]) == told["offer"]["ticket_total"]
    assert told["why_not"]["mediator"] == 0


def test_a_case_that_is_not_there_is_one_line(run: Path, tmp_path: Path):
    """An unknown case names one that there is."""
    done = onestop("engine", "explain", "999999", "--run", str(run), cwd=tmp_path)

    assert done.returncode == 1
    assert "case_id = 999999: must be the number of a case with an offer, such as " in done.stderr


def test_a_dry_run_says_who_could_take_a_case(run: Path, tmp_path: Path):
    """Filters, policy and members are told, in words and for machines, and nothing is written."""
    asked = ("engine", "dry-run", "--run", str(run), "--court", "0", "--type", "family", "--why-not", "0")
    before = {path: path.stat().st_mtime_ns for path in run.iterdir()}
    done = onestop(*asked, cwd=tmp_path)
    chinese = onestop(*asked, "--lang", "zh", "--gender", "female", "--origin", "foreign", cwd=tmp_path)
    told = json.loads(onestop(*asked, "--json", cwd=tmp_path).stdout)

    assert (done.returncode, done.stderr, chinese.returncode) == (0, "", 0)
    assert done.stdout.startswith("a case of type family at court 0, step 0, after ")
    assert (
        f"policy band_draw, version 0: {told['band_size']} of the pool held {told['ticket_total']} tickets"
        in done.stdout
    )
    assert "未实际立案" in chinese.stdout
    assert list(told["funnel"]) == FUNNEL
    assert told["case"]["dispute_type"] == "family"
    assert told["funnel"]["room"] == told["pool_size"] == len(told["members"])
    assert {path: path.stat().st_mtime_ns for path in run.iterdir()} == before
    assert visible(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--court", "7", "--type", "family"), 1, "onestop: court = 7: must be within 0..0"),
        (("--court", "0", "--type", "family", "--step", "9"), 1, "onestop: step = 9: must be within 0..3"),
        (("--court", "0", "--type", "gossip"), 2, "'gossip' is not one of 'private_lending'"),
    ],
)
def test_a_dry_run_refuses_in_one_line(run: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, message: str):
    """A court, a step or a type that there is not is said clearly."""
    done = onestop("engine", "dry-run", "--run", str(run), *arguments, cwd=tmp_path)

    assert done.returncode == code
    assert message in " ".join(done.stderr.split())


def test_every_basis_verdict_and_filter_has_its_words():
    """Whatever an explanation may have to say it can say, in both languages."""
    assert set(BASES) == {basis.value for basis in OfferBasis}
    assert set(VERDICTS) == {verdict.value for verdict in Verdict}
    assert list(FILTERS) == FUNNEL
    assert all(len(pair) == 2 for words in (BASES, FILTERS, VERDICTS, LINES) for pair in words.values())


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (("verify", "store"), "folder"),
        (("explain", "3", "--run", "store"), "run"),
        (("dry-run", "--run", "store", "--court", "0", "--type", "family"), "run"),
    ],
)
def test_who_names_a_store_is_told_to_export_it(tmp_path: Path, command: tuple[str, ...], field: str):
    """A store has no file of events: the command that writes one is named."""
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "store.json").write_text("{}")
    done = onestop("engine", *command, cwd=tmp_path)

    assert done.returncode == 1
    assert f"{field} = store: is a store; name the folder into which `onestop engine export store" in done.stderr
