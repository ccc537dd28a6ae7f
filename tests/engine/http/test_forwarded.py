"""What a request says of the addresses it came through is believed by nobody."""

import pytest

from engine.access.rates import RateSettings
from tests.engine.http.surface import Surface, served

FORGED = ("x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-proto", "x-forwarded-host")


@pytest.mark.parametrize("name", FORGED)
async def test_a_forged_address_moves_no_limit(name: str):
    """Whoever names another origin with every request has one bucket all the same, and is answered the same."""
    surface = Surface(rates=RateSettings(subject_per_second=1, burst_seconds=2))
    async with served(surface) as client:
        answers = [
            await client.get("/v1/cases", headers={**surface.headers("clerk"), name: f"for=192.0.2.{number}"})
            for number in range(3)
        ]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].json() == answers[1].json()
    assert not any("192.0.2" in answer.text + str(answer.headers) for answer in answers)
