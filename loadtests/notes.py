"""What a client writes down of what it asked and was told, one line each: the witness that the service is held to."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from loadtests.errors import LoadRunError


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """One request and the last answer to it."""

    name: str
    """What all of its kind are called."""
    key: str
    """Idempotency-Key; empty for a request that changes nothing."""
    wanted_at: float
    """When the plan would have it sent, seconds from the beginning of the run."""
    sent_at: float
    """When it was first sent."""
    answered_at: float
    """When the last answer was there."""
    status: int
    """Of the last answer; 0 if there was none."""
    tries: int
    """How often it was sent."""
    statuses: tuple[int, ...] = ()
    """Of the answers before the last one."""
    expired: int = 0
    """How many of all answers refused the token for its age."""
    is_expired: bool = False
    """Whether the last one did."""
    case_id: int | None = None
    """Case that it is about; of a filing, the one it was told."""

    @property
    def late_seconds(self) -> float:
        """How much later it was sent than planned: the load's own fault, not the service's."""
        return self.sent_at - self.wanted_at

    @property
    def answer_seconds(self) -> float:
        """From the moment planned to the answer, whatever was in between."""
        return self.answered_at - self.wanted_at

    @property
    def is_done(self) -> bool:
        """Whether the service said that it was done."""
        return 200 <= self.status < 300

    @property
    def is_unknown(self) -> bool:
        """Whether nobody told the client what became of it: no answer, or one that does not say."""
        return self.status in {0, 500, 504}


_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(Note)


def line(note: Note) -> bytes:
    """Write a note as a line."""
    return _ENCODER.encode(note) + b"\n"


def read_notes(path: Path) -> Iterator[Note]:
    """Read notes back.

    Raises
    ------
    LoadRunError
        If a line is no note.
    """
    with path.open("rb") as lines:
        for number, content in enumerate(lines, start=1):
            try:
                yield _DECODER.decode(content)
            except msgspec.DecodeError as error:
                raise LoadRunError(f"{path.name}, line {number}: {error}") from error
