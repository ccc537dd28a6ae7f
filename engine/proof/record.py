"""The record of one draw: all it consists of, so that whoever holds it can draw again.

A record holds the revealed key of its day, so it is made when the day is over. `verify_decision.py` checks one with
nothing but Python's standard library; `docs/draw.md` says what that shows, and what only the whole log can show.
"""

import json
from hashlib import blake2b
from typing import Any, Final, Self

import msgspec

from engine.events.chain import HASH_BYTES
from engine.proof.errors import RecordError

FORMAT: Final = "onestop decision 1"

_PERSON: Final = b"onestop record 1"
"""Names what is hashed and how, which is never changed under this name."""


class BatchLink(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The sealed batch that holds the offer; hashes as 64 hex characters."""

    first_seq: int
    count: int
    previous_hash: str
    content_digest: str
    hash: str


class DecisionRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One draw; bytes as hex. Made by `engine.proof.drawing.build_record`."""

    format: str = FORMAT
    case_id: int
    seat: int
    """Seat of the panel, from 0."""
    draw_number: int
    """Ordinal of the offer within the case, from 1."""
    step: int
    """Ladder step the pool was formed at."""
    policy: str
    policy_version: int
    drawn_at: int
    """Microseconds since the epoch, UTC."""
    day: str
    """Day of the draw in UTC+8, as ISO date."""
    key: str
    """The day's key, revealed."""
    commitment: str
    """What was published of the key before the day."""
    beacon: str | None
    """The public random value mixed in; None if none was."""
    head: str
    """Hash of the last batch sealed before the case's filing was recorded."""
    word: int
    """Signed 64-bit."""
    members: list[int | str]
    """The pool in ascending order of mediator numbers: these, or a pseudonym for each of them."""
    tickets: list[int]
    """Of each member; 0 for those who were eligible and outside the policy's band."""
    ticket_total: int
    ticket: int
    """The winning ticket, from 0, counted through the members in their order."""
    place: int
    """Place of its holder among the members, from 0."""
    mediator: int
    """Number of who was drawn."""
    nonce: str | None
    """Opens the pseudonym of who was drawn, and no other; None where members are numbers."""
    runner_up: int | None
    """Place of who would have won with the word of the next draw number, had who was drawn held no ticket: who is drawn
    next if he declines on the same day and nothing else changes. None if nobody else held a ticket."""
    batch: BatchLink
    position: int
    """Position of the `offered` event in the log, from 1."""
    digest: str
    """Hash of the rest of the record as text."""

    def to_json(self) -> str:
        """Return the record as the text whose every byte counts: indented by 2, fields in their order, one newline."""
        return f"{_text(msgspec.to_builtins(self))}\n"

    def sealed(self) -> Self:
        """Return the record with the digest that its other fields have."""
        fields: dict[str, Any] = msgspec.to_builtins(self)
        del fields["digest"]
        content = _text(fields).encode()
        digest = blake2b(content, digest_size=HASH_BYTES, person=_PERSON).hexdigest()
        return msgspec.structs.replace(self, digest=digest)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read a record, whether or not what it says is right.

        Raises
        ------
        RecordError
            If the text is no record.
        """
        try:
            return msgspec.json.decode(text, type=cls)
        except msgspec.DecodeError as error:
            raise RecordError("text", str(error), "a record") from error


def _text(fields: dict[str, Any]) -> str:
    # As everybody's Python writes it, so that the verifier needs no encoder of its own.
    return json.dumps(fields, indent=2)
