"""Ladders in which everything that is allowed happens often."""

from typing import Final

from hypothesis import strategies as st

from engine.core.ladder import Ladder, LadderStep
from engine.core.policy import Policy

OWN_NAMES: Final = ("professional", "regional", "national")
"""What the rosters that climb them name themselves."""
EXPRESSIONS: Final = (
    "",
    "true",
    "professional",
    "not true",
    "regional and not female",
    "national or speaks_kazakh or male",
)


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    """Any ladder that is allowed."""
    last = draw(st.integers(0, 7))
    waits, policies = st.integers(1, 250), st.none() | st.sampled_from(Policy)
    steps = [
        LadderStep(
            circle=draw(st.integers(0, 3)),
            expression=draw(st.sampled_from(EXPRESSIONS)),
            policy=draw(policies),
            wait_working_days=draw(waits if place < last else waits | st.none()),
            skip_if_nobody_free=place < last and draw(st.booleans()),
        )
        for place in range(last + 1)
    ]
    return Ladder(steps=tuple(steps))
