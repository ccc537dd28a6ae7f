"""How a service stands, in words for those who watch over it."""

from enum import StrEnum

import msgspec


class State(StrEnum):
    """What a service takes at present."""

    STARTING = "starting"
    SERVING = "serving"
    FULL = "full"
    """The disk is full: reads go on, commands are tried again as they come."""
    READ_ONLY = "read_only"
    """The store is damaged: reads go on, nothing is written until somebody has looked at it."""
    STOPPING = "stopping"


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """State and load of a service at an instant."""

    state: State
    reason: str
    """Why it is not serving; empty while it is."""
    waiting_commands: int
    waiting_questions: int
    seq: int
    """Position of the last stored entry."""
    epoch: int
    """Ordinal of this writer."""
    last_at: int
    """Logged time of the last entry, microseconds since the epoch."""

    @property
    def is_ready(self) -> bool:
        """Whether commands are taken."""
        return self.state is State.SERVING
