"""What a handler is given, and what it gives back."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec

from engine.access.matrix import ObjectFacts, may, roles_for
from engine.access.principal import Member, Principal
from engine.access.tokens import Verifier
from engine.access.words import Action, Role, Verdict
from engine.http.errors import ProblemError
from engine.http.exchange import Exchange
from engine.http.metrics import RequestCounts
from engine.http.party_book import PartyBook
from engine.http.settings import HttpSettings
from engine.service.answers import Guard
from engine.service.views.recent_offers import RecentOffers

if TYPE_CHECKING:
    from engine.http.streams import Streams
    from engine.http.wishes import HeldWishes

Headers = tuple[tuple[bytes, bytes], ...]
_ENCODER: Final = msgspec.json.Encoder()


class Clock(Protocol):
    """The time, and whether it can be believed."""

    is_led_astray: bool

    def __call__(self) -> int:
        """Return the time, microseconds since the epoch."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What the handlers of one app work with."""

    exchange: Exchange
    parties: PartyBook
    settings: HttpSettings
    clock: Clock
    streams: "Streams"
    recent: RecentOffers
    wishes: "HeldWishes"
    organisation_of: Callable[[Member], int | None]
    """The organisation of somebody on a roster, numbered as that roster does; None if there is no such roster."""
    verifier: Verifier
    counts: RequestCounts
    """Of every surface of the service."""


@dataclass(kw_only=True, slots=True)
class Call:
    """One request, read and checked."""

    around: Surroundings
    principal: Principal | None
    action: Action | None
    path: Mapping[str, int]
    query: Any
    body: Any
    raw: bytes
    """The body as it came."""
    scoped: bytes | None
    """The key as it is stored; None if there is none."""
    key: str
    """The key as it came."""
    digest: bytes
    """What tells this request from another one with the same key."""
    at: int
    request_id: str
    headers: Mapping[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    guard: Guard | None = None
    """Looks once more at what the request was let in for; see `engine.http.doing.checked_case`."""

    @property
    def who(self) -> Principal:
        """Who asks; only on routes that need a token."""
        assert self.principal is not None, "the route needs a token"
        return self.principal

    @property
    def tenant(self) -> str:
        """Whose cases these are."""
        return self.around.settings.tenant

    def check(self, facts: ObjectFacts | None, what: str) -> frozenset[Role]:
        """Return the roles under which this may be done to an object; a stranger's is not found.

        Raises
        ------
        ProblemError
            If it may not be done.
        """
        assert self.action is not None, "the route needs a token"
        roles = frozenset[Role]() if facts is None else roles_for(self.who, self.action, facts)
        if roles:
            return roles
        if may(self.who, self.action, None) is Verdict.FORBIDDEN:
            raise ProblemError("forbidden", "None of your roles may do this.")
        raise ProblemError("not-found", f"There is no such {what}, or it is not yours to see.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """An answer."""

    status: int = 200
    body: bytes = b""
    media: bytes = b"application/json"
    headers: Headers = ()
    stream: AsyncIterator[bytes] | None = None
    """Instead of a body: pieces as they come."""


def answer(value: object, *, status: int = 200, headers: Headers = ()) -> Reply:
    """Return an answer of JSON."""
    return Reply(status=status, body=_ENCODER.encode(value), headers=headers)
