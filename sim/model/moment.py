"""A SimPy event for something whose instant is known: no process, no resource, one call."""

from collections.abc import Callable
from typing import Final, cast

import simpy


class Moment(simpy.Event):
    """Something that is going to happen at a known instant.

    Parameters
    ----------
    env
        The environment that will let it happen.
    action
        Called when it does.
    """

    def __init__(self, env: simpy.Environment, action: Callable[[], None]) -> None:
        # The base's constructor is left out, as SimPy's own Timeout leaves it out: half a million are made in a week.
        self.env = env
        self.callbacks = [_act]
        self.action: Final = action
        self._ok = True
        self._value = None


def _act(moment: simpy.Event) -> None:
    cast("Moment", moment).action()
