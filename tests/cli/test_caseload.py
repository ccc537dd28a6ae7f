"""A court begins with its open cases, and goes on with them under another roster, from the command line."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.caseload_commands import export_open, import_cases
from cli.errors import CliError
from cli.store_commands import check
from engine.service.errors import OpenCasesError

COURTS = """court_id,name,tier,region,province,cases_per_year
C0,High,high,Capital,Henan,100
C1,Intermediate,intermediate,Luoyang,Henan,200
C2,Basic,basic,Luoyang,Henan,3000
"""
NOVEMBER = """mediator_id,court_id,organisation,capacity,dispute_types,languages
M1,C2,People's mediation,3,family;sales;labour,mandarin
M2,C2,Bar association,2,family;finance,mandarin
"""
DECEMBER = NOVEMBER.replace("M2", "M2x") + "M0,C2,Bar association,1,family;labour,mandarin\n"
COLUMNS = "reference,court,dispute_type,channel,entry_route,filed_at,state,mediator,accepted_at,has_session\n"


def ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two rosters and three open cases."""
    lines = [
        f"(2026) 17,C2,family,online_filing,delegated,{ago(9)},held,M1,{ago(7)},true",
        f"(2026) 18,C2,sales,court_window,party_application,{ago(5)},held,M1,{ago(4)},",
        f"(2026) 22,C2,labour,hotline,entrusted,{ago(1)},waiting,,,",
    ]
    texts = {"courts.csv": COURTS, "november.csv": NOVEMBER, "december.csv": DECEMBER}
    for name, text in {**texts, "open.csv": COLUMNS + "\n".join(lines)}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def last_json(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return json.loads(capsys.readouterr().out)


def test_a_court_gets_another_roster(folder: Path, capsys: pytest.CaptureFixture[str]):
    """Cases of a court's own are imported, exported and imported under the next month's roster: none is lost."""
    courts, carried = folder / "courts.csv", folder / "carried.ndjson"
    november, december = folder / "november", folder / "december"
    import_cases(november, cases=folder / "open.csv", courts=courts, mediators=folder / "november.csv", as_json=True)
    assert last_json(capsys)["offers"] == 1
    export_open(november, out=carried, as_json=True)
    exported = last_json(capsys)
    continues = folder / "carried.ndjson.continues.json"
    roster = folder / "december.csv"
    import_cases(december, cases=carried, continues=continues, courts=courts, mediators=roster, as_json=True)
    assert last_json(capsys)["cases"] == exported["cases"] == 3
    check(december, as_json=True)

    assert last_json(capsys)["open_cases"] == 3
    assert (december / "case_numbers.csv").read_text("utf-8") == (november / "case_numbers.csv").read_text("utf-8")


def test_a_case_of_somebody_who_has_gone_is_not_lost_in_silence(folder: Path):
    """A roster without the mediator of a case that is held is refused, and there is no store."""
    lines = (folder / "open.csv").read_text("utf-8").replace("held,M1", "held,M2", 1)
    (folder / "open.csv").write_text(lines, encoding="utf-8")
    with pytest.raises(OpenCasesError, match=r'open\.csv:2: mediator = "M2": must be a mediator_id of the roster'):
        import_cases(
            folder / "store", cases=folder / "open.csv", courts=folder / "courts.csv", mediators=folder / "december.csv"
        )

    assert not any(path.name.endswith("store") or "importing" in path.name for path in folder.iterdir())


def test_a_roster_is_named_whole(folder: Path):
    """Courts without mediators are refused before anything is made."""
    with pytest.raises(CliError, match="both be named"):
        import_cases(folder / "store", cases=folder / "open.csv", courts=folder / "courts.csv")
