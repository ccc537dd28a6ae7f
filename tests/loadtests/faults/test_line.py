"""A bad line spoils answers in ways that the service must see, and does not touch what the systems have done."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest

from engine.linked.answers import CaseRegistered
from engine.linked.network.address import SystemAddress
from engine.linked.network.call import Call, Content
from engine.linked.network.transport import HttpTransport
from engine.linked.requests import RegisterCase
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.site import SimulatedSite
from engine.linked.simulator.systems import simulated_systems
from engine.linked.simulator.words import mixed_key_words
from engine.linked.words import FailureReason, System
from loadtests.faults.line import PAUSE_SECONDS, SHARES, BadLine, Fate, pieces
from tests.engine.linked.answering_host import PATIENCE

ASKED = RegisterCase(dispute_id=7, court_id=3)
HEAD, BODY = b"HTTP/1.1 200 OK\r\n\r\n", b'{"answer":"case_registered","case_number":9}'


class Always(Random):
    """Chance that decides for one fate."""

    def __init__(self, fate: Fate) -> None:
        super().__init__(1)
        self.fate = fate

    def choices(self, *_args: Any, **_named: Any) -> list[Any]:
        return [self.fate]


@contextmanager
def lined(chance: Random) -> Iterator[tuple[SimulatedSite, BadLine, list[float]]]:
    """A site, a line to it, and the pauses that the line makes."""
    words, pauses = mixed_key_words(1), list[float]()
    site = SimulatedSite(lambda: simulated_systems(shipped_settings(), words), lambda: 0, lambda _seconds: None)
    line = BadLine(site.url(System.CASE_HANDLING), chance, pauses.append)
    site.start()
    line.start()
    try:
        yield site, line, pauses
    finally:
        line.stop()
        site.stop()


def asked(url: str, attempt: int = 1) -> Content:
    """What one attempt at an address comes to."""
    transport = HttpTransport(SystemAddress(url=url), "s1", None, str, time.monotonic, failed=lambda _call, _why: None)
    deadline = time.monotonic() + PATIENCE
    return transport(Call(number=1, request=ASKED, key=ASKED.key, attempt=attempt, deadline=deadline))


@pytest.mark.parametrize("fate", Fate)
def test_a_spoilt_answer_is_no_answer_and_the_work_is_done_once(fate: Fate):
    """Whole and slow ones are believed, cut and garbled ones never; asked again, the system says what it said first."""
    with lined(Always(fate)) as (site, line, pauses):
        spoilt = asked(line.url(site.url(System.CASE_HANDLING)))
        again = asked(site.url(System.CASE_HANDLING), attempt=2)
        (work,) = site.stores["s1"][System.CASE_HANDLING].book.works.values()

    assert (work.times_done, work.times_asked, again) == (1, 2, work.answer)
    assert isinstance(work.answer, CaseRegistered)
    assert spoilt == (work.answer if fate in {Fate.WHOLE, Fate.SLOW} else FailureReason.MALFORMED)
    assert pauses == ([PAUSE_SECONDS] * 2 if fate is Fate.SLOW else [])
    assert line.fates == {fate: 1}


def test_a_slow_answer_is_all_of_it():
    """Its pieces are several, and the answer together."""
    found = pieces(HEAD, BODY, Fate.SLOW)

    assert len(found) == 3
    assert b"".join(found) == HEAD + BODY


def test_noise_is_nobodys_answer():
    """Of a garbled body no byte is one that JSON may begin with, so it is never read as another answer."""
    (found,) = pieces(HEAD, BODY, Fate.GARBLED)

    assert found.startswith(HEAD)
    assert min(found[len(HEAD) :]) >= 0x80


def test_every_fate_is_met():
    """Drawn a thousand times, each comes about as often as its share says, and the same seed draws the same."""
    with lined(Random(1)) as (_, line, _), lined(Random(1)) as (_, other, _):
        drawn = [line.next_fate() for _ in range(1_000)]
        assert drawn == [other.next_fate() for _ in range(1_000)]

    for fate, share in SHARES.items():
        assert abs(line.fates[fate] / 1_000 - share / sum(SHARES.values())) < 0.05
