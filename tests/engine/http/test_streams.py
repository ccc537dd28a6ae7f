"""Following events: without a gap from any position on, and nobody is waited for."""

import asyncio
import json
from collections.abc import AsyncIterator

from engine.http.settings import HttpSettings
from engine.http.streams import Streams
from tests.engine.http.surface import TENANT, Surface, kind_of, lodge, served


async def first_events(stream: AsyncIterator[bytes], count: int) -> list[int]:
    """The positions of the first so many events of a stream."""
    found: list[int] = []
    async with asyncio.timeout(20):
        async for piece in stream:
            found += [int(line[4:]) for line in piece.decode().splitlines() if line.startswith("id: ")]
            if len(found) >= count:
                break
    return found


def streams_of(surface: Surface) -> Streams:
    """The streams of a surface's app."""
    found = surface.app.state.pipeline.around.streams
    assert isinstance(found, Streams)
    return found


async def test_a_reader_misses_nothing():
    """What was stored before and what is stored while he reads come in order, each once."""
    surface = Surface()
    async with served(surface) as client:
        await lodge(surface, client, "k-1")
        stream = streams_of(surface).read(0, lambda _entry: True)
        before = await first_events(stream, 2)
        await lodge(surface, client, "k-2")
        after = await first_events(stream, 1)
        await stream.aclose()
        page = (await client.get("/v1/events?limit=500", headers=surface.headers("auditor"))).json()

    seen = before + after
    assert seen == [one["seq"] for one in page["events"]][: len(seen)]
    assert seen[-1] > before[-1]


async def test_a_reader_goes_on_where_he_was():
    """From a position on he gets what came later, and nothing twice."""
    surface = Surface()
    async with served(surface) as client:
        await lodge(surface, client, "k-1")
        middle = surface.log.head.seq
        await lodge(surface, client, "k-2")
        stream = streams_of(surface).read(middle, lambda _entry: True)
        seen = await first_events(stream, 2)
        await stream.aclose()

    assert seen
    assert min(seen) > middle


async def test_a_reader_who_falls_behind_is_dropped():
    """Whoever does not read is dropped at the bound and told so; the writer has never waited for him."""
    surface = Surface(settings=HttpSettings(tenant=TENANT, stream_entries_max=5))
    async with served(surface) as client:
        stream = streams_of(surface).read(0, lambda _entry: True)
        assert await anext(stream) == b"retry: 1000\n\n"
        for number in range(4):
            await lodge(surface, client, f"k-{number}")
        async with asyncio.timeout(20):
            pieces = [piece async for piece in stream]

    assert pieces[-1].startswith(b"event: dropped")
    assert streams_of(surface).dropped == 1


async def test_only_so_many_may_read():
    """One reader too many is turned away, and so is a position that is none."""
    surface = Surface(settings=HttpSettings(tenant=TENANT, streams_max=1))
    async with served(surface) as client:
        stream = streams_of(surface).read(0, lambda _entry: True)
        await anext(stream)
        refused = await client.get("/v1/events/stream", headers=surface.headers("auditor"))
        await stream.aclose()
        wrong = await client.get("/v1/events/stream", headers={**surface.headers("auditor"), "last-event-id": "x"})

    assert kind_of(refused) == "busy"
    assert kind_of(wrong) == "bad-request"


async def test_events_come_as_pages_too():
    """Page by page the same events come as in the log, up to its end."""
    surface = Surface()
    async with served(surface) as client:
        for number in range(3):
            await lodge(surface, client, f"k-{number}")
        seen, after = [], 0
        while after < surface.log.head.seq:
            page = (await client.get(f"/v1/events?limit=4&after={after}", headers=surface.headers("auditor"))).json()
            seen += page["events"]
            after = page["next"]

    logged = {seq: type(entry).__struct_config__.tag for seq, entry in surface.log.read()}
    assert [one["entry"]["kind"] for one in seen] == [logged[one["seq"]] for one in seen]
    assert json.dumps(seen).count('"filed"') == 3
