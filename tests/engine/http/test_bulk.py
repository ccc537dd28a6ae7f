"""Many filings at once: each line by itself, all under one key."""

import json

from engine.http.settings import BULK_LINES_MAX
from tests.engine.http.surface import NEW_CASE, Surface, kind_of, served

LINE = json.dumps(NEW_CASE)


def ndjson(surface: Surface, key: str, who: str = "clerk") -> dict[str, str]:
    """Headers of a bulk request."""
    return {**surface.headers(who, key), "content-type": "application/x-ndjson"}


async def test_each_line_is_answered_by_itself():
    """A good line is lodged, a bad one is a problem, in the order they came, in one batch of the log."""
    surface = Surface()
    lines = [LINE, '{"court_id": "x"}', LINE, "[", json.dumps({**NEW_CASE, "court_id": 1}), LINE]
    async with served(surface) as client:
        answer = await client.post("/v1/cases:bulk", content="\n".join(lines), headers=ndjson(surface, "k"))
        found = [json.loads(line) for line in answer.text.splitlines()]

    assert [one["line"] for one in found] == list(range(6))
    assert [one.get("lodged", {}).get("case_id") for one in found] == [1, None, 2, None, None, 3]
    assert [one["problem"]["status"] for one in found if "problem" in one] == [422, 400, 404]
    assert [one["problem"]["index"] for one in found if "problem" in one] == [1, 3, 4]


async def test_a_repeated_bulk_is_done_once():
    """The same lines under the same key give the same answer and no more cases."""
    surface = Surface()
    async with served(surface) as client:
        body = "\n".join([LINE] * 50) + "\n"
        first = await client.post("/v1/cases:bulk", content=body, headers=ndjson(surface, "k"))
        again = await client.post("/v1/cases:bulk", content=body, headers=ndjson(surface, "k"))
        listed = await client.get("/v1/cases?limit=500", headers=surface.headers("clerk"))

    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    assert len(listed.json()["cases"]) == 50


async def test_too_much_is_refused_before_it_is_read():
    """Too many lines, too long a line and no line at all are refused; nothing is lodged."""
    surface = Surface()
    async with served(surface) as client:
        bodies = [(LINE + "\n") * (BULK_LINES_MAX + 1), LINE + " " * 4_000, ""]
        answers = [
            await client.post("/v1/cases:bulk", content=body, headers=ndjson(surface, f"k-{place}"))
            for place, body in enumerate(bodies)
        ]

    assert [kind_of(answer) for answer in answers] == ["too-large"] * 3
