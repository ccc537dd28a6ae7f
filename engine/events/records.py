"""Every kind of event there is: one frozen record each, and the union that a decoder tells apart.

Who needs a record imports it from here, wherever it is described.
"""

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
from engine.events.event import NO_CASE, Event, RosterEvent
from engine.events.moves import DisputeOpened, Moved
from engine.events.roster_events import CapacitySet, PolicyAdopted, Returned, WentAbsent
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
    "Accepted",
    "AnyEvent",
    "CapacitySet",
    "ChoiceEnded",
    "ChoiceOpened",
    "Closed",
    "ConflictFound",
    "ConflictLifted",
    "DeckRenewed",
    "Declined",
    "DisputeOpened",
    "Escalated",
    "Event",
    "Exhausted",
    "Filed",
    "Lapsed",
    "LeadNamed",
    "Moved",
    "Offered",
    "OpenedInProgress",
    "PolicyAdopted",
    "Released",
    "Returned",
    "RosterEvent",
    "RoundOpened",
    "Shortlisted",
    "WentAbsent",
    "Withdrawn",
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
)
"""Every kind there is; the `kind` tag tells them apart on the wire."""
