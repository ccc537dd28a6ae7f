"""What is refused before anything is parsed, and what every answer has."""

import pytest

from engine.access.rates import RateSettings
from engine.http.headers import ALWAYS
from tests.engine.http.surface import NEW_CASE, Surface, kind_of, served

GOOD = b'{"court_id":0,"dispute_type":"family","amount_fen":1}'


@pytest.mark.parametrize(
    ("body", "changes", "status", "kind"),
    [
        (GOOD, {"content-encoding": "gzip"}, 415, "unsupported-media-type"),
        (GOOD, {"content-type": "text/plain"}, 415, "unsupported-media-type"),
        (GOOD, {"content-type": ""}, 415, "unsupported-media-type"),
        (b" " * 1_000_001, {}, 413, "too-large"),
        (b"[" * 100 + b"]" * 100, {}, 400, "bad-request"),
        (b'{"a":1,"a":2}', {}, 400, "bad-request"),
        (b'{"amount_fen": NaN}', {}, 400, "bad-request"),
        (b'{"amount_fen": 1e999}', {}, 400, "bad-request"),
        (b'{"channel": "\\ud800"}', {}, 400, "bad-request"),
        (b"\xff", {}, 400, "bad-request"),
        (b"", {}, 400, "bad-request"),
        (b"null", {}, 422, "invalid"),
    ],
)
async def test_hostile_bodies_are_refused(body, changes, status, kind):
    """Compressed, mistyped, huge, deep and ambiguous bodies change nothing and are answered by a problem."""
    surface = Surface()
    headers = {**surface.headers("clerk", "k"), "content-type": "application/json", **changes}
    async with served(surface) as client:
        answer = await client.post("/v1/cases", content=body, headers=headers)

    assert (answer.status_code, kind_of(answer)) == (status, kind)


async def test_a_body_without_a_length_is_cut_off():
    """A body that comes in pieces is refused as soon as it is too long."""
    surface = Surface()
    sent = 0

    async def pieces():
        nonlocal sent
        while sent < 10_000_000:
            sent += 100_000
            yield b" " * 100_000

    async with served(surface) as client:
        headers = {**surface.headers("clerk", "k"), "content-type": "application/json"}
        answer = await client.post("/v1/cases", content=pieces(), headers=headers)

    assert kind_of(answer) == "too-large"


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "/v1/cases?limit=501", 400),
        ("GET", "/v1/cases?limit=0", 400),
        ("GET", "/v1/cases?limit=1&limit=2", 400),
        ("GET", "/v1/cases?surprise=1", 400),
        ("GET", "/v1/cases/99999999999999999999", 404),
        ("GET", "/v1/cases/-1", 404),
        ("GET", "/v1/cases/1/", 404),
        ("GET", "/v1/cases/..%2f..%2fetc", 404),
        ("GET", "/livez?x=1", 400),
        ("PATCH", "/v1/cases", 405),
        ("OPTIONS", "/v1/cases", 405),
        ("TRACE", "/livez", 405),
    ],
)
async def test_what_is_not_there_is_a_problem(method, url, status):
    """Wrong numbers, parameters, paths and methods are problems with every header."""
    surface = Surface()
    async with served(surface) as client:
        answer = await client.request(
            method, url, headers={**surface.headers("clerk"), "origin": "https://evil.invalid"}
        )

    assert answer.status_code == status
    assert kind_of(answer)
    for name, value in ALWAYS:
        assert answer.headers[name.decode()] == value.decode()
    assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_every_answer_has_its_headers():
    """Good answers, pages and problems have the same headers and a request id of their own."""
    surface = Surface()
    async with served(surface) as client:
        answers = [
            await client.get(url, headers=surface.headers("clerk"))
            for url in ("/livez", "/docs", "/docs.css", "/openapi.json", "/v1/cases", "/nothing", "/v1/statistics")
        ]

    for answer in answers:
        for name, value in ALWAYS:
            if name != b"content-security-policy":
                assert answer.headers[name.decode()] == value.decode()
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert len({answer.headers["x-request-id"] for answer in answers}) == len(answers)


async def test_an_empty_bucket_says_when_to_come_again():
    """Who asks too often is told when; another subject is not held up."""
    surface = Surface(rates=RateSettings(subject_per_second=1, burst_seconds=2))
    async with served(surface) as client:
        answers = [await client.get("/v1/cases", headers=surface.headers("clerk")) for _ in range(3)]
        other = await client.get("/v1/cases", headers=surface.headers("judge"))

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["retry-after"] == "1"
    assert other.status_code == 200


async def test_an_error_tells_nothing_of_the_program(caplog):
    """What nobody foresaw is a problem without a word of the program, and is noted under its number."""
    surface = Surface()
    async with served(surface) as client:
        surface.app.state.pipeline.around.parties.keys_of_data = None
        surface.app.state.pipeline.around.parties.keys_of = None
        answer = await client.get("/v1/cases/1", headers=surface.headers("clerk"))
        await client.post("/v1/cases", json=NEW_CASE, headers=surface.headers("clerk", "k"))
        failed = await client.get("/v1/cases/1", headers=surface.headers("clerk"))

    assert answer.status_code == 404
    assert (failed.status_code, kind_of(failed)) == (500, "failed")
    assert not any(word in failed.text for word in ("Traceback", "engine", ".py", "NoneType"))
    noted = [record for record in caplog.records if record.name.startswith("onestop")]
    assert [record.fields["request_id"] for record in noted] == [failed.json()["request_id"]]


async def test_readiness_says_why_not():
    """A clock that cannot be believed and a service that stops make readiness red, not liveness."""
    surface = Surface()
    async with served(surface) as client:
        surface.clock.is_led_astray = True
        astray = await client.get("/readyz")
        surface.clock.is_led_astray = False
        ready = await client.get("/readyz")
        surface.service.stop(10.0)
        stopping = await client.get("/readyz")
        refused = await client.get("/v1/cases", headers=surface.headers("clerk"))
        live = await client.get("/livez")

    assert [answer.json()["state"] for answer in (astray, ready, stopping)] == ["clock", "serving", "stopping"]
    assert [answer.status_code for answer in (astray, ready, stopping, live)] == [503, 200, 503, 200]
    assert kind_of(refused) == "stopping"
