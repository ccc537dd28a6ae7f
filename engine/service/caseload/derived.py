"""Where the dispute of a court's own case stands: what the rules make of its filing and its acceptance.

Statutory periods hang on days and not on the hour, so the rules are asked once for all cases that were filed on one day
and accepted on another in the same way; the others are that dispute with other instants.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from engine.calendar.day import local_day
from engine.events.enums import ActorRole, Channel, DisputeType, EntryRoute, Language
from engine.events.lifecycle_words import Article, Clock, Impact, Procedure, Reach, State, Track, Transition
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import Accepted, Event, Filed, Offered
from engine.lifecycle.apply import opened
from engine.lifecycle.dispute import Dispute
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.periods import Periods
from engine.registry.rest import Matter, Resting, packed, resting, unpacked

_NUMBER: Final = 1
_OF_THE_SEAT: Final[dict[str, Any]] = {"mediator_id": 0, "organisation_id": 0, "attempt": 1, "step": 0}
_ASIDE: Final[dict[str, Any]] = {"dispute_id": _NUMBER, "case_id": _NUMBER, "court_id": 0}


class Standing(NamedTuple):
    """What decides where a mediation stands."""

    entry_route: EntryRoute
    procedure: Procedure
    parties: int
    applicants: int
    filed_at: int
    """Microseconds since the epoch."""
    accepted_at: int | None
    """None if it waits."""
    has_session: bool


class Derivation:
    """Derives where disputes stand.

    Parameters
    ----------
    lifecycle
        The rules, by the store's calendar.
    periods
        Ends of periods by the same calendar.
    at
        Instant of the import: what the platform would have reminded of by then is counted from it anew.
    """

    def __init__(self, lifecycle: Lifecycle, periods: Periods, at: int) -> None:
        self._lifecycle: Final = lifecycle
        self._periods: Final = periods
        self._at: Final = at
        self._known: Final[dict[tuple[object, ...], tuple[Standing, bytes]]] = {}

    def resting(self, standing: Standing) -> Resting:
        """Return a dispute that stands so; number, court, matter and seat are for the caller to fill in."""
        days = local_day(standing.filed_at), standing.accepted_at is not None and local_day(standing.accepted_at)
        key = (*standing[:4], standing.has_session, *days, standing.filed_at == standing.accepted_at)
        if key not in self._known:
            self._known[key] = standing, packed(self._by_the_rules(standing))
        like, content = self._known[key]
        found = unpacked(content)
        if like == standing:
            return found
        instants = {like.filed_at: standing.filed_at}
        if like.accepted_at is not None and standing.accepted_at is not None:
            instants[like.accepted_at] = standing.accepted_at
        return _moved(found, lambda at: instants.get(at, at))

    def _by_the_rules(self, standing: Standing) -> Resting:
        opening = _opening(standing)
        dispute = opened(opening)
        self._lifecycle.follow(dispute, _filed(opening))
        if standing.accepted_at is None:
            self._renew(dispute, Clock.DESIGNATION)
        else:
            for event in _taken(standing.accepted_at):
                self._lifecycle.follow(dispute, event)
            if standing.has_session:
                self._lead_into_session(dispute, standing.accepted_at)
            self._renew(dispute, Clock.CONTACT)
        return resting(dispute, Matter(DisputeType.OTHER, Channel.COURT_WINDOW))

    def _lead_into_session(self, dispute: Dispute, at: int) -> None:
        process = dispute.processes[_NUMBER]
        missing = dispute.everybody & ~process.marks.get("consented", 0)
        if missing:
            self._lifecycle.follow(dispute, _move(Transition.CONSENT, State.CONTACTING, missing, at))
        self._lifecycle.follow(dispute, _move(Transition.START_SESSION, State.IN_SESSION, 0, at))

    def _renew(self, dispute: Dispute, clock: Clock) -> None:
        """Let a clock that has ended unnoticed begin at the import, as a reminder would."""
        process = dispute.processes[_NUMBER]
        if process.clocks.get(clock, self._at + 1) <= self._at:
            length = self._lifecycle.rulebook.at(self._at).periods[Track.MEDIATION, clock][0].entry
            process.clocks[clock] = self._periods.end(length, self._at)


def _opening(standing: Standing) -> DisputeOpened:
    return DisputeOpened(
        occurred_at=standing.filed_at,
        recorded_at=standing.filed_at,
        **_ASIDE,
        parties=standing.parties,
        applicants=standing.applicants,
        dispute_type=DisputeType.OTHER,
        channel=Channel.COURT_WINDOW,
        entry_route=standing.entry_route,
        procedure=standing.procedure,
        amount_fen=0,
        reach=Reach.DOMESTIC,
        impact=Impact.ORDINARY,
    )


def _filed(opening: DisputeOpened) -> Filed:
    return Filed(
        occurred_at=opening.occurred_at,
        recorded_at=opening.recorded_at,
        **_ASIDE,
        dispute_type=opening.dispute_type,
        channel=opening.channel,
        entry_route=opening.entry_route,
        language=Language.MANDARIN,
        weight_milli=0,
    )


def _taken(at: int) -> tuple[Event, Event]:
    """Return offer and acceptance at one instant: nobody recorded them, and no log will hold them."""
    about: dict[str, Any] = {"occurred_at": at, "recorded_at": at, **_ASIDE, **_OF_THE_SEAT}
    offered = Offered(**about, deadline=at, pool_size=0, band_size=0, word=0, ticket_total=0)
    return offered, Accepted(**about, weight_milli=0)


def _move(transition: Transition, state: State, parties: int, at: int) -> Moved:
    return Moved(
        occurred_at=at,
        recorded_at=at,
        **_ASIDE,
        transition=transition,
        state=state,
        actor=ActorRole.MEDIATOR,
        article=Article.ASSUMED,
        parties=parties,
    )


def _moved(found: Resting, other: Callable[[int], int]) -> Resting:
    """Return a dispute with other instants of what has happened; ends of periods stay."""
    (process,) = found.processes
    counted = process.counted
    if counted is not None:
        counted = {clock: one._replace(since=other(one.since)) for clock, one in counted.items()}
    process = replace(
        process,
        opened_at=other(process.opened_at),
        entered_at=other(process.entered_at),
        facts={fact: other(at) for fact, at in process.facts.items()},
        counted=counted,
    )
    return replace(found, last_at=other(found.last_at), processes=(process,))
