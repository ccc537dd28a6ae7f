"""What a client writes down of what it asked and was told: the only witness the checker believes."""

from dataclasses import dataclass, field
from enum import StrEnum

from engine.registry.onestop import PlatformRequest


class Told(StrEnum):
    """What the client knows of a group of commands."""

    DONE = "done"
    """Acknowledged, with an answer."""
    NOT_DONE = "not_done"
    """Refused as a whole; nothing of it may be in the log."""
    UNKNOWN = "unknown"
    """The service went before it answered."""


@dataclass(slots=True, kw_only=True)
class Note:
    """One group under one key."""

    key: str
    commands: tuple[PlatformRequest, ...]
    asked_at: int
    """The client's clock when it was first asked, microseconds since the epoch."""
    told: Told = Told.UNKNOWN
    digest: bytes = b""
    """Of the first answer's results, as they would be told again; 16 bytes once it is known."""
    last_seq: int = 0
    """Position that the answer named; 0 if nothing of it was done."""
    was_unknown: bool = False
    """Whether it had to be asked again to find out."""
    filed: tuple[int, ...] = ()
    """Disputes that the answer says were filed."""


@dataclass(slots=True, kw_only=True)
class Notebook:
    """Everything a client has asked, in order."""

    notes: dict[str, Note] = field(default_factory=dict[str, Note])
    faults: int = 0
    """Times the service was hurt."""
    in_flight_max: int = 0
    """Most groups that were without an answer at once."""
    became_unknown: int = 0
    """Groups that a fault left without an answer."""
    disagreements: list[str] = field(default_factory=list[str])
    """Groups whose second answer differed from the first."""

    def unknown(self) -> list[Note]:
        """Return the notes of which the client knows nothing yet."""
        return [note for note in self.notes.values() if note.told is Told.UNKNOWN]

    def told(self, key: str, told: Told, digest: bytes, last_seq: int, filed: tuple[int, ...]) -> None:
        """Write down an answer, and whether it is another one than before."""
        note = self.notes[key]
        if note.told is Told.DONE and (told, digest) != (Told.DONE, note.digest):
            self.disagreements.append(f"{key}: first {note.digest.hex()}, then {told.value} {digest.hex()}")
            return
        note.told, note.digest, note.last_seq, note.filed = told, digest, last_seq, filed
