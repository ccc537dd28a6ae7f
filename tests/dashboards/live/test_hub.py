"""Counting once for all browsers: when it counts, whom it tells, and how it ends."""

import asyncio
from contextlib import aclosing

import pytest

from dashboards.catalogue import Language
from dashboards.errors import LiveError
from dashboards.live.example import example_view
from dashboards.live.hub import Encode, Hub
from tests.dashboards.live.serving import Script

INTERVAL_SECONDS = 0.001


def _hub(script: Script, **bounds: int) -> Hub:
    encode: dict[Language, Encode] = {
        "en": lambda view: f"en {view.at}".encode(),
        "zh": lambda view: f"zh {view.at}".encode(),
    }
    return Hub(script, encode, interval_seconds=INTERVAL_SECONDS, **bounds)


async def _first_number(hub: Hub, language: Language = "en") -> bytes:
    async with aclosing(hub.listen(language)) as frames:
        async for frame in frames:
            if not frame.startswith(b":"):
                return frame
    raise AssertionError("the stream ended without a number")


def test_nothing_is_counted_for_nobody():
    """The source is asked while somebody listens, and not before or after."""

    async def scene() -> None:
        script = Script()
        hub = _hub(script)
        await asyncio.sleep(0)
        assert script.asked == 0
        await _first_number(hub)
        asked = script.asked
        for _ in range(50):
            await asyncio.sleep(0)
        assert hub.listeners == 0
        assert script.asked == asked

    asyncio.run(scene())


def test_all_hear_the_same_count():
    """Two listeners in two languages are told of the same count, made once."""

    async def scene() -> None:
        script = Script()
        hub = _hub(script)
        first, second = await asyncio.gather(_first_number(hub, "en"), _first_number(hub, "zh"))
        assert first.split()[1] == second.split()[1]
        assert script.asked == 1

    asyncio.run(scene())


def test_a_failed_count_is_not_told_as_a_number(caplog):
    """When the numbers cannot be counted, listeners get a comment, the failure is logged, and counting goes on."""

    async def scene() -> None:
        script = Script()
        hub = _hub(script)
        async with aclosing(hub.listen("en")) as frames:
            heard = [await anext(frames), await anext(frames)]
            script.broken = True
            while not heard[-1].startswith(b":"):
                heard.append(await anext(frames))
            script.broken, script.turn = False, 7
            while heard[-1].startswith(b":"):
                heard.append(await anext(frames))
        assert heard[0].startswith(b":")
        assert heard[-1] == f"en {example_view(7).at}".encode()

    asyncio.run(scene())
    assert "no numbers today" in caplog.text


def test_closing_ends_every_stream():
    """Who listens when the page is closed comes to an end, and nobody new is let in."""

    async def scene() -> None:
        hub = _hub(Script())

        async def listen() -> int:
            async with aclosing(hub.listen("en")) as frames:
                return len([frame async for frame in frames])

        listening = [asyncio.create_task(listen()) for _ in range(3)]
        await _first_number(hub)
        hub.close()
        assert all(count >= 1 for count in await asyncio.gather(*listening))
        assert hub.is_full
        assert hub.listeners == 0

    asyncio.run(scene())


def test_a_stream_does_not_live_for_ever():
    """A stream ends after its bound of frames, so that a browser has to ask again."""

    async def scene() -> None:
        async with aclosing(_hub(Script()).listen("en", frames_max=3)) as frames:
            assert len([frame async for frame in frames]) == 3

    asyncio.run(scene())


def test_listeners_are_bounded():
    """The hub is full with as many listeners as its bound, and free again when one leaves."""

    async def scene() -> None:
        hub = _hub(Script(), listeners_max=1)
        async with aclosing(hub.listen("en")) as frames:
            await anext(frames)
            assert hub.is_full
        assert not hub.is_full

    asyncio.run(scene())


def test_an_interval_must_be_above_zero():
    """An interval of no length is refused with its value."""
    with pytest.raises(LiveError, match="interval_seconds = 0: must be above 0"):
        Hub(Script(), {}, interval_seconds=0)
