"""Planned changes in the SimPy model: each is recorded as events that the core applies, like all else."""

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from engine.core.assignment import AssignmentCore
from engine.core.policy import WEIGHT_MILLI_MAX, PolicySettings
from engine.events.enums import PolicyName
from engine.events.records import PolicyAdopted, Returned, WentAbsent
from sim.model.planned import DRIFT_CAP_MILLI, OUTAGE_CAUSE, Departure, Planned, Return
from sim.model.platform import Platform
from sim.model.recorder import Recorder
from sim.order import Rank


class Changes:
    """Lets mediators go and come back, and courts adopt policies.

    Parameters
    ----------
    platform
        Finds work for whoever comes back.
    core
        Says how courts and mediators stand.
    recorder
        Records what happens.
    """

    def __init__(self, platform: Platform, core: AssignmentCore, recorder: Recorder) -> None:
        self._platform: Final = platform
        self._core: Final = core
        self._recorder: Final = recorder
        self._court_of: Final[list[int]] = core.roster.mediator_court.tolist()

    def schedule(self, planned: Iterable[Planned]) -> None:
        """Let changes happen when they are due, in the order given."""
        for place, change in enumerate(planned):
            self._platform.at(change.at, Rank.CHANGE, place, partial(self._happen, change))

    def _happen(self, change: Planned) -> None:
        if isinstance(change, Departure):
            for mediator in change.mediators.tolist():
                self._leave(mediator, change.at)
        elif isinstance(change, Return):
            for mediator in change.mediators.tolist():
                self._come_back(mediator, change.at)
        else:
            version = self._recorder.policy_version + 1
            for court in range(self._core.roster.courts):
                self._adopt(court, change.settings, version, change.at)
            self._recorder.policy_version = version

    def _leave(self, mediator: int, at: int) -> None:
        """Whoever goes keeps what he holds and what he has been offered."""
        about = _about(self._court_of[mediator], at)
        self._recorder.record(WentAbsent(**about, mediator_id=mediator, cause=OUTAGE_CAUSE))

    def _come_back(self, mediator: int, at: int) -> None:
        """Whoever is back is raised towards his colleagues, and asked for the oldest cases that wait for him."""
        raised = min(self._core.entry_raise(mediator, DRIFT_CAP_MILLI), WEIGHT_MILLI_MAX)
        about = _about(self._court_of[mediator], at)
        self._recorder.record(Returned(**about, mediator_id=mediator, cause=OUTAGE_CAUSE, entry_milli=raised))
        self._platform.match_freed(mediator)

    def _adopt(self, court: int, settings: PolicySettings, version: int, at: int) -> None:
        """No waiting case looks again: another policy that draws finds nobody where this one found nobody."""
        self._recorder.record(
            PolicyAdopted(
                **_about(court, at),
                policy=PolicyName[settings.policy.name],
                policy_version=version,
                band_width_milli=settings.band_width_milli,
                sample_size=settings.sample_size,
                by_weight=int(settings.by_weight),
            )
        )


def _about(court: int, at: int) -> dict[str, Any]:
    return {"occurred_at": at, "recorded_at": at, "court_id": court}
