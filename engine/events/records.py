"""Every kind of event there is: one frozen record each, and the union that a decoder tells apart.

Who needs a record imports it from here, wherever it is described.
"""

from typing import Final

from engine.events.calendar_events import ClockMoved, DeskDeadlineMoved, YearLoaded
from engine.events.designation import (
    ChoiceEnded,
    ChoiceOpened,
    ConflictFound,
    ConflictLifted,
    DeckRenewed,
    Exhausted,
    LeadNamed,
    Released,
    Shortlisted,
)
from engine.events.desk_events import (
    LeaseHeld,
    LeaveBegun,
    LeaveEnded,
    LeavePlanned,
    Listed,
    OverrideApproved,
    PeriodExtended,
    RelationEntered,
    RelationRemoved,
)
from engine.events.event import NO_CASE, Event, RosterEvent
from engine.events.moves import DisputeOpened, Moved
from engine.events.roster_events import (
    CapacitySet,
    MediatorAppointed,
    MediatorQualified,
    PolicyAdopted,
    Returned,
    WentAbsent,
)
from engine.events.steps import (
    Accepted,
    Closed,
    Declined,
    Escalated,
    Filed,
    Lapsed,
    Offered,
    OpenedInProgress,
    RoundOpened,
    Withdrawn,
)

__all__ = [
    "NO_CASE",
    "PASSED_OVER",
    "Accepted",
    "AnyEvent",
    "CapacitySet",
    "ChoiceEnded",
    "ChoiceOpened",
    "ClockMoved",
    "Closed",
    "ConflictFound",
    "ConflictLifted",
    "DeckRenewed",
    "Declined",
    "DeskDeadlineMoved",
    "DisputeOpened",
    "Escalated",
    "Event",
    "Exhausted",
    "Filed",
    "Lapsed",
    "LeadNamed",
    "LeaseHeld",
    "LeaveBegun",
    "LeaveEnded",
    "LeavePlanned",
    "Listed",
    "MediatorAppointed",
    "MediatorQualified",
    "Moved",
    "Offered",
    "OpenedInProgress",
    "OverrideApproved",
    "PeriodExtended",
    "PolicyAdopted",
    "RelationEntered",
    "RelationRemoved",
    "Released",
    "Returned",
    "RosterEvent",
    "RoundOpened",
    "Shortlisted",
    "WentAbsent",
    "Withdrawn",
    "YearLoaded",
]

AnyEvent = (
    Filed
    | OpenedInProgress
    | Offered
    | Accepted
    | Declined
    | Lapsed
    | Escalated
    | RoundOpened
    | Closed
    | Withdrawn
    | ChoiceOpened
    | ChoiceEnded
    | Shortlisted
    | ConflictFound
    | ConflictLifted
    | Released
    | Exhausted
    | LeadNamed
    | DeckRenewed
    | PolicyAdopted
    | CapacitySet
    | WentAbsent
    | Returned
    | DisputeOpened
    | Moved
    | Listed
    | PeriodExtended
    | OverrideApproved
    | LeaseHeld
    | LeavePlanned
    | LeaveBegun
    | LeaveEnded
    | RelationEntered
    | RelationRemoved
    | YearLoaded
    | DeskDeadlineMoved
    | ClockMoved
    | MediatorAppointed
    | MediatorQualified
)
"""Every kind there is; the `kind` tag tells them apart on the wire."""

PASSED_OVER: Final[tuple[type[Event], ...]] = (
    DisputeOpened,
    Moved,
    Listed,
    PeriodExtended,
    OverrideApproved,
    LeaseHeld,
    LeavePlanned,
    LeaveBegun,
    LeaveEnded,
    RelationEntered,
    RelationRemoved,
    YearLoaded,
    DeskDeadlineMoved,
    ClockMoved,
)
"""Kinds that change nothing of who is assigned to a case: the core and the audit pass over them."""
