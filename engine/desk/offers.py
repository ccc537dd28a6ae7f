"""Offers: to whom a case is put, and by which right.

Both edges are matched. A case that begins to wait looks for a mediator (`draw`); a mediator with new room is given the
oldest case that waits for somebody like him, until nothing is left (`pull`).
"""

from typing import Final

from engine.core.outcome import NEW_DECK, NEW_ROUND, NOBODY
from engine.core.views import OfferDecision, Verdict
from engine.desk.docket import DocketEntry
from engine.desk.office import Office
from engine.events.enums import OfferBasis, OverrideCode
from engine.events.records import ChoiceEnded, DeckRenewed, Offered, RoundOpened

_NO_DRAW: Final = 0
"""Word of an offer that left nothing to draw."""
_REPEATS_MAX: Final = 2
"""A decision may ask for a new round and then for a new deck; it never asks for either twice."""


class Offers:
    """Makes offers; every method records what it does.

    Parameters
    ----------
    office
        Where it is recorded.
    """

    def __init__(self, office: Office) -> None:
        self._office: Final = office

    def draw(self, entry: DocketEntry) -> bool:
        """Offer the first free seat of a waiting case to whom the core draws, and tell whether there was anybody."""
        office = self._office
        word = office.words(entry.case_id, entry.attempt + 1, office.at)
        decision = office.core.decide_offer(entry.case_id, word)
        for _ in range(_REPEATS_MAX):
            if decision.mediator == NEW_ROUND:
                self.open_round(entry)
            elif decision.mediator == NEW_DECK:
                office.record(DeckRenewed(**office.about(entry), step=entry.step))
            else:
                break
            decision = office.core.decide_offer(entry.case_id, word)
        if decision.mediator == NOBODY:
            return False
        self.make(entry, decision, OfferBasis.DRAWN, word=word)
        return True

    def open_round(self, entry: DocketEntry) -> None:
        """Let everybody who declined a case be asked again."""
        self._office.record(RoundOpened(**self._office.about(entry), step=entry.step, round=entry.round + 1))

    def pull(self, mediator: int) -> list[DocketEntry]:
        """Give a mediator with new room the waiting cases that are his, oldest first, and return them."""
        given: list[DocketEntry] = []
        case_id = self._office.core.decide_pull(mediator)
        while case_id is not None:
            entry = self._office.docket.entry(case_id)
            self.make(entry, OfferDecision(mediator, 1, 1, 0), OfferBasis.FREED)
            given.append(entry)
            case_id = self._office.core.decide_pull(mediator)
        return given

    def from_shortlist(self, entry: DocketEntry) -> bool:
        """Offer a case to the best left on the parties' list who may take it now, and tell whether there was one."""
        for mediator in entry.shortlist:
            if self._office.core.why_not(entry.case_id, mediator) is Verdict.IN_POOL:
                self.name(entry, mediator, OfferBasis.SHORTLISTED)
                return True
        if entry.chooses:
            self._office.record(ChoiceEnded(**self._office.about(entry)))
        return False

    def name(
        self, entry: DocketEntry, mediator: int, basis: OfferBasis, *, override_code: OverrideCode | None = None
    ) -> None:
        """Offer a case to somebody who was named and not drawn."""
        pool_size = self._office.core.funnel(entry.case_id).room
        self.make(entry, OfferDecision(mediator, pool_size, 1, 0), basis, override_code=override_code)

    def make(
        self,
        entry: DocketEntry,
        decision: OfferDecision,
        basis: OfferBasis,
        *,
        word: int = _NO_DRAW,
        override_code: OverrideCode | None = None,
    ) -> None:
        """Offer the first free seat of a case."""
        office = self._office
        version, _ = office.core.policy_of(entry.court_id)
        offered = Offered(
            **office.about(entry),
            mediator_id=decision.mediator,
            organisation_id=office.organisation_of(decision.mediator),
            attempt=entry.attempt + 1,
            step=entry.step,
            deadline=office.deadlines.offer_end(office.at),
            pool_size=decision.pool_size,
            band_size=decision.band_size,
            word=word,
            basis=basis,
            ticket_total=decision.ticket_total,
            policy_version=version,
            seat=entry.first_free_seat,
            override_code=override_code,
        )
        office.record(offered)
