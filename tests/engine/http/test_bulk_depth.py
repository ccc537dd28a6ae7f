"""A line of a bulk request that is nested without end is that line's problem."""

import pytest

from tests.engine.http.surface import Surface, served


@pytest.mark.parametrize("opening", [b"", b'{"court_id":', b'{"zzz":', b'{"party_data":[{"zzz":'])
async def test_endless_nesting_is_the_problem_of_its_line(opening: bytes):
    """Thousands of brackets within a line's bytes are refused like any bad line, in whatever field they stand."""
    surface = Surface()
    async with served(surface) as client:
        headers = {**surface.headers("clerk", "b-1"), "content-type": "application/x-ndjson"}
        answer = await client.post("/v1/cases:bulk", content=opening + b"[" * 3_900, headers=headers)

    assert answer.status_code == 200, answer.text
    assert answer.json()["problem"]["type"] in {"urn:onestop:problem:bad-request", "urn:onestop:problem:invalid"}
