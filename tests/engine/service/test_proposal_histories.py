"""Proposals are part of the world: lived, followed and restored it is the same, whatever was asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.access.words import Action
from engine.registry.example import MONDAY
from engine.service.answers import Command, Group
from engine.service.proposals import FulfilProposal
from engine.service.snapshots import follow
from tests.engine.service.house import CODEC, FaultyLog, empty_world, followed, writer_over
from tests.engine.service.two_persons import HOUR, confirmed, erased, proposed, withdrawn

COMMANDS = st.one_of(
    st.builds(proposed, st.sampled_from(["random", "deck"]), st.sampled_from(["one", "two"])),
    st.builds(proposed, person=st.sampled_from(["one", "two"]), action=st.just(Action.ERASE_PARTY_DATA)),
    st.builds(confirmed, st.integers(1, 4), person=st.sampled_from(["one", "two", "three"])),
    st.builds(erased, st.integers(1, 4), person=st.sampled_from(["two", "three"])),
    st.builds(withdrawn, st.integers(1, 4)),
    st.builds(FulfilProposal, number=st.integers(1, 4)),
)
BATCHES = st.lists(st.tuples(st.lists(COMMANDS, max_size=3), st.integers(0, 12 * HOUR)), max_size=6)


def check_three_ways(batches: list[tuple[list[Command], int]]) -> None:
    """Live through batches, follow their log, and follow it from a standing in the middle: all come to the same."""
    log = FaultyLog()
    writer = writer_over(log)
    restored = empty_world()
    at = MONDAY
    for place, (commands, later) in enumerate(batches):
        at += later
        writer.handle([Group(commands=(one,)) for one in commands], at)
        if place == len(batches) // 2:
            restored.restore(writer.world.standing())
    follow(restored, log, CODEC)

    assert followed(log).standing() == writer.world.standing() == restored.standing()


@given(BATCHES)
@settings(max_examples=12, deadline=None)
def test_lived_replayed_and_restored_are_one(batches: list[tuple[list[Command], int]]):
    """Whatever is proposed, confirmed, withdrawn and left to expire: three ways lead to the same bytes."""
    check_three_ways(batches)


@pytest.mark.full
@given(BATCHES)
@settings(max_examples=1_000, deadline=None)
def test_lived_replayed_and_restored_are_always_one(batches: list[tuple[list[Command], int]]):
    """The same on a thousand histories."""
    check_three_ways(batches)
