"""The short way of busy requests answers as the long way does."""

import contextlib
import re
import select
import socket

import pytest

from engine.http.patience import Patience
from engine.http.settings import HttpSettings
from engine.service.settings import ServiceSettings
from tests.engine.http.short_requests import GOOD, PARTIES, answer_of, known, request_of, status_of, the_long_way
from tests.engine.http.surface import TENANT, Surface

_ANSWER_SECONDS = 10.0
_VARIES = re.compile(rb"(date|x-request-id): [^\r]+\r\n|\"request_id\":\"[^\"]+\"")


def conversation(surface: Surface) -> list[bytes]:
    """Requests of every kind of outcome."""
    return [
        request_of(surface, PARTIES),
        request_of(surface, PARTIES),
        request_of(surface, GOOD),
        request_of(surface, PARTIES, "p", "party"),
        request_of(surface, PARTIES, "p", "other party"),
        request_of(surface, GOOD, "m", "mediator 0"),
        request_of(surface, GOOD, ""),
        request_of(surface, b"{", "a"),
        request_of(surface, b'{"court_id":0,"court_id":0}', "b"),
        request_of(surface, GOOD[:-1] + b',"party_data":[{"name":"A"},{"name":"B"}]}', "c"),
        request_of(surface, b'{"court_id":0,"dispute_type":"sails","amount_fen":1}', "d"),
        request_of(surface, b'{"court_id":999999,"dispute_type":"family","amount_fen":1}', "e"),
        request_of(surface, b'{"court_id":0,"dispute_type":"family","amount_fen":1,"applicants":9}', "f"),
        request_of(surface, GOOD, "g").replace(b"application/json", b"text/plain"),
        request_of(surface, GOOD, "h", extra=(b"content-encoding: gzip",)),
        request_of(surface, GOOD, "x" * 201),
    ]


def test_both_ways_answer_alike():
    """Whatever comes of a request, its answer is the same in every byte but date and number, whichever way it goes."""
    people = ("clerk", "party", "other party", "mediator 0")
    answers: list[list[bytes]] = []
    for way in (bytes, the_long_way):
        surface = Surface()
        with known(surface, Patience(), *people) as (_, one):
            mine: list[bytes] = []
            for asked in conversation(surface):
                one.sendall(way(asked))
                mine.append(_VARIES.sub(b"", answer_of(one)))
        answers.append(mine)

    short, long = answers
    statuses = [201, 201, 422, 201, 404, 403, 400, 400, 400, 422, 422, 404, 422, 415, 415, 400]
    assert [status_of(one) for one in short] == statuses
    assert [sorted(one.split(b"\r\n")) for one in short] == [sorted(one.split(b"\r\n")) for one in long]


def test_only_what_is_whole_small_and_known_goes_the_short_way():
    """A request of somebody unknown, too long, or with a way of its own to be read is left to the long way."""
    surface = Surface()
    way = surface.app.state.short_ways[b"/v1/cases"]
    ours = {b"authorization": b"Bearer " + surface.token("clerk").encode(), b"content-length": b"50"}
    strange = [
        {b"authorization": b""},
        {b"content-length": b"0"},
        {b"content-length": b"16385"},
        {b"content-length": b"+5"},
        {b"content-length": b"0000050"},
        {b"transfer-encoding": b"chunked"},
        {b"expect": b"100-continue"},
        {b"upgrade": b"websocket"},
    ]
    before = way.admit(ours, print, keeps=True)
    surface.access.verifier.verify(surface.token("clerk"), surface.clock())

    assert before is None
    assert way.admit(ours, print, keeps=True) is not None
    assert [way.admit({**ours, **one}, print, keeps=True) for one in strange] == [None] * len(strange)
    surface.clock.at += 2 * 3_600 * 1_000_000
    assert way.admit(ours, print, keeps=True) is None


def test_requests_that_come_at_once_are_answered_in_order():
    """Several requests in one piece on one connection are carried out one after another, and all are answered."""
    surface = Surface()
    with known(surface) as (_, one):
        one.sendall(b"".join(request_of(surface, GOOD, f"k-{place}") for place in range(5)))
        found = b""
        while found.count(b'"case_id"') < 5:
            found += one.recv(65_536)

    assert re.findall(rb"location: /v1/cases/(\d)", found) == [b"1", b"2", b"3", b"4", b"5"]


def test_a_body_in_pieces_is_one_body():
    """A request whose bytes come one by one is carried out when the last has come."""
    surface = Surface()
    with known(surface, Patience()) as (_, one):
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in request_of(surface, PARTIES):
            one.sendall(bytes([byte]))
        assert status_of(answer_of(one)) == 201


def test_what_follows_a_body_is_no_header():
    """A field that comes after a body in chunks is not taken for a header: neither a token nor a key."""
    surface = Surface()
    with known(surface, Patience()) as (_, one):
        late = b"0\r\nidempotency-key: late\r\n\r\n"
        one.sendall(the_long_way(request_of(surface, GOOD, "")).replace(b"0\r\n\r\n", late))
        answer = answer_of(one)

    assert (status_of(answer), b"key-missing" in answer) == (400, True)


@pytest.mark.parametrize(
    ("settings", "bounds", "kind"),
    [
        (HttpSettings(tenant=TENANT, answer_seconds=0.05), ServiceSettings(), b"outcome-unknown"),
        (HttpSettings(tenant=TENANT), ServiceSettings(queue_commands_max=1), b"busy"),
    ],
)
def test_what_the_writer_cannot_take_or_answer_is_said(settings, bounds, kind):
    """No answer in time is an unknown outcome; what does not fit into the queue is turned away; both are said."""
    surface = Surface(settings=settings, service_settings=bounds)
    with known(surface, Patience()) as (found, one), contextlib.ExitStack() as more:
        surface.log.is_free.clear()
        all_of_them = [one, *(more.enter_context(found.connect()) for _ in range(3))]
        for place, connection in enumerate(all_of_them):
            connection.sendall(request_of(surface, GOOD, f"k-{place}"))
        # Which of them comes last is the machine's to say: those before it wait as long as the log does.
        answered, _, _ = select.select(all_of_them, [], [], _ANSWER_SECONDS)
        first = answer_of(answered[0])
        surface.log.is_free.set()

    assert (status_of(first) in (503, 504), kind in first) == (True, True)
