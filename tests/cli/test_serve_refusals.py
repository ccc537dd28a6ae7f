"""What a service refuses before it serves: by its name, and without leaving a store that nobody asked for."""

import socket
from contextlib import closing
from pathlib import Path

import pytest

from cli.errors import CliError
from cli.serve import serve
from cli.store import DEFAULT_STORE, open_or_make
from engine.access.errors import KeySourceError
from engine.errors import EngineError
from engine.linked.errors import LinkSettingsError
from engine.service.errors import SettingError
from engine.service.issuer_mark import keep_issuer

ISSUER = '[issuer]\nissuer = "https://i.example"\nkeys_url = "https://i.example/keys"\n'


def test_a_port_that_is_taken_is_named(tmp_path: Path):
    """A service that cannot listen says at which port, and has made no store."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CliError, match=f"^port = {port}: cannot be listened on at 127.0.0.1"):
            serve(tmp_path / "new", port=port, scenario="one-court")
        with pytest.raises(CliError, match=f"^admin_port = {port}: cannot be listened on at 127.0.0.1"):
            serve(tmp_path / "new", port=0, admin_port=port, scenario="one-court")
    assert not (tmp_path / "new").exists()


def test_a_store_cannot_be_two(tmp_path: Path):
    """A store that is there is not made anew, and neither file of a roster comes without the other."""
    store, courts = tmp_path / "store", tmp_path / "courts.csv"
    open_or_make(store, "one-court", None, None, now=0)
    with pytest.raises(CliError, match="must both be named"):
        serve(store, courts=courts)
    with pytest.raises(CliError, match="is there already"):
        serve(store, courts=courts, mediators=tmp_path / "mediators.csv")


def test_development_stays_on_this_machine(tmp_path: Path):
    """Without an issuer nothing but the loopback interface is listened on, and development is no court's service."""
    with pytest.raises(CliError, match="unless the settings name an issuer"):
        serve(tmp_path / "store", host="0.0.0.0")  # noqa: S104 - is refused
    settings = tmp_path / "court.toml"
    settings.write_text(
        '[issuer]\nissuer = "https://i.example"\nkeys_url = "https://i.example/keys"\n', encoding="utf-8"
    )
    with pytest.raises(CliError, match="must not be named with --development"):
        serve(tmp_path / "store", settings=settings, development=True)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[issuer]\nissuer = 'https://i.example'", "issuer.keys_url = : must be named together with issuer.issuer"),
        (
            "[issuer]\nissuer = 'i'\nkeys_url = 'http://i.example'",
            "issuer.keys_url = http://i.example: must be an https address",
        ),
        ("[rates]\nsubject_per_second = 0", "rates.subject_per_second = 0: must be at least 1"),
        (
            "[rates]\ntenant_share_per_second = 5000",
            "rates.tenant_share_per_second = 5000: must be below platform_per_second, 50000, when taken",
        ),
        ("[rates]\ntenant_per_second = 60000", "rates.tenant_per_second = 60000: must be at most platform_per_second"),
        ("[http]\nanswer_seconds = 0", "http.answer_seconds = 0.0: must be within (0, 3600.0]"),
        ("[http.json_limits]\nsize_max = 0", "http.json_limits.size_max = 0: must be at least 1"),
        ("[service]\nabsence_hours_max = 0", "service.absence_hours_max = 0.0: must be within 1.0..87600.0"),
        ("[snapshots]\nentries_min = 0", "snapshots.entries_min = 0: must be at least 1"),
        ("[[webhooks]]\nname = 'a/b'\nurl = 'https://a'\nsecret_file = 'x'", "webhooks.name = a/b"),
        ("[[webhooks]]\nname = 'a'\nurl = 'http://a'\nsecret_file = 'x'", "webhooks.url = http://a"),
    ],
)
def test_a_bad_setting_is_refused_by_its_name(tmp_path: Path, text: str, named: str):
    """A service does not start with half of its settings: the message names what is wrong."""
    settings = tmp_path / "court.toml"
    settings.write_text(text, encoding="utf-8")
    with pytest.raises(SettingError) as refused:
        serve(tmp_path / "store", settings=settings)
    assert named in str(refused.value)
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("text", "refusal", "named"),
    [
        (ISSUER + 'ca_file = "/none.pem"', KeySourceError, "issuer.ca_file = /none.pem: must be a readable PEM file"),
        (
            "[[webhooks]]\nname = 'a'\nurl = 'https://a'\nsecret_file = '/none'",
            SettingError,
            "webhooks.secret_file = /none: must be a readable file",
        ),
        (
            "[linked.preservation]\nurl = 'https://a'\ntoken_file = '/none'",
            LinkSettingsError,
            "linked.preservation.token_file = /none",
        ),
    ],
)
def test_a_file_that_is_not_there_leaves_no_store(tmp_path: Path, text: str, refusal: type[EngineError], named: str):
    """A settings file that names a file which cannot be read is refused before a store is made for it."""
    settings = tmp_path / "court.toml"
    settings.write_text(text, encoding="utf-8")
    with pytest.raises(refusal) as refused:
        serve(tmp_path / "store", port=0, admin_port=0, settings=settings, scenario="one-court")
    assert named in str(refused.value)
    assert not (tmp_path / "store").exists()


def test_a_court_that_nobody_named_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """With an issuer a folder that is no store stays so, named or by default: its disk may not be mounted."""
    settings = tmp_path / "court.toml"
    settings.write_text(ISSUER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mounted").mkdir()
    for store in (tmp_path / "mounted", tmp_path / "new", DEFAULT_STORE):
        with pytest.raises(CliError, match=f"^store = {store}: is none, .* is its disk mounted"):
            serve(store, port=0, admin_port=0, settings=settings)
    with pytest.raises(CliError, match="must both be named"):
        serve(tmp_path / "new", port=0, admin_port=0, settings=settings, mediators=tmp_path / "mediators.csv")
    assert {file.name for file in tmp_path.iterdir()} == {"court.toml", "mounted"}
    assert not list((tmp_path / "mounted").iterdir())


def test_a_courts_store_is_not_opened_in_development(tmp_path: Path):
    """A store that was served with an issuer's tokens is not opened without one: the option was forgotten."""
    store = tmp_path / "store"
    open_or_make(store, "one-court", None, None, now=0)
    keep_issuer(store, "https://i.example")
    with pytest.raises(CliError, match=r"^issuer = : must be named in --settings.* tokens of https://i\.example;"):
        serve(store, port=0, admin_port=0)
