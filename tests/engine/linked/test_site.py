"""Simulated systems behind HTTP: what they take, what they refuse, and whose keys are whose."""

from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import msgspec
import pytest

from engine.linked.answers import AnyAnswer, CaseRegistered
from engine.linked.network.wire import KEY_HEADER, key_text, request_body
from engine.linked.requests import RegisterCase
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.site import REQUEST_BYTES_MAX, SimulatedSite
from engine.linked.simulator.systems import simulated_systems
from engine.linked.simulator.words import mixed_key_words
from engine.linked.words import System
from tests.engine.linked.answering_host import PATIENCE

ASKED = RegisterCase(dispute_id=7, court_id=3)


@pytest.fixture
def site() -> Iterator[SimulatedSite]:
    settings = shipped_settings()
    site = SimulatedSite(lambda: simulated_systems(settings, mixed_key_words(1)), lambda: 0, lambda _seconds: None)
    site.start()
    yield site
    site.stop()


def post(
    site: SimulatedSite, body: bytes, key: str = key_text("s1", ASKED.key), system: System = System.CASE_HANDLING
) -> tuple[int, bytes]:
    """Status and body of what a system says to some bytes."""
    parts = urlsplit(site.url(system))
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
    connection.request("POST", parts.path, body, {KEY_HEADER: key})
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def test_stores_have_keys_of_their_own(site: SimulatedSite):
    """Two stores ask different things under the same numbers, and both are answered."""
    other = RegisterCase(dispute_id=7, court_id=4)
    answers = [
        post(site, request_body(ASKED)),
        post(site, request_body(other), key_text("s2", other.key)),
        post(site, request_body(other)),
    ]

    assert [status for status, _ in answers] == [200, 200, 422]
    assert isinstance(msgspec.json.decode(answers[0][1], type=AnyAnswer), CaseRegistered)
    assert set(site.stores) == {"s1", "s2"}


@pytest.mark.parametrize(
    ("body", "key", "system", "status"),
    [
        (b"{", '"s1.7.register_case.1"', System.CASE_HANDLING, 400),
        (b'{"purpose":"make_coffee"}', '"s1.7.make_coffee.1"', System.CASE_HANDLING, 400),
        (request_body(ASKED), "", System.CASE_HANDLING, 400),
        (request_body(ASKED), '"s1.8.register_case.1"', System.CASE_HANDLING, 400),
        (request_body(ASKED), '"s1.7.register_case.1"', System.PRESERVATION, 404),
        (b" " * (REQUEST_BYTES_MAX + 1), '"s1.7.register_case.1"', System.CASE_HANDLING, 413),
    ],
)
def test_what_is_no_request_of_the_system_is_refused(
    site: SimulatedSite, body: bytes, key: str, system: System, status: int
):
    """A body that is none of ours, a key that is not the request's, another system's request: refused, nothing done."""
    assert post(site, body, key, system)[0] == status
    assert site.stores == {}
