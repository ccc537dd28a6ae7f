"""Courts and organisations are called what their source calls them, wherever their cases are measured."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from analytics.errors import CaseTableError
from cli.caseload_commands import import_cases
from cli.group_names import names_of
from cli.store_commands import export
from tests.cli.command import onestop

COURTS = """court_id,name,tier,region,province,cases_per_year
C0,河南省高级人民法院,high,Capital,Henan,100
C1,洛阳市中级人民法院,intermediate,Luoyang,Henan,200
C2,First Basic Court,basic,Luoyang,Henan,3000
C3,First Basic Court,basic,Luoyang,Henan,3000
"""
MEDIATORS = """mediator_id,court_id,organisation,capacity,dispute_types,languages
M1,C2,People's mediation,3,family;sales;labour,mandarin
M2,C3,Bar association,2,family;finance,mandarin
"""
CASES = """reference,court,dispute_type,channel,entry_route,filed_at,state,mediator,accepted_at,has_session
17,C2,family,online_filing,delegated,{at},held,M1,{at},true
18,C3,family,court_window,party_application,{at},held,M2,{at},
"""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a court's own service exports."""
    folder = tmp_path_factory.mktemp("courts")
    at = (datetime.now(UTC) - timedelta(days=5)).isoformat()
    for name, text in {"courts": COURTS, "mediators": MEDIATORS, "open": CASES.format(at=at)}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    courts, mediators = folder / "courts.csv", folder / "mediators.csv"
    import_cases(folder / "store", cases=folder / "open.csv", courts=courts, mediators=mediators)
    (folder / "monday").mkdir()
    pl.DataFrame({"court_id": [0], "name": ["of another store"]}).write_parquet(folder / "monday" / "courts.parquet")
    export(folder / "store", out=folder / "monday")
    return folder


def test_a_services_export_names_its_courts(exported: Path):
    """Groups are named as in the user's files, two courts of one name with their number; older names are gone."""
    told = onestop("analytics", "measure", "monday", "--by", "court", "--json", cwd=exported).stdout
    by_organisation = onestop("analytics", "measure", "monday", "--by", "organisation", "--json", cwd=exported).stdout

    assert [group["label"] for group in json.loads(told)["groups"]] == [
        "all",
        "First Basic Court (2)",
        "First Basic Court (3)",
    ]
    labels = [group["label"] for group in json.loads(by_organisation)["groups"]]
    assert labels == ["all", "Bar association", "People's mediation"]


def test_a_store_without_names_leaves_none_of_another(exported: Path):
    """Exported into the folder of an earlier export, courts nobody named are not called what others are."""
    (exported / "store" / "courts.parquet").rename(exported / "courts.parquet")
    (exported / "tuesday").mkdir()
    pl.DataFrame({"court_id": [2], "name": ["another"]}).write_parquet(exported / "tuesday" / "courts.parquet")
    export(exported / "store", out=exported / "tuesday")
    (exported / "courts.parquet").rename(exported / "store" / "courts.parquet")

    assert names_of(exported / "tuesday" / "cases.parquet", "court") == {}


def test_words_are_their_own_names(exported: Path):
    """Types of disputes have no file of names."""
    assert names_of(exported / "monday" / "cases.parquet", "dispute_type") == {}


def test_a_file_of_names_that_is_none_is_said_to_be(tmp_path: Path):
    """A file that cannot be read, or has other columns, is named."""
    (tmp_path / "courts.parquet").write_bytes(b"PAR1")
    with pytest.raises(CaseTableError, match=r"courts\.parquet: must hold court_id and name"):
        names_of(tmp_path / "cases.parquet", "court")
    pl.DataFrame({"court_id": [0]}).write_parquet(tmp_path / "courts.parquet")
    with pytest.raises(CaseTableError, match=r"courts\.parquet: must hold court_id and name"):
        names_of(tmp_path / "cases.parquet", "court")
