"""Taking an access token apart, strictly, before anything of it is believed (RFC 7515, 7519, 8725 and 9068).

What is read here is what the bearer says. A token has one spelling only: three segments of unpadded base64url whose
last bits are zero, over JSON in which no name stands twice.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Any, Final, NamedTuple, TypeVar, cast

import msgspec
from msgspec import Meta

from engine.access.errors import JsonLimitError, TokenClaimError, TokenFormError
from engine.access.json_limits import JsonLimits, check_json
from engine.access.key_set import ALGORITHMS
from engine.access.words import Role
from engine.events.track import Track

PARTY_KEY_DIGITS: Final = 32
TOKEN_LENGTH_MAX: Final = 8192
"""Characters: what servers take as one header line."""

_LIMITS: Final = JsonLimits(size_max=TOKEN_LENGTH_MAX, depth_max=4, members_max=64, items_max=128)
_TYPES: Final = ("at+jwt", "application/at+jwt")  # RFC 9068, section 2.1; media types ignore case
_LEADING_ELSEWHERE: Final = ("jku", "x5u", "jwk", "x5c", "crit")
"""Header members that bring a key along, or ask for what is not understood here."""
_SEGMENT: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_RULES: Final = {
    "party_keys": f"must be at most 8 keys of {PARTY_KEY_DIGITS} hexadecimal digits, in lower case",
    "roles": f"must be 1 to 8 of {', '.join(Role)}",
    "track": f"must be one of {', '.join(Track)}",
    "tenant": "must be 1 to 32 lower-case letters, digits and hyphens, no hyphen first",
}
"""What a claim must be, of those that are this platform's own and not plain numbers."""
_PLACE: Final = re.compile(r"`\$\.(\w+)|field `(\w+)`")

Word = Annotated[str, Meta(pattern=r"^[\x21-\x7e]{1,255}\Z")]
Tenant = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,31}\Z")]
PartyKey = Annotated[
    str,
    # The length keeps out a line break behind the digits, which `$` lets pass and JSON Schema's patterns cannot name.
    Meta(pattern=rf"^[0-9a-f]{{{PARTY_KEY_DIGITS}}}$", min_length=PARTY_KEY_DIGITS, max_length=PARTY_KEY_DIGITS),
]
"""Key of a party, in a token and in a filing."""
Seconds = Annotated[int, Meta(ge=0, lt=1 << 40)]
Number = Annotated[int, Meta(ge=0)]


class Header(msgspec.Struct, frozen=True):
    """The members of a token's header that count."""

    alg: str
    typ: str
    kid: Word


class Claims(msgspec.Struct, frozen=True):
    """The claims that count; others are ignored.

    Those of RFC 9068, section 2.2, with `roles` of its section 2.2.3.1; the rest are this platform's own.
    """

    iss: Word
    aud: Word | Annotated[list[Word], Meta(min_length=1, max_length=16)]
    exp: Seconds
    iat: Seconds
    sub: Word
    client_id: Word
    jti: Word
    tenant: Tenant
    roles: Annotated[list[Role], Meta(min_length=1, max_length=8)]
    nbf: Seconds = 0
    court_id: Number | None = None
    organisation_id: Number | None = None
    mediator_id: Number | None = None
    track: Track = Track.MEDIATION
    party_keys: Annotated[list[PartyKey], Meta(max_length=8)] = msgspec.field(default_factory=list[str])


class OpenToken(NamedTuple):
    """A token taken apart; nothing of it is verified yet."""

    header: Header
    claims: Claims
    signed: bytes
    """What the signature is over."""
    signature: bytes


_Part = TypeVar("_Part", Header, Claims)


def take_apart(token: str) -> OpenToken:
    """Read a token without believing it.

    Raises
    ------
    TokenFormError
        If it is not spelt as an access token is, or its header is of another kind.
    TokenClaimError
        If a claim is missing or of the wrong type.

    Examples
    --------
    >>> take_apart("a.b")
    Traceback (most recent call last):
    engine.access.errors.TokenFormError: token: must have 3 segments, has 2
    """
    if len(token) > TOKEN_LENGTH_MAX:
        raise TokenFormError("token", f"must have at most {TOKEN_LENGTH_MAX} characters, has {len(token)}")
    segments = token.split(".", 8)
    if len(segments) != 3:
        raise TokenFormError("token", f"must have 3 segments, has {len(segments)}")
    first, second, third = segments
    header = _read("header", _decoded("header", first), Header)
    if header.typ.lower() not in _TYPES:
        raise TokenFormError("typ", "must be at+jwt")
    if header.alg not in ALGORITHMS:
        raise TokenFormError("alg", f"must be one of {', '.join(ALGORITHMS)}")
    claims = _read("claims", _decoded("claims", second), Claims)
    return OpenToken(header, claims, f"{first}.{second}".encode("ascii"), _decoded("signature", third))


def _decoded(part: str, segment: str) -> bytes:
    if not _SEGMENT.fullmatch(segment) or len(segment) % 4 == 1:
        raise TokenFormError(part, "must be unpadded base64url")
    decoded = urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    # Unused last bits that are not zero would be a second spelling of the same token.
    if urlsafe_b64encode(decoded).rstrip(b"=") != segment.encode("ascii"):
        raise TokenFormError(part, "must be spelt as base64url spells it")
    return decoded


_DECODERS: Final = {kind: msgspec.json.Decoder(kind) for kind in (Header, Claims)}
"""Made at import: the library builds what it knows of a type at the type's first use, and crashes if two threads do."""


def _read(part: str, body: bytes, kind: type[_Part]) -> _Part:
    try:
        check_json(body, _LIMITS)
        members: dict[str, Any] = msgspec.json.decode(body, type=dict[str, Any])
        for name in _LEADING_ELSEWHERE:
            if kind is Header and name in members:
                raise TokenFormError(name, "must not be in the header")
        return cast("_Part", _DECODERS[kind].decode(body))
    except JsonLimitError as error:
        raise TokenFormError(part, error.rule) from None
    except msgspec.ValidationError as error:
        raise _refusal(part, str(error), kind) from None  # the cause may hold a value of the token


def _refusal(part: str, complaint: str, kind: type[Header | Claims]) -> TokenFormError | TokenClaimError:
    place = _PLACE.search(complaint)
    name = (place[1] or place[2]) if place else part
    rule = _RULES.get(name, "must be there, of its type and within its bounds")
    return TokenFormError(name, rule) if kind is Header else TokenClaimError(name, rule)
