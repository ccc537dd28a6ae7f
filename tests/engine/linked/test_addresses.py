"""Addresses, tokens and timeouts of linked systems: what is wrong is refused by name before anything is served."""

from pathlib import Path

import msgspec
import pytest

from cli.linked_systems import SIMULATED, configured
from cli.serve_settings import ServeSettings
from engine.linked.errors import LinkSettingsError
from engine.linked.network.address import LinkedSection, SystemAddress
from engine.linked.network.token import token_source
from engine.linked.settings_text import shipped_settings
from engine.linked.words import System
from engine.service.configuration import read_settings
from engine.service.errors import SettingError

URL = "https://court.example/box"
ABSENT = "NO_SUCH"


def read(text: str, environment: dict[str, str] | None = None) -> LinkedSection:
    return read_settings(ServeSettings, text, environment or {}).linked


def test_there_is_a_setting_for_every_system_and_no_other():
    """The section has one table a system, named as the system is."""
    assert LinkedSection.__struct_fields__ == tuple(system.value for system in System)


def test_file_and_environment_name_systems():
    """A system is linked by its table or by variables, which win setting by setting; the others are not linked."""
    text = f"[linked.preservation]\nurl = '{URL}'\ntimeout_seconds = 12\n[linked.case_handling]\nurl = '{URL}/2'\n"
    section = read(
        text,
        {
            "ONESTOP_LINKED_PRESERVATION_TIMEOUT_SECONDS": "7.5",
            "ONESTOP_LINKED_PRESERVATION_CONNECTIONS": "3",
            "ONESTOP_LINKED_COMMERCIAL_COURT_URL": "http://[::1]:8090/commercial_court",
        },
    )

    assert section.named == {
        System.PRESERVATION: SystemAddress(url=URL, timeout_seconds=7.5, connections=3),
        System.CASE_HANDLING: SystemAddress(url=URL + "/2"),
        System.COMMERCIAL_COURT: SystemAddress(url="http://[::1]:8090/commercial_court"),
    }


@pytest.mark.parametrize(
    "url",
    [
        "http://court.example/",
        "http://localhost:8090/",
        "ftp://127.0.0.1/",
        "https://",
        "https://user:word@court.example/",
        "https://court.example/#part",
        "https://court.example/a b",
        "https://court.example/\r\nX-Header: 1",
        "https://court.example:99999/",
        "https://court.example:0/",
        "http://127.0.0.2:8090/",
        "https://gericht.example/ä",
        "https://court.example/" + "x" * 2_000,
    ],
)
def test_an_address_that_others_could_listen_to_or_bend_is_refused(url: str):
    """Only https, or http that stays on this machine, and nothing beside scheme, host, port, path and query."""
    with pytest.raises(LinkSettingsError, match=r"(?s)linked\.preservation\.url = .*must be an https address"):
        LinkedSection(preservation=SystemAddress(url=url))


@pytest.mark.parametrize(
    ("text", "environment", "named"),
    [
        ("[linked.bank]\nurl = 'https://b'", {}, "bank"),
        ("", {"ONESTOP_LINKED_BANK_URL": "https://b"}, "ONESTOP_LINKED_BANK_URL = https://b: must be one of"),
        ("", {"ONESTOP_LINKED_PRESERVATION_UR": "x"}, "ONESTOP_LINKED_PRESERVATION_UR = x: must be one of"),
        ("", {"ONESTOP_LINKED_PRESERVATION": "x"}, "ONESTOP_LINKED_PRESERVATION = x: must be one of"),
        ("[linked]\npreservation = 'https://b'", {}, "linked.preservation = https://b"),
        (f"[linked.preservation]\nurl = '{URL}'\nconnections = 'x'", {}, "linked.preservation.connections = x"),
    ],
)
def test_an_unknown_system_or_setting_is_refused_by_its_name(text: str, environment: dict[str, str], named: str):
    """A name that is mistyped links nothing in silence: it is named, in the file and in the environment."""
    with pytest.raises(SettingError) as refused:
        read(text, environment)
    assert named in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"url": "", "token_file": "t"}, "linked.preservation.token_file = t: must be left out where no url is named"),
        ({"url": "", "timeout_seconds": -5.0}, "linked.preservation.timeout_seconds = -5.0: must be left out where"),
        ({"url": "", "connections": 0}, "linked.preservation.connections = 0: must be left out where no url is named"),
        ({"token_file": "t", "token_variable": "T"}, "linked.preservation.token_variable = T: must be empty where a"),
        ({"connections": 0}, "linked.preservation.connections = 0: must be within 1..256"),
        ({"key_file": "k"}, "linked.preservation.key_file = k: must be left out where no certificate_file is named"),
        (
            {"url": "http://127.0.0.1/", "certificate_file": "c"},
            "linked.preservation.certificate_file = c: must be left out where the url is not https",
        ),
    ],
)
def test_settings_that_contradict_one_another_are_refused(changes: dict[str, object], message: str):
    """A token for nobody, two tokens, no connection: each is refused with system and setting."""
    with pytest.raises(LinkSettingsError) as refused:
        LinkedSection(preservation=msgspec.convert({"url": URL, **changes}, SystemAddress))
    assert message in str(refused.value)


def configured_with(address: SystemAddress) -> None:
    configured(LinkedSection(preservation=address), "s1", simulates=False)


@pytest.mark.parametrize("seconds", [0.05, 60.1, -1.0, float("nan")])
def test_a_timeout_longer_than_the_rest_is_refused(seconds: float):
    """A timeout lies between a tenth of a second and the time for which a failing system is left alone."""
    with pytest.raises(LinkSettingsError, match=r"linked\.preservation\.timeout_seconds = .*within 0\.1\.\.60"):
        configured_with(SystemAddress(url=URL, timeout_seconds=seconds))


def test_files_that_cannot_be_read_are_refused_by_name(tmp_path: Path):
    """A token or a file of authorities that is not there, or is none, is named; no message shows what a file holds."""
    spoilt = tmp_path / "spoilt"
    spoilt.write_text("two words\n", encoding="utf-8")

    for address, message in (
        (SystemAddress(url=URL, token_file=str(tmp_path / "no")), r"linked\.preservation\.token_file = .*readable"),
        (SystemAddress(url=URL, token_file=str(spoilt)), r"linked\.preservation\.token_file = .*must hold one token"),
        (SystemAddress(url=URL, token_variable=ABSENT), r"token_variable = NO_SUCH: must be a variable"),
        (SystemAddress(url=URL, ca_file=str(tmp_path / "no")), r"linked\.preservation\.ca_file = .*PEM"),
        (SystemAddress(url=URL, ca_file=str(spoilt)), r"linked\.preservation\.ca_file = .*PEM"),
    ):
        with pytest.raises(LinkSettingsError, match=message) as refused:
            configured_with(address)
        assert "two words" not in str(refused.value)


def test_a_token_that_is_no_text_is_refused_by_the_name_of_its_variable():
    """Bytes that are no UTF-8, as the environment may hold them, are no token."""
    address = SystemAddress(url=URL, token_variable="COURT_TOKEN")  # noqa: S106 - a name
    with pytest.raises(LinkSettingsError, match="token_variable = COURT_TOKEN: must hold one token"):
        token_source(System.PRESERVATION, address, {"COURT_TOKEN": "ab\udcff"})


def test_a_token_that_is_renewed_is_read_without_a_restart(tmp_path: Path):
    """The file is read for every call; what an editor leaves at its end is no part of the token."""
    file = tmp_path / "token"
    file.write_text("first\n", encoding="utf-8")
    read_token = token_source(System.PRESERVATION, SystemAddress(url=URL, token_file=str(file)), {})
    assert read_token() == "first"
    file.write_text("second", encoding="utf-8")
    assert read_token() == "second"
    file.write_text("third\nEvil: header", encoding="utf-8")
    with pytest.raises(LinkSettingsError, match="must hold one token"):
        read_token()


def test_what_is_linked_and_how_is_known():
    """Systems with an address are reached there, with their own timeout; the others are simulated, or not linked."""
    section = LinkedSection(preservation=SystemAddress(url=URL, timeout_seconds=12))
    alone, others = (configured(section, "s1", simulates=simulates) for simulates in (False, True))

    assert alone.how == {System.PRESERVATION: URL}
    assert set(alone.systems.ports) == {System.PRESERVATION}
    assert others.how == {system: URL if system is System.PRESERVATION else SIMULATED for system in System}
    shipped = shipped_settings().systems
    patient = {system: link.timeout_us for system, link in alone.systems.settings.systems.items()}
    assert patient == {system: link.timeout_us for system, link in shipped.items()} | {System.PRESERVATION: 12_000_000}
