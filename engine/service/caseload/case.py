"""One line of a file of open cases: what a court's own records say, or what `export-open` wrote of a store."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final

import msgspec

from engine.calendar.day import EPOCH, LOCAL_ZONE
from engine.core.follow import ATTEMPT_MAX, BOOST_MAX_US
from engine.core.policy import STANDARD_CASE_MILLI, WEIGHT_MILLI_MAX
from engine.events.enums import Channel, DisputeType, EntryRoute, Gender, Language, Origin
from engine.events.lifecycle_words import Clock, Impact, Procedure, Reach, State, Track
from engine.lifecycle.counted import Counted
from engine.registry.numbers import NUMBER_MAX
from engine.registry.requests import PARTIES_MAX

REFERENCE_CHARACTERS_MAX: Final = 128
FEN_MAX: Final = 2**53 - 1
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=REFERENCE_CHARACTERS_MAX)]
Number = Annotated[int, msgspec.Meta(ge=1, le=NUMBER_MAX)]
_LOCAL_EPOCH: Final = EPOCH.astimezone(LOCAL_ZONE).replace(tzinfo=None)
_DAY_SECONDS: Final = 86_400
_SECOND_US: Final = 1_000_000


class Assignment(StrEnum):
    """How far the search for a mediator has come."""

    WAITING = "waiting"
    """Nobody is asked: the case waits at a step of the ladder."""
    HELD = "held"
    """A mediator has accepted it."""
    ELSEWHERE = "elsewhere"
    """No mediator is looked for: it is not filed yet, or at another door. Only `export-open` writes such lines."""


class CarriedProcess(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A process of a dispute as another store left it; times in microseconds since the epoch.

    Fields are those of `engine.registry.rest.RestingProcess`, but the mediator is named as the roster names him.
    """

    case_id: Number
    track: Track
    state: State
    opened_at: int
    entered_at: int
    clocks: dict[Clock, int] = {}
    paused: dict[Clock, tuple[int, int]] = {}
    facts: dict[str, int] = {}
    marks: dict[str, int] = {}
    amounts: dict[str, int] = {}
    mediator: str | None = None
    attempt: int = 0
    step: int = 0
    counted: dict[Clock, Counted] | None = None


class CarriedDispute(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What another store knew of a dispute beside the assignment of its mediator."""

    last_at: int
    facts: dict[str, int] = {}
    processes: tuple[CarriedProcess, ...] = ()
    """In the order they were opened."""
    mediated: tuple[str, ...] = ()
    """Who has ever mediated it, as the roster names them: they play no other part in it (SIM 16)."""


class OpenCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One open case. Times have an offset, or are local."""

    reference: Text | None = None
    """The court's own number; needed unless `case_id` is there."""
    case_id: Number | None = None
    """The number that another store gave it; only in a file that continues one."""
    dispute_id: Number | None = None
    court: Text
    """As the file of courts names it; of the national roster, its number."""
    dispute_type: DisputeType
    channel: Channel
    entry_route: EntryRoute
    filed_at: datetime
    state: Assignment
    language: Language = Language.MANDARIN
    weight_milli: Annotated[int, msgspec.Meta(ge=0, le=WEIGHT_MILLI_MAX)] = STANDARD_CASE_MILLI
    boost_us: Annotated[int, msgspec.Meta(ge=0, le=BOOST_MAX_US)] = 0
    origin: Origin = Origin.MAINLAND
    mediator_gender: Gender | None = None
    parties: Annotated[int, msgspec.Meta(ge=2, le=PARTIES_MAX)] = 2
    applicants: Annotated[int, msgspec.Meta(ge=1, le=PARTIES_MAX)] = 1
    procedure: Procedure = Procedure.ORDINARY
    amount_fen: Annotated[int, msgspec.Meta(ge=0, le=FEN_MAX)] = 0
    reach: Reach = Reach.DOMESTIC
    impact: Impact = Impact.ORDINARY
    step: Annotated[int, msgspec.Meta(ge=0, le=7)] = 0
    """Ladder step, from 0."""
    step_ends_at: datetime | None = None
    """End of the wait at the step; counted from the filing if left out."""
    designated_by: datetime | None = None
    """End of the court's time to designate; counted from the import if left out."""
    review_ends_at: datetime | None = None
    """Of a case that nobody on the ladder could take: until when a clerk looks after it."""
    mediator: Text | None = None
    """Who holds it, as the file of mediators names him; of the national roster, his number."""
    accepted_at: datetime | None = None
    period_ends_at: datetime | None = None
    """End of the statutory period, extensions included; counted from the acceptance if left out (ONL 24)."""
    attempt: Annotated[int, msgspec.Meta(ge=0, le=ATTEMPT_MAX)] | None = None
    """Offers made so far."""
    has_session: bool = False
    """Whether a session has been held: all parties have consented, and nobody is reminded to reach them."""
    barred: str = ""
    """Mediators who may not take it: `mediator:ground`, separated by `;`."""
    dispute: CarriedDispute | None = None


def microseconds(at: datetime) -> int:
    """Return an instant; one without an offset is local.

    Examples
    --------
    >>> microseconds(datetime(1970, 1, 1, 8)), microseconds(EPOCH)
    (0, 0)
    """
    since = at - (_LOCAL_EPOCH if at.tzinfo is None else EPOCH)
    return (since.days * _DAY_SECONDS + since.seconds) * _SECOND_US + since.microseconds


def written(at: int) -> datetime:
    """Return an instant as a file holds it, in local time, exact to the microsecond."""
    return (EPOCH + timedelta(microseconds=at)).astimezone(LOCAL_ZONE)
