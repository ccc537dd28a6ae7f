"""A large international dispute on its way through the doors, for examples and tests."""

from typing import Any, Final

from engine.calendar.day import local_instant_us
from engine.events.enums import ActorRole, EntryRoute
from engine.events.lifecycle_words import Clock, Impact, Procedure, Reach, State, Track, Transition
from engine.events.moves import Moved
from engine.events.records import Event
from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute
from engine.lifecycle.lifecycle import Lifecycle

BOTH: Final = 0b11
"""Both parties."""
CLAIMANT: Final = 0b01
YUAN: Final = 100
"""Hundredths of a yuan."""
_T, _A = Transition, ActorRole
_EVALUATION, _MEDIATION, _ARBITRATION = Track.EVALUATION, Track.COMMERCIAL_MEDIATION, Track.ARBITRATION
_PRESERVATION, _LITIGATION = Track.PRESERVATION, Track.LITIGATION


def large_dispute(amount_yuan: int = 400_000_000, at: int = local_instant_us(2024, 3, 4, 9)) -> Dispute:
    """Return an international dispute that has been to no door yet."""
    return Dispute(
        dispute_id=1,
        court_id=0,
        parties=2,
        applicants=1,
        entry_route=EntryRoute.PARTY_APPLICATION,
        procedure=Procedure.ORDINARY,
        amount_fen=amount_yuan * YUAN,
        reach=Reach.INTERNATIONAL,
        impact=Impact.ORDINARY,
        last_at=at,
    )


def order(case_id: int, track: Track, transition: Transition, actor: ActorRole, **more: Any) -> Command:
    """Return a command; `more` are its other fields."""
    return Command(case_id=case_id, track=track, transition=transition, actor=actor, **more)


COURSE: Final[tuple[tuple[int, Command], ...]] = (
    # Evaluated by three experts.
    (local_instant_us(2024, 3, 4, 10), order(1, _EVALUATION, _T.APPLY, _A.PARTY, parties=BOTH)),
    (local_instant_us(2024, 3, 8, 10), order(1, _EVALUATION, _T.ACCEPT, _A.COURT)),
    (local_instant_us(2024, 3, 12, 10), order(1, _EVALUATION, _T.CONSTITUTE, _A.COURT, number=3)),
    (local_instant_us(2024, 4, 9, 10), order(1, _EVALUATION, _T.DELIVER_OPINION, _A.EXPERT)),
    # Mediated in vain.
    (local_instant_us(2024, 4, 15, 10), order(2, _MEDIATION, _T.APPLY, _A.PARTY, parties=BOTH, number=1)),
    (local_instant_us(2024, 4, 17, 10), order(2, _MEDIATION, _T.ACCEPT, _A.INSTITUTION)),
    (local_instant_us(2024, 5, 10, 10), order(2, _MEDIATION, _T.FAIL, _A.INSTITUTION)),
    # Arbitrated, half of the claim preserved meanwhile.
    (local_instant_us(2024, 5, 13, 10), order(3, _ARBITRATION, _T.APPLY, _A.PARTY, parties=CLAIMANT, number=1)),
    (local_instant_us(2024, 5, 16, 10), order(3, _ARBITRATION, _T.ACCEPT, _A.INSTITUTION)),
    (
        local_instant_us(2024, 5, 20, 10),
        order(4, _PRESERVATION, _T.APPLY, _A.PARTY, parties=CLAIMANT, amount_fen=200_000_000 * YUAN),
    ),
    (local_instant_us(2024, 5, 21, 10), order(4, _PRESERVATION, _T.TRANSMIT, _A.INSTITUTION)),
    (local_instant_us(2024, 5, 22, 10), order(4, _PRESERVATION, _T.FIND_URGENT, _A.COURT)),
    (local_instant_us(2024, 5, 22, 10, 30), order(4, _PRESERVATION, _T.OPEN_CASE, _A.COURT)),
    (
        local_instant_us(2024, 5, 22, 15),
        order(4, _PRESERVATION, _T.ORDER_SECURITY, _A.COURT, amount_fen=60_000_000 * YUAN),
    ),
    (
        local_instant_us(2024, 5, 23, 10, 15),
        order(4, _PRESERVATION, _T.GIVE_SECURITY, _A.PARTY, parties=CLAIMANT, amount_fen=60_000_000 * YUAN),
    ),
    (local_instant_us(2024, 5, 24, 10), order(4, _PRESERVATION, _T.GRANT, _A.COURT)),
    (local_instant_us(2024, 5, 24, 14), order(4, _PRESERVATION, _T.CARRY_OUT, _A.COURT)),
    (local_instant_us(2024, 5, 24, 16), order(4, _PRESERVATION, _T.SERVE, _A.COURT)),
    (local_instant_us(2024, 6, 11, 10), order(3, _ARBITRATION, _T.CONSTITUTE, _A.INSTITUTION, number=3)),
    (local_instant_us(2024, 7, 15, 10), order(3, _ARBITRATION, _T.OPEN_HEARING, _A.INSTITUTION)),
    (local_instant_us(2024, 12, 20, 10), order(3, _ARBITRATION, _T.AWARD, _A.INSTITUTION)),
    # Enforced.
    (local_instant_us(2025, 2, 10, 10), order(5, _LITIGATION, _T.APPLY_TO_ENFORCE_AWARD, _A.PARTY, parties=CLAIMANT)),
    (local_instant_us(2025, 2, 13, 10), order(5, _LITIGATION, _T.ACCEPT, _A.COURT)),
    (local_instant_us(2025, 2, 18, 10), order(5, _LITIGATION, _T.GIVE_NOTICE, _A.COURT)),
    (local_instant_us(2025, 5, 20, 10), order(5, _LITIGATION, _T.COMPLETE, _A.COURT)),
)
"""A dispute of 400 million yuan: evaluated, mediated in vain, arbitrated with property preserved, awarded, enforced."""


def followed(lifecycle: Lifecycle, dispute: Dispute, course: tuple[tuple[int, Command], ...] = COURSE) -> list[Event]:
    """Let a dispute take a course, clocks included, and return what happened."""
    events: list[Event] = []
    for at, command in course:
        events += lifecycle.advance(dispute, at)
        events += lifecycle.execute(dispute, command, at)
    return events


def standing(dispute: Dispute) -> dict[int, tuple[State, frozenset[Clock]]]:
    """Return the state and the running clocks of each process, by case number."""
    return {case_id: (process.state, frozenset(process.clocks)) for case_id, process in dispute.processes.items()}


def moves(events: list[Event]) -> list[Moved]:
    """Return those of the events that are moves."""
    return [event for event in events if isinstance(event, Moved)]
