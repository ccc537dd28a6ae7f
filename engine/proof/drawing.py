"""Drawing again what the log says was drawn, and recording it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engine.calendar.day import local_day
from engine.events.chain import SealedBatch
from engine.proof.day_keys import DayKey, iso_day
from engine.proof.errors import RecordError
from engine.proof.pseudonyms import member_nonce, pseudonym
from engine.proof.record import BatchLink, DecisionRecord
from engine.proof.words import draw_word, winning_ticket

_TICKETS_MOST: Final = (1 << 63) - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Draw:
    """What the log, the roster and the book of keys say of one draw.

    Raises
    ------
    RecordError
        If the parts do not fit together.
    """

    case_id: int
    seat: int
    draw_number: int
    """`attempt` of the `offered` event."""
    step: int
    policy: str
    """Name of the policy."""
    policy_version: int
    drawn_at: int
    """`occurred_at` of the `offered` event."""
    members: Sequence[int]
    """The pool: mediator numbers, ascending."""
    tickets: Sequence[int]
    """Of each member, 0 or more."""
    day_key: DayKey
    """Of the day of the draw in UTC+8."""
    head: bytes
    """See `engine.proof.chain.filing_head`."""
    batch: SealedBatch
    """Holds the `offered` event."""
    position: int
    """Of the `offered` event in the log, from 1."""

    def __post_init__(self) -> None:
        if len(self.members) != len(self.tickets):
            raise RecordError("number of tickets", len(self.tickets), f"{len(self.members)}, one for each member")
        if any(one >= other for one, other in pairwise(self.members)):
            raise RecordError("members", list(self.members), "ascending, each once")
        if min(self.tickets, default=0) < 0 or not 1 <= sum(self.tickets) <= _TICKETS_MOST:
            raise RecordError("tickets", list(self.tickets), "0 or more each, and 1 to 2**63 - 1 together")
        if local_day(self.drawn_at) != self.day_key.day:
            raise RecordError("day of the key", self.day_key.day, f"{local_day(self.drawn_at)}, that of the draw")
        if not self.batch.first_seq <= self.position <= self.batch.last_seq:
            bound = f"{self.batch.first_seq} to {self.batch.last_seq}, as its batch"
            raise RecordError("position", self.position, bound)
        smallest = {"seat": 0, "step": 0, "policy_version": 0, "draw_number": 1, "drawn_at": 0}
        for field, bound in smallest.items():
            if getattr(self, field) < bound:
                raise RecordError(field, getattr(self, field), f"{bound} or more")

    @property
    def word(self) -> int:
        """The word of the draw, signed 64-bit."""
        return draw_word(self.day_key.used, self.case_id, self.draw_number, self.head)

    @property
    def place(self) -> int:
        """Place of who is drawn among the members."""
        return ticket_holder(self.tickets, winning_ticket(self.word, sum(self.tickets)))

    @property
    def runner_up(self) -> int | None:
        """Place of who would be drawn next; see `DecisionRecord.runner_up`."""
        left = [0 if place == self.place else count for place, count in enumerate(self.tickets)]
        if not any(left):
            return None
        word = draw_word(self.day_key.used, self.case_id, self.draw_number + 1, self.head)
        return ticket_holder(left, winning_ticket(word, sum(left)))


def ticket_holder(tickets: Sequence[int], ticket: int) -> int:
    """Return the place of the member who holds a ticket; tickets are counted through the members in their order.

    Parameters
    ----------
    tickets
        Of each member.
    ticket
        From 0, less than all tickets together.

    Examples
    --------
    >>> [ticket_holder([2, 0, 1], ticket) for ticket in range(3)]
    [0, 0, 2]
    """
    for place, count in enumerate(tickets):
        if ticket < count:
            return place
        ticket -= count
    raise RecordError("ticket", ticket, "less than all tickets together")


def build_record(draw: Draw, *, word: int, mediator: int, salt: bytes | None = None) -> DecisionRecord:
    """Record a draw, if it comes out as the log says.

    Parameters
    ----------
    draw
        All that goes into it.
    word, mediator
        As in the `offered` event.
    salt
        Hides the members' numbers; see `engine.proof.pseudonyms.record_salt`. None for a record with numbers.

    Raises
    ------
    RecordError
        If another word or mediator is drawn.
    DrawInputError
        If a number or a length is out of range.
    """
    if word != draw.word:
        raise RecordError("word", word, f"{draw.word}, the word of this draw")
    if mediator != draw.members[draw.place]:
        raise RecordError("mediator", mediator, f"{draw.members[draw.place]}, who holds the winning one")
    ticket_total = sum(draw.tickets)
    record = DecisionRecord(
        case_id=draw.case_id,
        seat=draw.seat,
        draw_number=draw.draw_number,
        step=draw.step,
        policy=draw.policy,
        policy_version=draw.policy_version,
        drawn_at=draw.drawn_at,
        day=iso_day(draw.day_key.day),
        key=draw.day_key.key.hex(),
        commitment=draw.day_key.commitment.hex(),
        beacon=None if draw.day_key.beacon is None else draw.day_key.beacon.hex(),
        head=draw.head.hex(),
        word=word,
        members=[m if salt is None else pseudonym(m, member_nonce(m, salt)) for m in draw.members],
        tickets=list(draw.tickets),
        ticket_total=ticket_total,
        ticket=winning_ticket(word, ticket_total),
        place=draw.place,
        mediator=mediator,
        nonce=None if salt is None else member_nonce(mediator, salt).hex(),
        runner_up=draw.runner_up,
        batch=_link(draw.batch),
        position=draw.position,
        digest="",
    )
    return record.sealed()


def _link(batch: SealedBatch) -> BatchLink:
    return BatchLink(
        first_seq=batch.first_seq,
        count=batch.count,
        previous_hash=batch.previous_hash.hex(),
        content_digest=batch.content_digest.hex(),
        hash=batch.hash.hex(),
    )
