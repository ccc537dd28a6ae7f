"""What is asked of the service, and how its answers are read: the one file that knows its paths."""

from math import inf
from typing import Any, Final, NamedTuple

import msgspec

from loadtests.plan import Filing

LODGE: Final = "lodge_case"
READ_DESK: Final = "read_desk"
ACCEPT: Final = "accept_offer"
DECLINE: Final = "decline_offer"
END: Final = "end_mediation"
NEW_TOKEN: Final = "new_token"  # noqa: S105 - the name of a request
RENEW_TOKEN: Final = "renew_token"  # noqa: S105 - the name of a request
OF_ISSUER: Final = frozenset({NEW_TOKEN, RENEW_TOKEN})
"""Requests on the administration's port, which the load needs for itself."""
"""Names of the requests of a load, as the service's own measures have them."""
_JSON: Final = {"content-type": "application/json"}
LIFETIME_SECONDS: Final = 3600
"""Of a token, unless another is asked for: as long as the service takes any."""
_BOTH_PARTIES: Final = 0b11
_PAGE: Final = 500
_TOKEN_REFUSED: Final = 401
_EXPIRED: Final = "exp:"
"""How the service's words begin if it refuses a token for its age."""


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: the token that a request needs."""

    subject: str
    role: str
    claims: tuple[tuple[str, int], ...] = ()
    """Numbers that tie the subject to a court or to a mediator."""


class Issued(NamedTuple):
    """A token, and how long it is valid."""

    token: str
    lifetime_seconds: float


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One request."""

    name: str
    """What all of its kind are called."""
    method: str
    path: str
    body: bytes = b""
    key: str = ""
    """Idempotency-Key; empty for a request that changes nothing."""
    who: Who | None = None
    """None if it needs no token."""


class _Problem(msgspec.Struct, frozen=True):
    """What is read of a problem."""

    detail: str = ""


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """An open offer: who is asked, and for which time."""

    mediator_id: int
    attempt: int


class Lodged(msgspec.Struct, frozen=True, kw_only=True):
    """A case that was taken in."""

    case_id: int
    offer: Offer | None = None


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a case."""

    kind: str
    mediator_id: int | None = None
    attempt: int | None = None


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What a step of a case has set off."""

    steps: tuple[Step, ...] = ()

    @property
    def offer(self) -> Offer | None:
        """The offer that was made of it, None if there is none."""
        for step in self.steps:
            if step.kind == "offered" and step.mediator_id is not None and step.attempt is not None:
                return Offer(mediator_id=step.mediator_id, attempt=step.attempt)
        return None


class CasePage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the list of cases."""

    cases: tuple[Lodged, ...]
    next: str | None = None


def clerk(court_id: int) -> Who:
    """Return the clerk of a court."""
    return Who(subject=f"load-clerk-{court_id}", role="court_clerk", claims=(("court_id", court_id),))


def mediator(mediator_id: int) -> Who:
    """Return a mediator."""
    return Who(subject=f"load-mediator-{mediator_id}", role="mediator", claims=(("mediator_id", mediator_id),))


def administrator() -> Who:
    """Return who may see every case."""
    return Who(subject="load-administrator", role="administrator")


def lodge(filing: Filing, key: str) -> Asked:
    """Ask to take in a case, as a clerk of its court.

    Examples
    --------
    >>> from loadtests.example import example_profile
    >>> from loadtests.plan import plan
    >>> first = plan(example_profile(), seconds=60, seed=1).arrivals[0]
    >>> asked = lodge(first.filing, "key-1")
    >>> asked.method, asked.path, asked.key
    ('POST', '/v1/cases', 'key-1')
    """
    body = msgspec.json.encode(filing)
    return Asked(name=LODGE, method="POST", path="/v1/cases", body=body, key=key, who=clerk(filing.court_id))


def read_desk(mediator_id: int) -> Asked:
    """Ask what a mediator has been offered."""
    return Asked(name=READ_DESK, method="GET", path=f"/v1/mediators/{mediator_id}/offers", who=mediator(mediator_id))


def accept(case_id: int, offer: Offer, key: str) -> Asked:
    """Take a case."""
    path = f"/v1/offers/{case_id}/{offer.attempt}:accept"
    return Asked(name=ACCEPT, method="POST", path=path, key=key, who=mediator(offer.mediator_id))


def decline(case_id: int, offer: Offer, key: str) -> Asked:
    """Say no to a case."""
    path, body = f"/v1/offers/{case_id}/{offer.attempt}:decline", b'{"reason":"workload"}'
    return Asked(name=DECLINE, method="POST", path=path, body=body, key=key, who=mediator(offer.mediator_id))


def end(case_id: int, mediator_id: int, key: str) -> Asked:
    """End a mediation: the parties have settled by themselves, the one ending that takes a single step."""
    body = msgspec.json.encode({"outcome": "self_settled", "parties": _BOTH_PARTIES})
    path = f"/v1/cases/{case_id}/outcome"
    return Asked(name=END, method="POST", path=path, body=body, key=key, who=mediator(mediator_id))


def list_cases(after: str) -> Asked:
    """Ask for a page of all cases; `after` is the cursor of the page before, empty for the first."""
    cursor = f"&after={after}" if after else ""
    return Asked(name="list_cases", method="GET", path=f"/v1/cases?limit={_PAGE}{cursor}", who=administrator())


def read_case(case_id: int) -> Asked:
    """Ask for one case."""
    return Asked(name="read_case", method="GET", path=f"/v1/cases/{case_id}", who=administrator())


def read_statistics() -> Asked:
    """Ask for the service's counts."""
    return Asked(name="read_statistics", method="GET", path="/v1/statistics", who=administrator())


def is_ready() -> Asked:
    """Ask whether commands are taken."""
    return Asked(name="ready", method="GET", path="/readyz")


def read_metrics() -> Asked:
    """Ask for the measures, on the administration's port."""
    return Asked(name="read_metrics", method="GET", path="/metrics")


def new_token(who: Who, *, lifetime_seconds: int = LIFETIME_SECONDS, is_renewal: bool = False) -> Asked:
    """Ask for a token, on the administration's port: a service for development issues its own."""
    wish = {
        "subject": who.subject,
        "roles": [who.role],
        "claims": dict(who.claims),
        "lifetime_seconds": lifetime_seconds,
    }
    name = RENEW_TOKEN if is_renewal else NEW_TOKEN
    return Asked(name=name, method="POST", path="/v1/development/tokens", body=msgspec.json.encode(wish))


def headers(asked: Asked, token: str) -> dict[str, str]:
    """Return the headers of a request; `token` is empty where none is needed."""
    found: dict[str, str] = dict(_JSON) if asked.body else {}
    if asked.key:
        found["idempotency-key"] = asked.key
    if token:
        found["authorization"] = f"Bearer {token}"
    return found


def filed_of(body: bytes) -> int:
    """Read from the statistics how many cases were filed since the log began."""
    known: dict[str, Any] = msgspec.json.decode(body)
    return int(known["total"].get("filed", 0))


def issued_of(body: bytes) -> Issued:
    """Read a token and its life; one of which none is told is never renewed.

    Examples
    --------
    >>> issued_of(b'{"access_token":"abc","expires_in":600}')
    Issued(token='abc', lifetime_seconds=600.0)
    """
    known: dict[str, Any] = msgspec.json.decode(body)
    return Issued(token=str(known["access_token"]), lifetime_seconds=float(known.get("expires_in", inf)))


def says_expired(status: int, body: bytes) -> bool:
    """Return whether an answer refuses the token for its age alone: the load's own fault, not the service's.

    Examples
    --------
    >>> says_expired(401, b'{"detail":"exp: must not be past"}'), says_expired(401, b'{"detail":"signature: ..."}')
    (True, False)
    """
    if status != _TOKEN_REFUSED:
        return False
    try:
        return msgspec.json.decode(body, type=_Problem).detail.startswith(_EXPIRED)
    except msgspec.DecodeError:
        return False
