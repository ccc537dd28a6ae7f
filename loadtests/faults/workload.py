"""What the client asks: cases filed, offers accepted, declined or left alone, mediations ended, and some nonsense.

It follows from its seed and from what it was told, so a failure is repeated by its seed.
"""

from collections.abc import Sequence
from random import Random
from typing import Final

from engine.events.enums import ActorRole, DeclineReason, EntryRoute
from engine.events.lifecycle_words import Transition
from engine.events.records import Accepted, Closed, Offered
from engine.lifecycle.command import Command
from engine.registry.example import filed_dispute
from engine.registry.onestop import PlatformRequest
from engine.registry.requests import AnswerOffer, Move, OpenDispute
from engine.service.answers import Refusal
from engine.service.entries import Entry
from engine.service.executed import Result
from loadtests.faults.town import COURTS, MEDIATORS

_OFFERS_KEPT: Final = 60
_ROUTES: Final = (EntryRoute.DELEGATED, EntryRoute.PARTY_APPLICATION)


class Workload:
    """Makes groups of commands.

    Parameters
    ----------
    seed
        Of every choice.
    """

    def __init__(self, seed: int) -> None:
        self._random: Final = Random(seed)  # noqa: S311 - chooses what to ask, guards nothing
        self._disputes = 0
        self._offers: Final[list[AnswerOffer]] = []
        self._held: Final[list[int]] = []

    def next_group(self) -> tuple[PlatformRequest, ...]:
        """Return what is asked next."""
        chance = self._random.random()
        if chance < 0.05:
            return (AnswerOffer(case_id=10**9, mediator_id=self._random.randrange(MEDIATORS), attempt=1),)
        if chance < 0.35 and self._offers:
            return (self._answer(),)
        if chance < 0.55 and self._held:
            return (self._ending(),)
        return tuple(command for _ in range(self._random.choice((1, 1, 1, 3))) for command in self._filing())

    def learn(self, results: Sequence[Result]) -> None:
        """Take note of what an answer says has happened."""
        for result in results:
            if not isinstance(result, Refusal):
                for entry in result:
                    self._learn(entry)
        del self._offers[:-_OFFERS_KEPT]
        del self._held[:-_OFFERS_KEPT]

    def _learn(self, entry: Entry) -> None:
        if isinstance(entry, Offered):
            offer = AnswerOffer(case_id=entry.case_id, mediator_id=entry.mediator_id, attempt=entry.attempt)
            self._offers.append(offer)
        elif isinstance(entry, Accepted):
            self._held.append(entry.case_id)
        elif isinstance(entry, Closed) and entry.case_id in self._held:
            self._held.remove(entry.case_id)

    def _filing(self) -> list[PlatformRequest]:
        self._disputes += 1
        first, *others = filed_dispute(self._disputes, entry_route=self._random.choice(_ROUTES))
        assert isinstance(first, OpenDispute), "a dispute is opened first"
        opened = OpenDispute(
            dispute_id=first.dispute_id,
            court_id=self._random.randrange(COURTS),
            dispute_type=first.dispute_type,
            channel=first.channel,
            entry_route=first.entry_route,
            amount_fen=self._random.randrange(1, 10**9),
        )
        return [opened, *others]

    def _answer(self) -> AnswerOffer:
        offer = self._offers.pop(self._random.randrange(len(self._offers)))
        if self._random.random() < 0.7:
            return offer
        reason = self._random.choice((DeclineReason.WORKLOAD, DeclineReason.OTHER))
        return AnswerOffer(
            case_id=offer.case_id, mediator_id=offer.mediator_id, attempt=offer.attempt, declined_because=reason
        )

    def _ending(self) -> Move:
        case_id = self._random.choice(self._held)
        command = Command(case_id=case_id, transition=Transition.CLOSE_OTHER, actor=ActorRole.MEDIATOR)
        return Move(dispute_id=case_id, command=command)
