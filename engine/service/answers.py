"""What is asked of a service, and what it answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engine.errors import EngineError
from engine.registry.onestop import PlatformRequest
from engine.service.entries import Entry
from engine.service.errors import NotDoneError, ServiceError
from engine.service.linked_replies import LinkedReply
from engine.service.proposals import ProposalRequest
from engine.service.world import World

Command: TypeAlias = PlatformRequest | ProposalRequest | LinkedReply
"""What can be asked of a service."""
Guard: TypeAlias = Callable[[World], NotDoneError | None]
"""Looks once more whether commands may still be carried out: None if so, else why not. Reads, and keeps nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Commands that came together: each is done or refused by itself, and one key stands for all of them."""

    commands: tuple[Command, ...]
    key: bytes | None = None
    """See `engine.service.keys.scoped_key`; None if a repetition shall be done again."""
    request_digest: bytes = b""
    """See `engine.service.keys.request_digest`."""
    name: str = ""
    """The key in the client's words, for messages."""
    guard: Guard | None = None
    """Asked just before the commands, after all that comes before them in their batch; never of a repeated key.

    If it refuses, nothing of the group happens, nothing is stored, and its key may be used again.
    """


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why a command was not carried out; nothing of it has happened."""

    error: str
    """Class of the error."""
    message: str

    @classmethod
    def of(cls, error: EngineError) -> "Refusal":
        """Return the refusal that an error stands for."""
        return cls(error=type(error).__name__, message=str(error))


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What became of a group; it is stored when this is handed out."""

    at: int
    """Logged time, microseconds since the epoch."""
    last_seq: int
    """Position of the group's last entry in the log; 0 if it caused none and no key asked to remember it."""
    results: tuple[Sequence[Entry] | Refusal, ...]
    """Of each command, in order: what happened, or why nothing did."""
    repeated: bool = False
    """Whether it had been done before, under the same key."""


Outcome: TypeAlias = Answer | ServiceError
"""An error stands for the whole group: `NotDoneError` says that nothing of it was done."""
