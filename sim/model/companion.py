"""Somebody who goes along with the SimPy model, is told everything, and changes nothing of it."""

from collections.abc import Sequence
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.events.event import Event
from sim.model.course import Features
from sim.model.laws import CaseLaws
from sim.model.platform import Platform
from sim.model.recorder import Recorder
from sim.model.seating import Seats
from sim.model.survivors import Survivors


class Companion(Protocol):
    """Adds moments and events of its own to a run; the model's own stay as they are."""

    def begin(self, platform: Platform, recorder: "AccompaniedRecorder", laws: CaseLaws, starts_at: int) -> None:
        """The run is about to begin: moments may be set on the platform, events noted with the recorder."""
        ...

    def recall(self, case_ids: NDArray[np.int64], filed_at: NDArray[np.int64]) -> None:
        """These cases were filed in the days before the beginning: int64[n], over by now or not."""
        ...

    def meet(self, cases: Survivors, like: Features, seats: Seats) -> None:
        """These cases are open at the beginning."""
        ...

    def expect(self, case_ids: NDArray[np.int64], filed_at: NDArray[np.int64], like: Features) -> None:
        """These cases will be filed: int64[n], in any order."""
        ...

    def follow(self, event: Event) -> None:
        """An event of the model has just been recorded."""
        ...

    def end(self) -> None:
        """The run is over: whatever was kept for it may go."""
        ...


class AccompaniedRecorder(Recorder):
    """A recorder that tells a companion of every event, and takes others from it.

    Parameters
    ----------
    companion
        Whom to tell.
    **rest
        As of `Recorder`.
    """

    def __init__(self, companion: Companion, **rest: Any) -> None:
        super().__init__(**rest)
        self.companion: Final = companion

    def record(self, event: Event) -> None:
        """Record an event of the model, then tell the companion of it."""
        super().record(event)
        self.companion.follow(event)

    def note(self, events: Sequence[Event]) -> None:
        """Keep events that are none of the assignment's, and so none of the core's business."""
        self._events += events
