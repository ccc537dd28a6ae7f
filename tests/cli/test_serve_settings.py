"""The sections of the service's settings: none takes a key that it does not know, and that of connections is heeded."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import httpx
import msgspec
import pytest

from cli.serve_settings import ServeSettings
from engine.http.patience import Patience
from engine.service.configuration import read_settings
from engine.service.errors import SettingError
from tests.cli.test_serve import PATIENCE
from tests.cli.test_serve_linked import serving


def sections(kind: Any, name: str = "") -> Iterator[str]:
    """Names of a section and those in it, a list's in double brackets."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        if name:
            yield f"[{name}]"
        for field in msgspec.structs.fields(kind):
            yield from sections(field.type, f"{name}.{field.encode_name}".lstrip("."))
    else:
        within = (one for one in get_args(kind) if isinstance(one, type) and issubclass(one, msgspec.Struct))
        yield from (f"[[{name}]]" for _ in within)


@pytest.mark.parametrize("section", list(sections(ServeSettings)))
def test_a_key_that_a_section_does_not_know_is_refused(section: str):
    """A setting with a slip in its name is never passed over, whatever section it stands in."""
    with pytest.raises(SettingError, match=r"\.no_such_key = 5: must be one of the settings "):
        read_settings(ServeSettings, f"{section}\nno_such_key = 5", {})


def test_connections_are_bounded_as_the_settings_say():
    """How many connections, how long and how large stand in a section of their own; what is not said is as shipped."""
    text = "[connections]\nconnections_per_peer_max = 4000\nidle_seconds = 75.5"
    found = read_settings(ServeSettings, text, {"ONESTOP_CONNECTIONS_CONNECTIONS_MAX": "9000"}).connections

    assert found == Patience(connections_per_peer_max=4_000, idle_seconds=75.5, connections_max=9_000)
    assert read_settings(ServeSettings, "", {}).connections == Patience()


@pytest.mark.parametrize(
    ("setting", "value", "bound"),
    [
        ("connections_max", "0", "must be within 1..1000000"),
        ("connections_per_peer_max", "1000001", "must be within 1..1000000"),
        ("header_bytes_max", "1023", "must be within 1024..1048576"),
        ("header_seconds", "0.0", "must be within (0, 600.0]"),
        ("body_seconds", "600.5", "must be within (0, 600.0]"),
        ("idle_seconds", "-1.0", "must be within (0, 600.0]"),
        ("write_seconds", "nan", "must be within (0, 600.0]"),
        ("stop_seconds", "inf", "must be within (0, 600.0]"),
    ],
)
def test_a_bound_of_connections_that_nobody_could_keep_is_refused(setting: str, value: str, bound: str):
    """The refusal names section, setting, value and bound, whether it stood in the file or in the environment."""
    told = f"connections.{setting} = {value}: {bound}"
    for text, environment in (
        (f"[connections]\n{setting} = {value}", {}),
        ("", {f"ONESTOP_CONNECTIONS_{setting.upper()}": value}),
    ):
        with pytest.raises(SettingError) as refused:
            read_settings(ServeSettings, text, environment)
        assert str(refused.value) == told


def test_the_service_heeds_its_section_of_connections(tmp_path: Path):
    """Headers beyond the bound of the settings are refused by the bound's number, those within it are answered."""
    with serving(tmp_path / "store", ONESTOP_CONNECTIONS_HEADER_BYTES_MAX="2000") as (_, served):
        answers = [_begun(served.public, size) for size in (1_500, 2_500)]

    assert [answer.split()[1] for answer in answers] == [b"200", b"431"]
    assert b"at most 2000 bytes" in answers[1]


def _begun(url: str, size: int) -> bytes:
    """What is answered to a request with so many bytes of headers, which ends only when those have been taken in."""
    address = httpx.URL(url)
    assert address.port is not None
    with socket.create_connection((address.host, address.port), timeout=PATIENCE) as one, one.makefile("rb") as answer:
        one.sendall(b"GET /livez HTTP/1.1\r\nhost: court\r\nconnection: close\r\nx-filler: ".ljust(size, b"x"))
        if size < 2_000:
            one.sendall(b"\r\n\r\n")
        return answer.read()
