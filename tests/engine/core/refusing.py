"""A small world in which much does not fit, and the check that what does not fit is refused."""

from typing import Final

import pytest

from engine.core.errors import CoreError
from engine.core.policy import PolicySettings
from engine.events.enums import ConflictGround, Stage
from engine.events.records import Event
from tests.engine.core import events
from tests.engine.core.pair import Pair
from tests.engine.core.worlds import mediator, roster

WAITS: Final = 1
ASKED: Final = 2
HELD: Final = 3
NOT_OPEN: Final = 9
"""Cases of the world."""
FULL: Final = 0
ROOMY: Final = 1
AWAY: Final = 2
NOT_THERE: Final = 3
"""Its mediators."""


def small_world() -> Pair:
    """Two courts; one case waits after two offers, one is asked of a mediator now full, one is held by the other.

    The third mediator is away; the first is in conflict with the parties of the waiting case, and the third has been
    replaced in it.
    """
    world = roster(mediator(capacity=1), mediator(court=1, capacity=2), mediator(court=1), court_region=(0, 0))
    pair = Pair(world, PolicySettings())
    pair.apply(events.went_absent(AWAY))
    pair.apply(events.in_progress(WAITS, Stage.WAITING, attempt=2, step=1))
    pair.apply(events.in_progress(ASKED, Stage.OFFERED, mediator_id=FULL, attempt=4))
    pair.apply(events.in_progress(HELD, Stage.ACCEPTED, mediator_id=ROOMY))
    pair.apply(events.conflict_found(WAITS, FULL))
    pair.apply(events.conflict_found(WAITS, AWAY, ground=ConflictGround.REPLACED))
    return pair


def refused(pair: Pair, event: Event, error: type[CoreError], words: str) -> None:
    """Check that both cores refuse the event with exactly the error, and the message names what is wrong."""
    assert pair.refusal(event) is error
    with pytest.raises(error, match=words):
        pair.compiled.apply(event)
    pair.check()
