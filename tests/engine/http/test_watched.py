"""What a part beside the writer has found is shown to whoever watches, and stops nobody."""

import httpx

from engine.service.scrubbing import STANDING
from tests.engine.http.surface import Surface, served


async def test_a_damage_that_stands_is_named_while_the_service_serves():
    """A log of which one file is damaged is still written: it is ready, says what must be looked at, and counts it."""
    surface = Surface()
    surface.service.gauges.beside[STANDING] = 1
    async with served(surface) as client:
        ready = await client.get("/readyz")
        transport = httpx.ASGITransport(surface.admin)
        async with httpx.AsyncClient(transport=transport, base_url="http://onestop.invalid") as admin:
            metrics = await admin.get("/metrics", headers=surface.headers("administrator"))
        surface.service.gauges.beside[STANDING] = 0
        well = await client.get("/readyz")

    assert (ready.status_code, ready.json()["ready"]) == (200, True)
    assert "One of the log's two files is damaged" in ready.json()["reason"]
    assert "onestop_log_damages_standing 1" in metrics.text
    assert well.json()["reason"] == ""
