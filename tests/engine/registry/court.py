"""A registry in use: whoever asks, a minute passes, and everything that happens is kept."""

from typing import Any

from engine.calendar.day import DAY_US
from engine.events.enums import ActorRole, DeclineReason
from engine.events.lifecycle_words import Medium, State, Transition
from engine.events.records import Event, Offered
from engine.lifecycle.command import Command
from engine.registry.example import MONDAY
from engine.registry.registry import Registry, RegistryRequest
from engine.registry.requests import AnswerOffer, Move

MINUTE = 60_000_000


class Platform:
    """A registry and everything that has happened in it, a minute a request."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.now = MONDAY
        self.events: list[Event] = []

    def ask(self, *requests: RegistryRequest) -> list[Event]:
        happened: list[Event] = []
        for request in requests:
            happened += self.pass_time(MINUTE)
            events = self.registry.execute(request, self.now)
            self.events += events
            happened += events
        return happened

    def pass_time(self, span_us: int) -> list[Event]:
        self.now += span_us
        events = self.registry.advance(self.now)
        self.events += events
        return events

    def wait(self, days: int) -> list[Event]:
        return self.pass_time(days * DAY_US)

    def move(
        self, case_id: int, transition: Transition, actor: ActorRole, *, dispute_id: int | None = None, **fields: Any
    ) -> list[Event]:
        command = Command(case_id=case_id, transition=transition, actor=actor, **fields)
        return self.ask(Move(dispute_id=case_id if dispute_id is None else dispute_id, command=command))

    def accept(self, case_id: int) -> list[Event]:
        return self.ask(self.answer(case_id))

    def answer(self, case_id: int, because: DeclineReason | None = None) -> AnswerOffer:
        offer = [event for event in self.events if isinstance(event, Offered) and event.case_id == case_id][-1]
        return self.answer_to(offer, because)

    @staticmethod
    def answer_to(offer: Offered, because: DeclineReason | None = None) -> AnswerOffer:
        return AnswerOffer(
            case_id=offer.case_id, mediator_id=offer.mediator_id, attempt=offer.attempt, declined_because=because
        )

    def state(self, case_id: int) -> State:
        return self.registry.dispute(case_id).processes[case_id].state

    def meet(self, case_id: int) -> None:
        """Everybody consents, is identified and comes to a session."""
        self.move(case_id, Transition.CONSENT, ActorRole.PARTY, parties=0b11)
        self.move(case_id, Transition.IDENTIFY, ActorRole.PARTY, parties=0b11)
        self.move(case_id, Transition.START_SESSION, ActorRole.MEDIATOR, medium=Medium.VIDEO)

    def agree(self, case_id: int) -> None:
        """An agreement is drafted, signed by both and sealed."""
        self.move(case_id, Transition.DRAFT_AGREEMENT, ActorRole.MEDIATOR)
        self.move(case_id, Transition.SIGN, ActorRole.PARTY, parties=0b01)
        self.move(case_id, Transition.SIGN, ActorRole.PARTY, parties=0b10)
        self.move(case_id, Transition.SEAL, ActorRole.ORGANISATION)
