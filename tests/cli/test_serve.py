"""A service is started, asked, stopped and started again from the command line, and its store is kept."""

import json
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from cli.errors import CliError
from cli.serve_settings import TENANT, ServeSettings
from cli.serving import _party_store as _party_store_of
from cli.serving import running
from cli.store_commands import backup, check, export, restore, snapshot
from engine.access.errors import DenyListError
from engine.parties.errors import DamagedRecordError, MasterKeyError, UnknownPartiesError, WrongPartyStoreError
from engine.parties.files import KEYS_FILE, RECORDS_FILE
from engine.parties.master_key import read_master_keys
from engine.parties.records import Filing, PartyData
from engine.parties.store import PartyStore
from engine.service.errors import ClockError, StandingError
from engine.service.kept_beside import check_beside
from engine.service.store import DENIAL_FILE, MASTER_KEY_FILE, PARTY_FOLDER, Store

PATIENCE = 60
STRANGER = 4_000
CASE = {"court_id": 0, "dispute_type": "family", "amount_fen": 100_000}


class Served:
    """A service that serves, and a clerk who asks."""

    def __init__(self, public: str, admin: str, page: str = "") -> None:
        self.public, self.admin, self.page = public, admin, page
        wish = {"subject": "clerk", "roles": ["court_clerk"], "claims": {"court_id": 0}}
        self.token = self.post(admin + "/v1/development/tokens", wish)[1]["access_token"]

    def post(self, url: str, body: dict[str, Any], **headers: str) -> tuple[int, dict[str, Any]]:
        answer = httpx.post(url, json=body, headers=headers, timeout=PATIENCE)
        return answer.status_code, answer.json()

    def file(self, key: str, **changes: Any) -> tuple[int, dict[str, Any]]:
        headers = {"authorization": f"Bearer {self.token}", "idempotency-key": f'"{key}"'}
        return self.post(self.public + "/v1/cases", CASE | changes, **headers)

    def get(self, url: str) -> str:
        return httpx.get(url, timeout=PATIENCE).text


@contextmanager
def served(store: Path) -> Iterator[Served]:
    """The service on any free ports; stopped as a supervisor would."""
    command = [sys.executable, "-m", "cli.main", "engine", "serve", str(store), "--scenario", "one-court"]
    with subprocess.Popen([*command, "--port", "0", "--admin-port", "0"], stdout=subprocess.PIPE, text=True) as process:
        try:
            (_, public, *_), (_, admin, *_, page) = _said(process, "service"), _said(process, "operation")
            yield Served(public, admin, page.rstrip(")"))
        finally:
            process.send_signal(signal.SIGTERM)
            rest = "" if process.stdout is None else process.stdout.read()
            assert process.wait(PATIENCE) == 0
    assert "everything that was acknowledged is stored" in rest


def _said(process: "subprocess.Popen[str]", surface: str) -> list[str]:
    """The line that the service prints about one of its surfaces, once it serves, in words."""
    assert process.stdout is not None
    for line in process.stdout:
        words = line.split()
        if words[:1] == [surface]:
            return words
    raise AssertionError("the service ended before it served")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which five cases were filed by two lives of a service."""
    folder = tmp_path_factory.mktemp("serve") / "store"
    with served(folder) as first:
        answers = [first.file(f"k{number}") for number in range(4)]
        assert [status for status, _ in answers] == [201] * 4
    _keep_stranger(folder)
    with served(folder) as second:
        assert second.file("k3") == answers[3]
        assert second.file("k3", amount_fen=5)[0] == 422
        assert second.file("k4")[0] == 201
        assert '"ready":true' in second.get(second.public + "/readyz")
        assert "onestop_log_seq" in second.get(second.admin + "/metrics")
        assert "html" in second.get(second.admin + "/live/en/")
        assert httpx.get(second.page, timeout=PATIENCE, follow_redirects=True).status_code == 200
    return folder


def _party_store(folder: Path) -> PartyStore:
    return PartyStore(Store(folder).party_folder, read_master_keys(folder / MASTER_KEY_FILE))


def _keep_stranger(folder: Path) -> None:
    """Leave party data of a number that the log has given to nobody, as a store restored from a backup may have."""
    with closing(_party_store(folder)) as parties:
        for dispute_id in (0, STRANGER):
            parties.put(Filing(tenant=TENANT, dispute_id=dispute_id, parties=(PartyData(name="Zhang San"),)))


def last_json(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return json.loads(capsys.readouterr().out)


def test_a_service_answers_across_its_lives(store: Path, capsys: pytest.CaptureFixture[str]):
    """What one life of a service has answered, the next one answers again; the store checks, with both epochs."""
    check(store, as_json=True)
    report = last_json(capsys)

    assert (report["epochs"], report["open_cases"], report["repairs"]) == (2, 5, [])


def test_a_check_reads_what_is_kept_beside_the_log(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Party data that cannot be unsealed and a line that is no denial make a check fail, each by name."""
    check(store, as_json=True)
    assert last_json(capsys)["party_data"] == 1
    copy = tmp_path / "copy"
    shutil.copytree(store, copy)
    (copy / DENIAL_FILE).write_bytes(b"{}\n")
    with pytest.raises(DenyListError, match=r"denials\.jsonl: line 1 must be a denial"):
        check(copy)
    (copy / DENIAL_FILE).unlink()
    with closing(sqlite3.connect(copy / PARTY_FOLDER / RECORDS_FILE)) as records, records:
        records.execute("UPDATE record SET sealed = zeroblob(length(sealed))")
    with pytest.raises(DamagedRecordError):
        check(copy)


def test_nobody_inherits_the_parties_of_a_number_that_comes_again(store: Path):
    """Party data of a dispute that the log does not know is gone after a start, and that of the others is there."""
    with closing(_party_store(store)) as parties:
        assert parties.get(TENANT, 0).parties[0].name == "Zhang San"
        with pytest.raises(UnknownPartiesError):
            parties.get(TENANT, STRANGER)


def test_a_service_does_not_start_under_a_clock_that_does_not_fit(store: Path, monkeypatch: pytest.MonkeyPatch):
    """With the clock a day before the log's end, or a month after it, nothing is stored unless somebody says so."""
    real = time.time_ns()
    for days in (-1, 31):
        monkeypatch.setattr(time, "time_ns", lambda days=days: real + days * 86_400 * 10**9)
        with (
            pytest.raises(ClockError, match=r"^clock = .*--believe-clock"),
            running(Store(store), ServeSettings(), has_live_page=False),
        ):
            pass


def test_a_store_is_its_owners_and_his_groups(store: Path, tmp_path: Path):
    """Nobody else may look into a store that was made, or into its copy, whatever the files in it allow."""
    backup(store, tmp_path / "backup", as_json=True)
    for folder in (store, tmp_path / "backup"):
        assert stat.S_IMODE(folder.stat().st_mode) & stat.S_IRWXO == 0


def test_a_master_key_that_is_gone_is_not_made_anew(store: Path, tmp_path: Path):
    """Party data without their key are refused, not put under a new one: the old may be brought back."""
    copy = tmp_path / "copy"
    shutil.copytree(store, copy)
    (copy / MASTER_KEY_FILE).unlink()
    with pytest.raises(MasterKeyError, match=r"party_master_key: must be there, since .*parties holds party data"):
        _party_store_of(Store(copy))
    assert not (copy / MASTER_KEY_FILE).exists()


def test_a_check_misses_the_file_of_keys(store: Path, tmp_path: Path):
    """Records of parties without the file of their keys are a store in pieces, not one without party data."""
    copy = tmp_path / "copy"
    shutil.copytree(store, copy)
    (copy / PARTY_FOLDER / KEYS_FILE).unlink()
    with pytest.raises(WrongPartyStoreError, match=r"party_keys\.sqlite: must be there, as parties\.sqlite is"):
        check_beside(Store(copy), 10)


def test_a_store_is_backed_up_and_restored(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A backup ends where the store ends, and is restored only as that very log."""
    backup(store, tmp_path / "backup", as_json=True)
    head = last_json(capsys)["head"]
    restore(tmp_path / "backup", tmp_path / "again", head=head, as_json=True)
    assert last_json(capsys)["head"] == head
    with pytest.raises(StandingError, match="the log ends with"):
        restore(tmp_path / "backup", tmp_path / "other", head="00" * 32)
    (copy,) = (tmp_path / "backup" / "log").glob("copy-*.log")
    with copy.open("r+b") as file:
        file.seek(3_000)
        file.write(bytes(500))
    with pytest.raises(CliError, match=r"`onestop engine check .*backup` mends a file of its log by the other"):
        restore(tmp_path / "backup", tmp_path / "damaged")
    check(tmp_path / "backup", as_json=True)
    assert last_json(capsys)["repairs"]
    restore(tmp_path / "backup", tmp_path / "mended", head=head, as_json=True)
    assert last_json(capsys)["head"] == head
    check(tmp_path / "again", as_json=True)
    assert last_json(capsys)["head"] == head


def test_a_store_gives_snapshots_and_cases(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A snapshot reaches to the end of the log, an export holds every case and the courts' names."""
    snapshot(store, as_json=True)
    taken = last_json(capsys)
    export(store, out=tmp_path / "export", as_json=True)
    exported = last_json(capsys)

    assert taken["seq"] == exported["seq"]
    assert {path.name for path in (tmp_path / "export").iterdir()} == {
        "events.parquet",
        "roster.parquet",
        "cases.parquet",
        "courts.parquet",
    }


def test_a_store_is_not_exported_into_itself(store: Path):
    """An export into a store is refused before it replaces the store's roster, and adds nothing to it."""
    before = sorted(store.iterdir())
    with pytest.raises(StandingError, match="it is a store"):
        export(store, out=store)
    assert sorted(store.iterdir()) == before


def test_what_is_no_store_is_refused(tmp_path: Path):
    """A folder that is no store is named as such."""
    with pytest.raises(StandingError, match="is no store"):
        check(tmp_path)
