"""How events about courts and mediators change the plain reference.

1. A court's policies are numbered without a gap; the one it began with is 0.
2. A mediator is present while no cause of absence is set; what he holds he keeps.
3. Whoever returns may be raised, lest the others' lead become his flood of cases.
"""

from typing import Final

from engine.core.errors import CoreError, PolicyVersionError, UnknownMediatorError
from engine.core.policy import WEIGHT_MILLI_MAX, Policy, PolicySettings
from engine.core.reference_records import PlainMediator, plain_mediators, plain_units
from engine.core.roster import Roster
from engine.events.records import CapacitySet, PolicyAdopted, Returned, RosterEvent, WentAbsent

_CAPACITY_MAX: Final = 1_000_000


class PlainCourts:
    """Courts with their policies and mediators with all that is not about a case."""

    def __init__(self, roster: Roster, settings: PolicySettings) -> None:
        self._units: Final = plain_units(roster)
        self._people: Final = list(plain_mediators(roster))
        self._policies: Final = [settings for _ in self._units]
        self._versions: Final = [0 for _ in self._units]

    def _change_roster(self, event: RosterEvent) -> None:
        check(0 <= event.court_id < len(self._units), CoreError)
        match event:
            case PolicyAdopted():
                self._adopt(event)
            case CapacitySet():
                mediator = self._mediator(event.mediator_id)
                check(0 <= event.capacity <= _CAPACITY_MAX, CoreError)
                mediator.capacity_milli = event.capacity * 1000
            case WentAbsent():
                self._mediator(event.mediator_id).absent_for.add(event.cause)
            case _:
                assert isinstance(event, Returned)
                mediator = self._mediator(event.mediator_id)
                check(0 <= event.entry_milli <= WEIGHT_MILLI_MAX, CoreError)
                mediator.absent_for.discard(event.cause)
                mediator.cumulative_milli += event.entry_milli

    def _adopt(self, event: PolicyAdopted) -> None:
        check(0 <= event.band_width_milli <= WEIGHT_MILLI_MAX, CoreError)
        check(event.sample_size in (2, 3) and event.by_weight in (0, 1), CoreError)
        check(event.policy_version == self._versions[event.court_id] + 1, PolicyVersionError)
        self._versions[event.court_id] += 1
        self._policies[event.court_id] = PolicySettings(
            policy=Policy[event.policy.name],
            band_width_milli=event.band_width_milli,
            sample_size=event.sample_size,
            by_weight=event.by_weight == 1,
        )

    def _mediator(self, number: int) -> PlainMediator:
        check(0 <= number < len(self._people), UnknownMediatorError)
        return self._people[number]


def check(holds: bool, refusal: type[CoreError]) -> None:
    """Raise the refusal unless what must hold does; the words are the compiled core's affair."""
    if not holds:
        raise refusal("refused")
