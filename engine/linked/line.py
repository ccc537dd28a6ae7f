"""The line to one system: who waits to be sent again, and when the next one may go.

Nothing of it is durable. After a restart everybody without an answer waits in line again.
"""

from collections import deque
from typing import Final

from engine.linked.breaker import Breaker
from engine.linked.port import Port
from engine.linked.settings import LinkSettings
from engine.linked.words import System

NOBODY: Final = 0
"""Stands where a request's number could, since they are counted from 1."""


class Line:
    """One system's port, breaker and waiting requests.

    Parameters
    ----------
    system, settings, port, breaker
        The system's own.
    place
        The system's place among all, by which things of one instant are ordered.
    """

    __slots__ = ("breaker", "held", "next_resend_at", "place", "port", "probe", "releasing", "settings", "system")

    def __init__(self, system: System, place: int, settings: LinkSettings, port: Port, breaker: Breaker) -> None:
        self.system: Final = system
        self.place: Final = place
        self.settings: Final = settings
        self.port: Final = port
        self.breaker: Final = breaker
        self.held: Final[deque[int]] = deque()
        """Numbers of the requests that wait to be sent, the first come first."""
        self.probe = NOBODY
        """The request that a half-open breaker has let through."""
        self.releasing = False
        """Whether a moment is entered at which the first of them goes."""
        self.next_resend_at = 0
        """Before this instant none of them may go: the retry budget."""

    def empty(self) -> None:
        """Let nobody wait and nothing be planned, as after a restart."""
        self.held.clear()
        self.probe, self.releasing, self.next_resend_at = NOBODY, False, 0
