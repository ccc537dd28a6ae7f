"""Events to test with: one of each kind by hand, any number of any kind by Hypothesis."""

from typing import Any, TypeVar

from hypothesis import strategies as st

from engine.events.enums import (
    AbsenceCause,
    ActorRole,
    Channel,
    ClosingCode,
    ConflictGround,
    ConflictSource,
    DeclineReason,
    DisputeType,
    EntryRoute,
    EscalationReason,
    Gender,
    Language,
    OfferBasis,
    Origin,
    OverrideCode,
    PolicyName,
    ReleaseGround,
    Stage,
)
from engine.events.lifecycle_words import (
    Article,
    Clock,
    Ground,
    Impact,
    Medium,
    Procedure,
    Reach,
    State,
    Track,
    Transition,
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
    DisputeOpened,
    Escalated,
    Event,
    Exhausted,
    Filed,
    Lapsed,
    LeadNamed,
    LeaseHeld,
    LeaveBegun,
    LeaveEnded,
    LeavePlanned,
    Listed,
    Moved,
    Offered,
    OpenedInProgress,
    OverrideApproved,
    PeriodExtended,
    PolicyAdopted,
    RelationEntered,
    RelationRemoved,
    Released,
    Returned,
    RoundOpened,
    Shortlisted,
    WentAbsent,
    Withdrawn,
)
from engine.events.shapes import SHAPES, Shape
from tests.engine.events.calendar_examples import calendar_events
from tests.engine.events.roster_examples import roster_changes

MONDAY = 1_598_227_200_000_000
"""2020-08-24 00:00 UTC."""
HOUR = 3_600_000_000
COURTS = 40

OneKind = TypeVar("OneKind", bound=Event)

_BITS = {"court_id": None, "organisation_id": 32, "mediator_id": 32, "attempt": 16, "step": 8}


def one_of_each() -> list[Event]:
    """One event of each kind, in the order of the kinds, up to an hour apart; no field that may has its default."""
    late = calendar_events(MONDAY + 33 * HOUR, CASE)
    earlier = [*_steps(), *_designations(), *_roster_events(), *_lifecycle_events(), *_desk_events()]
    return [*earlier, *late, *roster_changes(MONDAY + 37 * HOUR)]


def one_of(kind: type[OneKind]) -> OneKind:
    """The event of one kind in `one_of_each`."""
    (found,) = [event for event in one_of_each() if isinstance(event, kind)]
    return found


def _hour(number: int) -> dict[str, Any]:
    now = MONDAY + number * HOUR
    return {"occurred_at": now, "recorded_at": now}


CASE: dict[str, Any] = {"dispute_id": 11, "case_id": 12, "court_id": 2}
ASKED: dict[str, Any] = {"mediator_id": 70, "organisation_id": 7, "attempt": 1, "step": 0}


def _steps() -> list[Event]:
    about: dict[str, Any] = {
        "dispute_type": DisputeType.LABOUR,
        "channel": Channel.COURT_WINDOW,
        "entry_route": EntryRoute.ENTRUSTED,
        "language": Language.KOREAN,
        "weight_milli": 1000,
        "boost_us": 3 * HOUR,
        "origin": Origin.MACAO,
        "mediator_gender": Gender.FEMALE,
    }
    draw: dict[str, Any] = {"pool_size": 9, "band_size": 3, "word": -(2**63)}
    by_hand: dict[str, Any] = {"basis": OfferBasis.OVERRIDE, "override_code": OverrideCode.URGENT}
    begun: dict[str, Any] = {"stage": Stage.ACCEPTED, "deadline": None, "accepted_at": MONDAY - 1}
    return [
        Filed(**_hour(0), **CASE, **about, deadline=MONDAY + 24 * HOUR, panel_size=3),
        OpenedInProgress(**(_hour(1) | {"occurred_at": MONDAY - HOUR}), **CASE, **about, **ASKED, **begun),
        Offered(
            **_hour(2),
            **CASE,
            **ASKED,
            **draw,
            **by_hand,
            deadline=MONDAY + 72 * HOUR,
            ticket_total=12,
            policy_version=4,
            seat=2,
        ),
        Accepted(**_hour(3), **CASE, **ASKED, weight_milli=1000),
        Declined(**_hour(4), **CASE, **ASKED, penalty_milli=500, reason=DeclineReason.WORKLOAD),
        Lapsed(**_hour(5), **CASE, **ASKED, penalty_milli=1000),
        Escalated(**_hour(6), **CASE, step=3, deadline=None, reason=EscalationReason.NOBODY_FREE),
        RoundOpened(**_hour(7), **CASE, step=3, round=1),
        Closed(**_hour(8), **CASE, **ASKED, closing_code=ClosingCode.SELF_SETTLED),
        Withdrawn(**_hour(8), **CASE, **ASKED),
    ]


def _designations() -> list[Event]:
    conflict: dict[str, Any] = {"ground": ConflictGround.FORMER_COUNSEL, "source": ConflictSource.RECORD}
    return [
        ChoiceOpened(**_hour(9), **CASE, deadline=MONDAY + 48 * HOUR),
        ChoiceEnded(**_hour(10), **CASE),
        Shortlisted(**_hour(11), **CASE, mediator_id=70, place=1),
        ConflictFound(**_hour(12), **CASE, **conflict, mediator_id=70),
        ConflictLifted(**_hour(13), **CASE, mediator_id=70),
        Released(**_hour(14), **CASE, **ASKED, ground=ReleaseGround.ABSENT),
        Exhausted(**_hour(15), **CASE, step=3, deadline=MONDAY + 96 * HOUR),
        LeadNamed(**_hour(16), **CASE, mediator_id=70),
        DeckRenewed(**_hour(17), **CASE, step=2),
    ]


def _roster_events() -> list[Event]:
    policy: dict[str, Any] = {"policy": PolicyName.POWER_OF_D, "band_width_milli": 500, "sample_size": 3}
    return [
        PolicyAdopted(**_hour(18), court_id=2, **policy, policy_version=4, by_weight=1),
        CapacitySet(**_hour(19), court_id=2, mediator_id=70, capacity=12),
        WentAbsent(**_hour(20), court_id=2, mediator_id=70, cause=AbsenceCause.SUSPENDED),
        Returned(**_hour(21), court_id=2, mediator_id=70, cause=AbsenceCause.SUSPENDED, entry_milli=2500),
    ]


def _lifecycle_events() -> list[Event]:
    dispute: dict[str, Any] = {
        "dispute_type": DisputeType.FINANCE,
        "channel": Channel.LAWYERS_SITE,
        "entry_route": EntryRoute.JUDGE_LED,
        "procedure": Procedure.SUMMARY,
        "amount_fen": 2**40,
        "reach": Reach.INTERNATIONAL,
        "impact": Impact.SIGNIFICANT,
    }
    said: dict[str, Any] = {"parties": 0b11, "ground": Ground.NO_JURISDICTION, "medium": Medium.ON_SITE}
    return [
        DisputeOpened(**_hour(22), **CASE, **dispute, parties=3, applicants=2),
        Moved(
            **_hour(23),
            **(CASE | {"track": Track.PRESERVATION}),
            **said,
            transition=Transition.EXTEND,
            state=State.IN_SESSION,
            actor=ActorRole.ORGANISATION,
            article=Article.ONL_24,
            clock=Clock.PERIOD,
            deadline=MONDAY + 720 * HOUR,
            amount_fen=300,
            number=7,
        ),
    ]


def _desk_events() -> list[Event]:
    known: dict[str, Any] = {"party_key": 2**62 + 1, "ground": ConflictGround.KINSHIP}
    return [
        Listed(**_hour(24), **CASE, mediator_id=70, place=2, strikes_max=4),
        PeriodExtended(**_hour(25), **CASE, deadline=MONDAY + 900 * HOUR),
        OverrideApproved(**_hour(26), **CASE, mediator_id=70, attempt=1, approver_key=2**62 + 3),
        LeaseHeld(**_hour(27), court_id=2, mediator_id=70, deadline=MONDAY + 40 * HOUR),
        LeavePlanned(
            **_hour(28),
            court_id=2,
            mediator_id=70,
            ordinal=3,
            starts_at=MONDAY + 50 * HOUR,
            deadline=MONDAY + 60 * HOUR,
        ),
        LeaveBegun(**_hour(29), court_id=2, mediator_id=70, ordinal=3),
        LeaveEnded(**_hour(30), court_id=2, mediator_id=70, ordinal=3),
        RelationEntered(
            **_hour(31), court_id=2, mediator_id=70, **known, source=ConflictSource.COURT, provenance_key=2**62 + 2
        ),
        RelationRemoved(**_hour(32), court_id=2, mediator_id=70, **known),
    ]


def field_values(name: str, shape: Shape) -> st.SearchStrategy[Any]:
    """Any value that a field of a kind may hold."""
    field = shape.fields[name]
    if field.vocabulary is not None:
        values = st.sampled_from(list(field.vocabulary))
    elif name == "court_id":
        values = st.integers(0, COURTS - 1)
    else:
        bits = _BITS.get(name) or 64
        values = st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    return st.none() | values if field.nullable else values


def events_of(shape: Shape) -> st.SearchStrategy[Event]:
    """An event of a kind with any values its fields may hold."""
    return st.builds(shape.record, **{name: field_values(name, shape) for name in shape.fields})


any_event: st.SearchStrategy[Event] = st.one_of([events_of(shape) for shape in SHAPES.values()])
"""An event of any kind with any values its fields may hold."""
