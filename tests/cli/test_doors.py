"""Rosters of other doors from the command line: a store made with them, checked, exported and verified."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cli.caseload_commands import import_cases
from cli.door_options import people_files
from cli.engine import verify
from cli.errors import CliError
from cli.store import open_or_make
from cli.store_commands import check, export
from engine.audit.errors import RosterFileError
from engine.audit.roster_file import ROSTER_FILE
from engine.events.lifecycle_words import Track
from engine.service.store import Store
from tests.cli.test_caseload import ago
from tests.engine.service.door_store import (
    BEGINS_AT,
    COURTS,
    EXPERTS,
    JUDGES,
    MEDIATORS,
    Killed,
    applied,
    panel,
    staffed,
)


def last_json(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def files(folder: Path, **texts: str) -> dict[str, Path]:
    """CSV files by name."""
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.csv" for name in texts}


def test_every_door_is_checked_exported_and_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A draw among experts is counted open, lies in their folder of the export, and is verified with the rest."""
    with closing(Killed(staffed(tmp_path / "store"))) as service:
        service.ask(*applied())
        service.ask(panel(3))
    check(tmp_path / "store", as_json=True)
    checked = last_json(capsys)
    export(tmp_path / "store", out=tmp_path / "out", as_json=True)
    exported = last_json(capsys)
    verify(tmp_path / "out", as_json=True)
    verified = last_json(capsys)

    assert checked["open_cases"] == 1
    assert exported["doors"] == {"evaluation": 4, "arbitration": 0}
    assert (verified["offers"], verified["doors"]["evaluation"]["offers"]) == (0, 3)


def test_a_door_that_is_not_right_fails_the_whole(tmp_path: Path):
    """An export whose experts are others than were drawn from is not verified, though the mediators' file is right."""
    with closing(Killed(staffed(tmp_path / "store"))) as service:
        service.ask(*applied())
        service.ask(panel(3))
    export(tmp_path / "store", out=tmp_path / "out")
    (tmp_path / "out" / "evaluation" / ROSTER_FILE).write_bytes(
        (tmp_path / "out" / "arbitration" / ROSTER_FILE).read_bytes()
    )
    with pytest.raises(RosterFileError):
        verify(tmp_path / "out")


def test_judges_have_one_number_at_every_door_of_a_court(tmp_path: Path):
    """One file makes three rosters, alike; experts have theirs."""
    paths = files(tmp_path, courts=COURTS, mediators=MEDIATORS, experts=EXPERTS, judges=JUDGES)
    others = people_files(paths["experts"], None, paths["judges"])
    store = open_or_make(tmp_path / "store", "", paths["courts"], paths["mediators"], now=BEGINS_AT, others=others)
    again = Store(store.folder)

    assert list(again.other_doors) == [Track.CONFIRMATION, Track.EVALUATION, Track.PRESERVATION, Track.LITIGATION]
    courts = {track: again.doors[track].roster.mediator_court.tolist() for track in again.other_doors}
    assert courts[Track.CONFIRMATION] == courts[Track.PRESERVATION] == courts[Track.LITIGATION]
    with pytest.raises(CliError, match="is there already"):
        open_or_make(tmp_path / "store", "", paths["courts"], paths["mediators"], now=BEGINS_AT, others=others)


def test_an_import_takes_experts_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A store made of open cases has the experts that were named with its courts."""
    paths = files(
        tmp_path,
        courts=COURTS,
        mediators=MEDIATORS,
        experts=EXPERTS,
        cases="reference,court,dispute_type,channel,entry_route,filed_at,state\n"
        f"No. 1,C1,family,court_window,delegated,{ago(1)},waiting\n",
    )
    wanted = {"courts": paths["courts"], "mediators": paths["mediators"], "as_json": True}
    import_cases(tmp_path / "store", cases=paths["cases"], experts=paths["experts"], **wanted)

    assert last_json(capsys)["cases"] == 1
    assert list(Store(tmp_path / "store").doors) == [Track.MEDIATION, Track.EVALUATION]
