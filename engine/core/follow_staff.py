"""Events about mediators and the rules of courts into the state."""

from typing import Final

from engine.core import asked, checked, staff
from engine.core.errors import PolicyVersionError, UnknownMediatorError
from engine.core.policies.table import Policy
from engine.core.policy import SAMPLE_SIZES, WEIGHT_MILLI_MAX
from engine.core.refusals import check_done, check_fields, check_number
from engine.core.roster import CAPACITY_MAX, Roster
from engine.core.state import CoreState
from engine.events import records
from engine.events.enums import AbsenceCause

CAUSE_NUMBER: Final = {cause: number for number, cause in enumerate(AbsenceCause)}
"""Bit of each cause of absence."""


class StaffFollower:
    """Makes a state follow what happens to mediators and courts, and to no case.

    Parameters
    ----------
    state
        The state to change.
    roster
        For the bounds of courts and mediators.
    """

    def __init__(self, state: CoreState, roster: Roster) -> None:
        self.state: Final = state
        self.roster: Final = roster

    def policy_adopted(self, event: records.PolicyAdopted) -> None:
        """A court draws by another policy; its versions follow one another without a gap."""
        check_fields(event, court_id=self.roster.courts - 1, band_width_milli=WEIGHT_MILLI_MAX, by_weight=1)
        check_number("sample_size", event.sample_size, SAMPLE_SIZES[-1], smallest=SAMPLE_SIZES[0])
        following = asked.court_policy(self.state, event.court_id)[0] + 1
        if event.policy_version != following:
            raise PolicyVersionError(
                f"court_id = {event.court_id}: policy_version = {event.policy_version}: must be {following}"
            )
        staff.apply_policy_adopted(
            self.state,
            event.court_id,
            event.policy_version,
            int(Policy[event.policy.name]),
            event.band_width_milli,
            event.sample_size,
            event.by_weight,
        )

    def capacity_set(self, event: records.CapacitySet) -> None:
        """A mediator may hold more or less."""
        self._check_mediator(event)
        check_fields(event, capacity=CAPACITY_MAX)
        staff.apply_capacity_set(self.state, event.mediator_id, event.capacity)

    def went_absent(self, event: records.WentAbsent) -> None:
        """A mediator is offered nothing."""
        self._check_mediator(event)
        staff.apply_went_absent(self.state, event.mediator_id, CAUSE_NUMBER[event.cause])

    def returned(self, event: records.Returned) -> None:
        """A cause of absence has ended."""
        self._check_mediator(event)
        check_fields(event, entry_milli=WEIGHT_MILLI_MAX)
        staff.apply_returned(self.state, event.mediator_id, CAUSE_NUMBER[event.cause], event.entry_milli)

    def _check_mediator(
        self, event: records.CapacitySet | records.WentAbsent | records.Returned | records.MediatorQualified
    ) -> None:
        check_fields(event, court_id=self.roster.courts - 1)
        last = self.roster.mediators - 1
        check_number("mediator_id", event.mediator_id, last, error=UnknownMediatorError)
        check_done(event, checked.known(self.state, event.mediator_id))
