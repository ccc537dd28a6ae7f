"""What a request costs on its way from being asked to being answered: `python -m tests.engine.linked.speed`.

Prints the least processor time of several repetitions, the simulated systems' part, and the memory a request leaves.
"""

import gc
import sys
import tracemalloc
from collections.abc import Sequence
from time import process_time
from typing import Final

from engine.linked.postbox import Postbox
from engine.linked.requests import AnyRequest
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.systems import simulated_systems
from engine.linked.simulator.words import mixed_key_words, mixed_words
from tests.engine.linked.worlds import HOUR, request_of

DAY_REQUESTS: Final = 150_000
DAY_US: Final = 8 * HOUR
REPETITIONS: Final = 5


def postbox_of_a_day(requests: Sequence[AnyRequest]) -> Postbox:
    """A postbox that has had requests, spread evenly over a day, answered by simulated systems."""
    settings = shipped_settings()
    postbox = Postbox(settings, simulated_systems(settings, mixed_key_words(1), window_us=HOUR), mixed_words(2))
    gap_us = DAY_US // len(requests)
    for place, request in enumerate(requests):
        postbox.advance(place * gap_us)
        postbox.ask(request, place * gap_us)
    while postbox.next_due is not None:
        postbox.advance(postbox.next_due)
    return postbox


def ask_systems(requests: Sequence[AnyRequest]) -> None:
    """Ask the simulated systems the same, without a postbox."""
    settings = shipped_settings()
    systems = simulated_systems(settings, mixed_key_words(1), window_us=HOUR)
    gap_us = DAY_US // len(requests)
    for place, request in enumerate(requests):
        systems[request.system].send(request, request.key, 1, place * gap_us)


def seconds(work: object, requests: Sequence[AnyRequest]) -> float:
    """Processor seconds of one repetition: a clock would measure the others on a busy machine."""
    assert callable(work)
    began = process_time()
    work(requests)
    return process_time() - began


def bytes_remembered(requests: Sequence[AnyRequest]) -> float:
    """Bytes that an answered request keeps within the window, its own record included."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    postbox = postbox_of_a_day(requests)
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return (after - before) / postbox.ledger.remembered


def report(count: int, repetitions: int) -> str:
    """What was measured, one line each."""
    requests = [request_of(dispute_id) for dispute_id in range(count)]
    lines: list[str] = []
    for what, work in (("postbox and systems", postbox_of_a_day), ("systems alone", ask_systems)):
        least = min(seconds(work, requests) for _ in range(repetitions))
        lines.append(f"{what}: {least / count * 1e6:.1f} us a request, {least:.2f} s for {count}")
    lines.append(f"memory: {bytes_remembered(requests[: count // 5]):.0f} bytes a remembered request")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(report(DAY_REQUESTS, REPETITIONS))
