"""Complete applications: one request hands in a dispute and its mediation, and a mediator is asked at once (ONL 8, 10).

Draft, identification and submission have taken place in one act, at a counter or on a site. Such a request names no
numbers: dispute and case get the registry's next one. Many that come together cost a fraction of as many by themselves.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Final, TypeAlias

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

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
from engine.registry.asked_columns import alike_codes, asked_columns
from engine.registry.books import Books
from engine.registry.lodging_together import LodgingsTogether, opening_at
from engine.registry.numbers import check_number, check_parties
from engine.registry.patterns import Alike, Patterns
from engine.registry.requests import PARTIES_MAX, OpaqueKey, PlatformAsked

Outcome: TypeAlias = Sequence[Event] | EngineError
"""What a request has led to, in order, or why it was refused."""
WRITTEN_MIN: Final = 64
"""Fewer applications are made records of at once: columns would cost more than they save."""


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
        self._together: Final = LodgingsTogether(lifecycle, appointments, books)

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
        if words is None or len(requests) < WRITTEN_MIN:
            return self._as_records(requests, first_number, at, words)
        outcomes: list[Outcome] = []
        number = first_number
        for begin, said in self._ordinary(requests, at):
            before = self._as_records(requests[len(outcomes) : begin], number, at, words)
            number += _taken(before)
            together = self._together.lodge(said, number, at, words)
            number += len(together)
            outcomes += before
            outcomes += together
        return outcomes + self._as_records(requests[len(outcomes) :], number, at, words)

    def _ordinary(self, requests: Sequence[Lodge], at: int) -> list[tuple[int, Mapping[str, NDArray[np.int64]]]]:
        """Return where enough ordinary applications stand side by side that the rules allow, and what they say."""
        asked = asked_columns(requests, self._appointments.desk(Track.MEDIATION).is_screened)
        if asked is None or Patterns(self._lifecycle).by_sum:
            return []
        codes = alike_codes(lambda name: asked.said[name])
        _, firsts, kind_of = np.unique(codes, return_index=True, return_inverse=True)
        rows: list[int] = firsts.tolist()
        is_allowed = np.array([self._refusal(requests[row], at) is None for row in rows], np.bool_)
        is_ordinary = asked.is_ordinary & (codes >= 0) & is_allowed[kind_of]
        changes = np.flatnonzero(np.diff(is_ordinary, prepend=False, append=False))
        bounds: list[list[int]] = changes.reshape(-1, 2).tolist()
        return [(begin, asked.between(begin, end)) for begin, end in bounds if end - begin >= WRITTEN_MIN]

    def _as_records(
        self, requests: Sequence[Lodge], first_number: int, at: int, words: ManyWords | None
    ) -> list[Outcome]:
        """Do what `lodge` does, making records of all that happens."""
        desk = self._appointments.desk(Track.MEDIATION)
        patterns, pattern = Patterns(self._lifecycle), opening_at(at)
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
            if not isinstance(outcome, EngineError):
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
            self._lifecycle.check(opened(_opened(opening_at(at), request, 0)), command, at)
        except EngineError as error:
            return error
        return None

    def _after_others(self, alike: Alike | None, opening: DisputeOpened, events: list[Event]) -> list[Event]:
        """Enter a dispute before whose events come those that an earlier command of the desk has left over."""
        first = next(place for place, event in enumerate(events) if event.case_id == opening.case_id)
        return [*self._books.follow(events[:first]), *self._books.lodge(alike, opening, events[first:])]


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


def _taken(outcomes: Sequence[Outcome]) -> int:
    return sum(not isinstance(outcome, EngineError) for outcome in outcomes)
