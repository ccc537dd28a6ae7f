"""Turn what happens to a case into an event: applied by the core, then recorded, in that order.

The fields that events share are written out each time: gathering them in a dictionary first takes six times as long,
and this happens two thirds of a million times in a national week.
"""

from typing import Final

from engine.core.assignment import AssignmentCore, OfferDecision
from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from engine.events.enums import ClosingCode, EscalationReason, OfferBasis
from engine.events.records import (
    Accepted,
    Closed,
    DeckRenewed,
    Declined,
    Escalated,
    Event,
    Filed,
    Lapsed,
    Offered,
    RoundOpened,
    Withdrawn,
)
from engine.events.sink import EventSink
from sim.laws.traits import CHANNELS, ENTRY_ROUTES
from sim.model.case import Case
from sim.scenario.scenario import Scenario

_CLOSING_CODES: Final = {int(code): code for code in ClosingCode}
_BUFFERED_EVENTS: Final = 8_192
"""Events handed to the sink at once: enough to make the call's cost vanish."""


class Recorder:
    """Writes the history of cases as it happens.

    Parameters
    ----------
    core
        Applies every event before it is recorded, so an event that breaks a rule is never written.
    sink
        Takes the events, in order.
    organisations
        Organisation of each mediator, indexable by mediator.
    scenario
        For the penalties.
    """

    def __init__(self, core: AssignmentCore, sink: EventSink, *, organisations: list[int], scenario: Scenario) -> None:
        self._core: Final = core
        self._sink: Final = sink
        self._organisations: Final = organisations
        self._decline_penalty_milli: Final = scenario.offers.decline_penalty_milli
        self._lapse_penalty_milli: Final = scenario.offers.lapse_penalty_milli
        self._events: list[Event] = []
        self.policy_version = 0
        """Version of the policy that all courts draw by; each offer names it."""

    def filed(self, case: Case) -> None:
        """The case was handed in."""
        self.record(
            Filed(
                occurred_at=case.filed_at,
                recorded_at=case.filed_at,
                dispute_id=case.case_id,
                case_id=case.case_id,
                court_id=case.court,
                dispute_type=DISPUTE_TYPES[case.dispute_type],
                channel=CHANNELS[case.channel],
                entry_route=ENTRY_ROUTES[case.entry_route],
                language=LANGUAGES[case.language],
                weight_milli=case.weight_milli,
                step=case.step,
                deadline=case.step_ends_at,
            )
        )

    def offered(
        self, case: Case, at: int, *, deadline: int, decision: OfferDecision, word: int, basis: OfferBasis
    ) -> None:
        """The case was offered to its mediator."""
        self.record(
            Offered(
                occurred_at=at,
                recorded_at=at,
                dispute_id=case.case_id,
                case_id=case.case_id,
                court_id=case.court,
                mediator_id=case.mediator,
                organisation_id=self._organisations[case.mediator],
                attempt=case.attempt,
                step=case.step,
                deadline=deadline,
                pool_size=decision.pool_size,
                band_size=decision.band_size,
                word=word,
                basis=basis,
                ticket_total=decision.ticket_total,
                policy_version=self.policy_version,
            )
        )

    def accepted(self, case: Case, at: int) -> None:
        """The mediator took the case."""
        self.record(
            Accepted(
                occurred_at=at,
                recorded_at=at,
                dispute_id=case.case_id,
                case_id=case.case_id,
                court_id=case.court,
                mediator_id=case.mediator,
                organisation_id=self._organisations[case.mediator],
                attempt=case.attempt,
                step=case.step,
                weight_milli=case.weight_milli,
            )
        )

    def declined(self, case: Case, at: int) -> None:
        """The mediator said no."""
        self.record(
            Declined(
                occurred_at=at,
                recorded_at=at,
                dispute_id=case.case_id,
                case_id=case.case_id,
                court_id=case.court,
                mediator_id=case.mediator,
                organisation_id=self._organisations[case.mediator],
                attempt=case.attempt,
                step=case.step,
                penalty_milli=self._decline_penalty_milli,
            )
        )

    def lapsed(self, case: Case, at: int) -> None:
        """The mediator did not answer."""
        self.record(
            Lapsed(
                occurred_at=at,
                recorded_at=at,
                dispute_id=case.case_id,
                case_id=case.case_id,
                court_id=case.court,
                mediator_id=case.mediator,
                organisation_id=self._organisations[case.mediator],
                attempt=case.attempt,
                step=case.step,
                penalty_milli=self._lapse_penalty_milli,
            )
        )

    def escalated(self, case: Case, at: int, reason: EscalationReason) -> None:
        """The case reached its present ladder step."""
        self.record(
            Escalated(
                occurred_at=at,
                recorded_at=at,
                dispute_id=case.case_id,
                case_id=case.case_id,
                court_id=case.court,
                step=case.step,
                deadline=case.step_ends_at,
                reason=reason,
            )
        )

    def deck_renewed(self, case: Case, at: int) -> None:
        """Nobody whom the case could be dealt to had a card left."""
        self.record(
            DeckRenewed(
                occurred_at=at,
                recorded_at=at,
                dispute_id=case.case_id,
                case_id=case.case_id,
                court_id=case.court,
                step=case.step,
            )
        )

    def round_opened(self, case: Case, at: int) -> None:
        """Everybody had declined the case, and may be asked again."""
        self.record(
            RoundOpened(
                occurred_at=at,
                recorded_at=at,
                dispute_id=case.case_id,
                case_id=case.case_id,
                court_id=case.court,
                step=case.step,
                round=case.round,
            )
        )

    def closed(self, case: Case, at: int) -> None:
        """Mediation ended."""
        self.record(
            Closed(
                occurred_at=at,
                recorded_at=at,
                dispute_id=case.case_id,
                case_id=case.case_id,
                court_id=case.court,
                mediator_id=case.mediator,
                organisation_id=self._organisations[case.mediator],
                attempt=case.attempt,
                step=case.step,
                closing_code=_CLOSING_CODES[case.closing_code],
            )
        )

    def withdrawn(self, case: Case, at: int, *, asked: int | None) -> None:
        """The parties took the case back; `asked` had been offered it."""
        self.record(
            Withdrawn(
                occurred_at=at,
                recorded_at=at,
                dispute_id=case.case_id,
                case_id=case.case_id,
                court_id=case.court,
                mediator_id=asked,
                organisation_id=None if asked is None else self._organisations[asked],
                attempt=case.attempt,
                step=case.step,
            )
        )

    def record(self, event: Event) -> None:
        """Have the core apply an event, and keep it for the sink."""
        self._core.apply(event)
        self._events.append(event)
        if len(self._events) >= _BUFFERED_EVENTS:
            self.flush()

    def flush(self) -> None:
        """Hand the events that are still buffered to the sink."""
        if self._events:
            self._sink.append(self._events)
            self._events = []
