"""Events with everything but what a test is about filled in."""

from typing import Any

from engine.events.enums import (
    AbsenceCause,
    Channel,
    ClosingCode,
    ConflictGround,
    ConflictSource,
    DisputeType,
    EntryRoute,
    Language,
    OfferBasis,
    PolicyName,
    ReleaseGround,
    Stage,
)
from engine.events.records import (
    Accepted,
    CapacitySet,
    ChoiceEnded,
    ChoiceOpened,
    Closed,
    ConflictFound,
    ConflictLifted,
    DeckRenewed,
    Declined,
    Escalated,
    Exhausted,
    Filed,
    Lapsed,
    LeadNamed,
    MediatorAppointed,
    MediatorQualified,
    Offered,
    OpenedInProgress,
    PolicyAdopted,
    Released,
    Returned,
    RoundOpened,
    Shortlisted,
    WentAbsent,
    Withdrawn,
)


def filed(case_id: int, **changes: Any) -> Filed:
    """A standard case in Mandarin about a family dispute, at court 0, at its first step."""
    return Filed(**{**_filing(case_id, changes), **changes})


def in_progress(case_id: int, stage: Stage, **changes: Any) -> OpenedInProgress:
    """The same case, met when it had reached `stage`; mediator 0 on the first attempt, unless it waits."""
    waits = stage is Stage.WAITING
    defaults = {
        "stage": stage,
        "mediator_id": None if waits else 0,
        "organisation_id": None if waits else 0,
        "attempt": 0 if waits else 1,
        "step": 0,
        "deadline": None,
        "accepted_at": None,
    }
    return OpenedInProgress(**{**_filing(case_id, changes), **defaults, **changes})


def offered(
    case_id: int,
    mediator: int,
    *,
    attempt: int = 1,
    at: int = 0,
    seat: int = 0,
    basis: OfferBasis = OfferBasis.DRAWN,
) -> Offered:
    return Offered(
        **_offer(case_id, mediator, attempt, at),
        deadline=at + 1,
        pool_size=1,
        band_size=1,
        word=0,
        ticket_total=1,
        seat=seat,
        basis=basis,
    )


def accepted(case_id: int, mediator: int, *, attempt: int = 1, at: int = 0, weight_milli: int = 1000) -> Accepted:
    return Accepted(**_offer(case_id, mediator, attempt, at), weight_milli=weight_milli)


def declined(case_id: int, mediator: int, *, attempt: int = 1, at: int = 0, penalty_milli: int = 500) -> Declined:
    return Declined(**_offer(case_id, mediator, attempt, at), penalty_milli=penalty_milli)


def lapsed(case_id: int, mediator: int, *, attempt: int = 1, at: int = 0, penalty_milli: int = 1000) -> Lapsed:
    return Lapsed(**_offer(case_id, mediator, attempt, at), penalty_milli=penalty_milli)


def released(case_id: int, mediator: int, *, attempt: int = 1, at: int = 0) -> Released:
    return Released(**_offer(case_id, mediator, attempt, at), ground=ReleaseGround.CONFLICT)


def closed(case_id: int, mediator: int, *, attempt: int = 1, at: int = 0) -> Closed:
    return Closed(**_offer(case_id, mediator, attempt, at), closing_code=ClosingCode.AGREEMENT)


def withdrawn(case_id: int, mediator: int | None, *, attempt: int, at: int = 0) -> Withdrawn:
    organisation = None if mediator is None else 0
    about = _any(case_id, at)
    return Withdrawn(**about, mediator_id=mediator, organisation_id=organisation, attempt=attempt, step=0)


def escalated(case_id: int, step: int, *, at: int = 0) -> Escalated:
    return Escalated(**_any(case_id, at), step=step, deadline=None)


def round_opened(case_id: int, *, at: int = 0) -> RoundOpened:
    return RoundOpened(**_any(case_id, at), step=0, round=1)


def deck_renewed(case_id: int, *, at: int = 0) -> DeckRenewed:
    return DeckRenewed(**_any(case_id, at), step=0)


def exhausted(case_id: int, *, at: int = 0) -> Exhausted:
    return Exhausted(**_any(case_id, at), step=0, deadline=at + 1)


def choice_opened(case_id: int, *, at: int = 0) -> ChoiceOpened:
    return ChoiceOpened(**_any(case_id, at), deadline=at + 1)


def choice_ended(case_id: int, *, at: int = 0) -> ChoiceEnded:
    return ChoiceEnded(**_any(case_id, at))


def shortlisted(case_id: int, mediator: int, *, at: int = 0) -> Shortlisted:
    return Shortlisted(**_any(case_id, at), mediator_id=mediator, place=1)


def lead_named(case_id: int, mediator: int, *, at: int = 0) -> LeadNamed:
    return LeadNamed(**_any(case_id, at), mediator_id=mediator)


def conflict_found(
    case_id: int, mediator: int, *, at: int = 0, ground: ConflictGround = ConflictGround.KINSHIP
) -> ConflictFound:
    return ConflictFound(**_any(case_id, at), mediator_id=mediator, ground=ground, source=ConflictSource.PARTY)


def conflict_lifted(case_id: int, mediator: int, *, at: int = 0) -> ConflictLifted:
    return ConflictLifted(**_any(case_id, at), mediator_id=mediator)


def policy_adopted(
    version: int, policy: PolicyName = PolicyName.RANDOM, *, court: int = 0, **changes: Any
) -> PolicyAdopted:
    defaults = {"policy_version": version, "band_width_milli": 1000, "sample_size": 2, "by_weight": 0}
    return PolicyAdopted(**{**_of_court(court), "policy": policy, **defaults, **changes})


def capacity_set(mediator: int, capacity: int, *, court: int = 0) -> CapacitySet:
    return CapacitySet(**_of_court(court), mediator_id=mediator, capacity=capacity)


def went_absent(mediator: int, cause: AbsenceCause = AbsenceCause.MANUAL, *, court: int = 0) -> WentAbsent:
    return WentAbsent(**_of_court(court), mediator_id=mediator, cause=cause)


def returned(
    mediator: int, cause: AbsenceCause = AbsenceCause.MANUAL, *, court: int = 0, entry_milli: int = 0
) -> Returned:
    return Returned(**_of_court(court), mediator_id=mediator, cause=cause, entry_milli=entry_milli)


def appointed(mediator: int, *, court: int = 0, **changes: Any) -> MediatorAppointed:
    """Takes everything in Mandarin, full-time, three cases at once."""
    other = {"organisation_id": 0, "rank": mediator}
    return MediatorAppointed(**{**_of_court(court), "mediator_id": mediator, **_ABLE, **other, **changes})


def qualified(mediator: int, *, court: int = 0, **changes: Any) -> MediatorQualified:
    """The same."""
    return MediatorQualified(**{**_of_court(court), "mediator_id": mediator, **_ABLE, **changes})


_ABLE = {
    "dispute_types": (1 << len(DisputeType)) - 1,
    "languages": 1,
    "attributes": 0,
    "share_milli": 1000,
    "capacity": 3,
}


def _of_court(court: int) -> dict[str, Any]:
    return {"occurred_at": 0, "recorded_at": 0, "court_id": court}


def _any(case_id: int, at: int) -> dict[str, Any]:
    return {"occurred_at": at, "recorded_at": at, "dispute_id": case_id, "case_id": case_id, "court_id": 0}


def _filing(case_id: int, changes: dict[str, Any]) -> dict[str, Any]:
    return {
        **_any(case_id, changes.get("occurred_at", 0)),
        "dispute_type": DisputeType.FAMILY,
        "channel": Channel.ONLINE_FILING,
        "entry_route": EntryRoute.PARTY_APPLICATION,
        "language": Language.MANDARIN,
        "weight_milli": 1000,
    }


def _offer(case_id: int, mediator: int, attempt: int, at: int) -> dict[str, Any]:
    return {
        **_any(case_id, at),
        "mediator_id": mediator,
        "organisation_id": 0,
        "attempt": attempt,
        "step": 0,
    }
