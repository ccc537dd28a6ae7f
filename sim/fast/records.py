"""Rows of the loop as the events that they stand for."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.core.policy import Policy
from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from engine.core.state import NONE
from engine.events.enums import ClosingCode, EscalationReason, OfferBasis, PolicyName, Stage
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
    OpenedInProgress,
    PolicyAdopted,
    Returned,
    RoundOpened,
    WentAbsent,
    Withdrawn,
)
from sim.fast import rows as r
from sim.fast.agenda import NEVER
from sim.laws.traits import CHANNELS, ENTRY_ROUTES
from sim.model.planned import OUTAGE_CAUSE
from sim.randomness.words import COURT_SHIFT


class RowEvents:
    """Turns rows into events, one at a time.

    Parameters
    ----------
    organisations
        int32[mediators]: organisation of each.
    """

    def __init__(self, organisations: NDArray[np.int32]) -> None:
        self._organisations: Final[list[int]] = organisations.tolist()
        self._of_kind: Final[dict[int, Callable[[list[int]], Event]]] = {
            r.OPENED: self._opened,
            r.FILED: self._filed,
            r.OFFERED: self._offered,
            r.ACCEPTED: self._accepted,
            r.DECLINED: self._declined,
            r.LAPSED: self._lapsed,
            r.ESCALATED: self._escalated,
            r.ROUND_OPENED: self._round_opened,
            r.DECK_RENEWED: self._deck_renewed,
            r.CLOSED: self._closed,
            r.WITHDRAWN: self._withdrawn,
            r.WENT_ABSENT: _went_absent,
            r.RETURNED: _returned,
            r.POLICY_ADOPTED: _policy_adopted,
        }

    def events(self, rows: NDArray[np.int64]) -> Iterator[Event]:
        """Yield the event of each row, int64[n, WIDTH], in order."""
        for row in rows.tolist():
            yield self._of_kind[row[r.KIND]](row)

    def _opened(self, row: list[int]) -> OpenedInProgress:
        case_id, mediator, accepted_at = row[r.CASE_ID], row[r.MEDIATOR], _number(row[r.FOURTH])
        dispute_type, language, entry_route, channel = _traits(row[r.FIRST])
        held = Stage.OFFERED if accepted_at is None else Stage.ACCEPTED
        stage = Stage.WAITING if mediator == NONE else held
        return OpenedInProgress(
            occurred_at=row[r.THIRD],
            recorded_at=row[r.AT],
            dispute_id=case_id,
            case_id=case_id,
            court_id=case_id >> COURT_SHIFT,
            dispute_type=DISPUTE_TYPES[dispute_type],
            channel=CHANNELS[channel],
            entry_route=ENTRY_ROUTES[entry_route],
            language=LANGUAGES[language],
            weight_milli=row[r.SECOND],
            stage=stage,
            mediator_id=None if mediator == NONE else mediator,
            organisation_id=None if mediator == NONE else self._organisations[mediator],
            attempt=row[r.ATTEMPT],
            step=row[r.STEP],
            deadline=_number(row[r.DEADLINE]),
            accepted_at=accepted_at,
        )

    def _filed(self, row: list[int]) -> Filed:
        case_id, at, deadline = row[r.CASE_ID], row[r.AT], row[r.DEADLINE]
        dispute_type, language, entry_route, channel = _traits(row[r.FIRST])
        return Filed(
            occurred_at=at,
            recorded_at=at,
            dispute_id=case_id,
            case_id=case_id,
            court_id=case_id >> COURT_SHIFT,
            dispute_type=DISPUTE_TYPES[dispute_type],
            channel=CHANNELS[channel],
            entry_route=ENTRY_ROUTES[entry_route],
            language=LANGUAGES[language],
            weight_milli=row[r.SECOND],
            step=row[r.STEP],
            deadline=None if deadline == NEVER else deadline,
        )

    def _offered(self, row: list[int]) -> Offered:
        case_id, at, mediator, tickets = row[r.CASE_ID], row[r.AT], row[r.MEDIATOR], row[r.FOURTH]
        return Offered(
            occurred_at=at,
            recorded_at=at,
            dispute_id=case_id,
            case_id=case_id,
            court_id=case_id >> COURT_SHIFT,
            mediator_id=mediator,
            organisation_id=self._organisations[mediator],
            attempt=row[r.ATTEMPT],
            step=row[r.STEP],
            deadline=row[r.DEADLINE],
            pool_size=row[r.FIRST],
            band_size=row[r.SECOND],
            word=row[r.THIRD],
            basis=OfferBasis.FREED if tickets == r.FREED else OfferBasis.DRAWN,
            ticket_total=max(tickets, 0),
            policy_version=row[r.FIFTH],
        )

    def _accepted(self, row: list[int]) -> Accepted:
        return Accepted(**self._answer(row), weight_milli=row[r.FIRST])

    def _declined(self, row: list[int]) -> Declined:
        return Declined(**self._answer(row), penalty_milli=row[r.FIRST])

    def _lapsed(self, row: list[int]) -> Lapsed:
        return Lapsed(**self._answer(row), penalty_milli=row[r.FIRST])

    def _closed(self, row: list[int]) -> Closed:
        return Closed(**self._answer(row), closing_code=ClosingCode(row[r.FIRST]))

    def _withdrawn(self, row: list[int]) -> Withdrawn:
        asked = row[r.MEDIATOR]
        return Withdrawn(
            **_place(row),
            mediator_id=None if asked == NONE else asked,
            organisation_id=None if asked == NONE else self._organisations[asked],
            attempt=row[r.ATTEMPT],
        )

    def _escalated(self, row: list[int]) -> Escalated:
        reason = EscalationReason.NOBODY_ELIGIBLE if row[r.FIRST] else EscalationReason.TIMED_OUT
        return Escalated(**_place(row), deadline=_number(row[r.DEADLINE]), reason=reason)

    def _round_opened(self, row: list[int]) -> RoundOpened:
        return RoundOpened(**_place(row), round=row[r.FIRST])

    def _deck_renewed(self, row: list[int]) -> DeckRenewed:
        return DeckRenewed(**_place(row))

    def _answer(self, row: list[int]) -> dict[str, Any]:
        mediator = row[r.MEDIATOR]
        of_mediator = {
            "mediator_id": mediator,
            "organisation_id": self._organisations[mediator],
            "attempt": row[r.ATTEMPT],
        }
        return _place(row) | of_mediator


def _went_absent(row: list[int]) -> WentAbsent:
    return WentAbsent(**_about(row), mediator_id=row[r.MEDIATOR], cause=OUTAGE_CAUSE)


def _returned(row: list[int]) -> Returned:
    return Returned(**_about(row), mediator_id=row[r.MEDIATOR], cause=OUTAGE_CAUSE, entry_milli=row[r.SECOND])


def _policy_adopted(row: list[int]) -> PolicyAdopted:
    return PolicyAdopted(
        **_about(row),
        policy=PolicyName[Policy(row[r.SECOND]).name],
        policy_version=row[r.THIRD],
        band_width_milli=row[r.FOURTH],
        sample_size=row[r.FIFTH],
        by_weight=row[r.STEP],
    )


def _about(row: list[int]) -> dict[str, Any]:
    """What every event about a court or a mediator has."""
    return {"occurred_at": row[r.AT], "recorded_at": row[r.AT], "court_id": row[r.FIRST]}


def _place(row: list[int]) -> dict[str, Any]:
    """What every event of a case under observation has."""
    case_id, at = row[r.CASE_ID], row[r.AT]
    return {
        "occurred_at": at,
        "recorded_at": at,
        "dispute_id": case_id,
        "case_id": case_id,
        "court_id": case_id >> COURT_SHIFT,
        "step": row[r.STEP],
    }


def _traits(packed: int) -> list[int]:
    """Dispute type, language, entry route and channel."""
    return [(packed >> (place * r.TRAIT_BITS)) & r.TRAIT_MASK for place in range(4)]


def _number(value: int) -> int | None:
    return None if value == r.NOTHING else value
