"""Complete applications: one request hands in a dispute and its mediation, and a mediator is asked at once (ONL 8, 10).

Draft, identification and submission have taken place in one act, at a counter or on a site. Such a request names no
numbers: dispute and case get the registry's next one. Many that come together cost a fraction of as many by themselves.
"""

from collections.abc import Sequence
from typing import Annotated, Final, TypeAlias

import msgspec
from msgspec.structs import replace

from engine.core.policy import STANDARD_CASE_MILLI
from engine.desk.lodging import TOGETHER_MIN, ManyWords
from engine.errors import EngineError
from engine.events.enums import ActorRole, Channel, DisputeType, EntryRoute, Gender, Language, Origin
from engine.events.lifecycle_words import Impact, Procedure, Reach, Track, Transition
from engine.events.moves import DisputeOpened
from engine.events.records import Event
from engine.events.whole import Whole
from engine.lifecycle.apply import opened
from engine.lifecycle.command import Command
from engine.lifecycle.lifecycle import Lifecycle
from engine.registry.appointments import Appointments
from engine.registry.books import Books
from engine.registry.numbers import check_number, check_parties
from engine.registry.patterns import Alike, Patterns
from engine.registry.requests import PARTIES_MAX, OpaqueKey, PlatformAsked

Outcome: TypeAlias = list[Event] | EngineError
"""What a request has led to, in order, or why it was refused."""


class Lodge(PlatformAsked, frozen=True, kw_only=True, tag="lodge"):
    """A dispute is handed in complete, and the court looks for a mediator at once.

    Who applies consents to mediation by that; the other parties are asked by the mediator (ONL 4, 15).

    Examples
    --------
    >>> from engine.registry.example import MONDAY, lodging, one_court_registry
    >>> registry = one_court_registry()
    >>> [type(event).__name__ for event in registry.execute(lodging(), MONDAY)]
    ['DisputeOpened', 'Filed', 'Offered']
    """

    court_id: Whole
    parties: Whole = 2
    applicants: Whole = 1
    """The first so many of the parties."""
    party_keys: Annotated[tuple[OpaqueKey, ...], msgspec.Meta(max_length=PARTIES_MAX)] = ()
    """Opaque keys of the parties, for the register of conflicts; they go into no event."""
    dispute_type: DisputeType
    channel: Channel
    entry_route: EntryRoute
    procedure: Procedure = Procedure.ORDINARY
    amount_fen: Whole
    """In dispute; hundredths of a yuan."""
    reach: Reach = Reach.DOMESTIC
    impact: Impact = Impact.ORDINARY
    language: Language = Language.MANDARIN
    weight_milli: Whole = STANDARD_CASE_MILLI
    """Thousandths of a standard case."""
    boost_us: Whole = 0
    """Head start in the queues, microseconds."""
    origin: Origin = Origin.MAINLAND
    mediator_gender: Gender | None = None
    panel_size: Whole = 1
    choose: bool = False
    """Whether both sides have consented to choose a mediator together before anybody is drawn (ONL 10)."""
    list_size: Whole | None = None
    """With `choose`: size of the list that is drawn for them to strike and rank."""


class Lodgings:
    """Takes in complete applications.

    Parameters
    ----------
    lifecycle
        The rules.
    appointments
        Knows the desk of mediation.
    books
        Where disputes are registered.
    """

    def __init__(self, lifecycle: Lifecycle, appointments: Appointments, books: Books) -> None:
        self._lifecycle: Final = lifecycle
        self._appointments: Final = appointments
        self._books: Final = books

    def lodge(
        self, requests: Sequence[Lodge], first_number: int, at: int, words: ManyWords | None = None
    ) -> list[Outcome]:
        """Take in applications in their order; those that are not refused are numbered so.

        Parameters
        ----------
        requests
            What is asked.
        first_number
            Number of the first dispute and its case; it and all larger ones were never used.
        at
            When, microseconds since the epoch.
        words
            See `engine.desk.lodging.Lodging.lodge_many`.

        Raises
        ------
        RequestError
            If no desk assigns mediators, or there are not so many numbers left.
        DeskClockError, CalendarRangeError
            As the desk does of `at`. Nothing has changed then, nor does a refusal change anything.
        """
        check_number("dispute_id", first_number + len(requests))
        desk = self._appointments.desk(Track.MEDIATION)
        patterns, pattern = Patterns(self._lifecycle), _opening(at)
        alikes = [patterns.alike(request) for request in requests]
        refusals = {
            alike: self._refusal(request, at) for alike, request in dict(zip(alikes, requests, strict=True)).items()
        }
        taken = [request for request, alike in zip(requests, alikes, strict=True) if refusals[alike] is None]
        filed = iter(desk.lodge_many(taken, first_number, at, words=words))
        outcomes: list[Outcome] = []
        number = first_number
        for request, alike in zip(requests, alikes, strict=True):
            outcome = refusals[alike] or next(filed)
            if isinstance(outcome, list):
                opening = _opened(pattern, request, number)
                pattern_of = alike if len(requests) >= TOGETHER_MIN else None
                if outcome[0].case_id == number:
                    outcome = self._books.lodge(pattern_of, opening, outcome)
                else:
                    outcome = self._after_others(pattern_of, opening, outcome)
                number += 1
            outcomes.append(outcome)
        return outcomes

    def _refusal(self, request: Lodge, at: int) -> EngineError | None:
        """Return why the rules, or the numbers of parties, stand against a request; None if nothing does."""
        command = Command(case_id=0, transition=Transition.LODGE, actor=ActorRole.PARTY)
        try:
            check_parties(request.parties, request.applicants)
            self._lifecycle.check(opened(_opened(_opening(at), request, 0)), command, at)
        except EngineError as error:
            return error
        return None

    def _after_others(self, alike: Alike | None, opening: DisputeOpened, events: list[Event]) -> list[Event]:
        """Enter a dispute before whose events come those that an earlier command of the desk has left over."""
        first = next(place for place, event in enumerate(events) if event.case_id == opening.case_id)
        return [*self._books.follow(events[:first]), *self._books.lodge(alike, opening, events[first:])]


def _opening(at: int) -> DisputeOpened:
    """Return a pattern of the openings of an instant: a copy of a record is made in a third of the time."""
    return DisputeOpened(
        occurred_at=at,
        recorded_at=at,
        dispute_id=0,
        case_id=0,
        court_id=0,
        parties=2,
        applicants=1,
        dispute_type=DisputeType.OTHER,
        channel=Channel.ONLINE_FILING,
        entry_route=EntryRoute.PARTY_APPLICATION,
        procedure=Procedure.ORDINARY,
        amount_fen=0,
        reach=Reach.DOMESTIC,
        impact=Impact.ORDINARY,
    )


def _opened(pattern: DisputeOpened, request: Lodge, number: int) -> DisputeOpened:
    return replace(
        pattern,
        dispute_id=number,
        case_id=number,
        court_id=request.court_id,
        parties=request.parties,
        applicants=request.applicants,
        dispute_type=request.dispute_type,
        channel=request.channel,
        entry_route=request.entry_route,
        procedure=request.procedure,
        amount_fen=request.amount_fen,
        reach=request.reach,
        impact=request.impact,
    )
