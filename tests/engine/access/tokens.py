"""A small world of issuers, clocks and hand-made tokens for the tests of access tokens."""

import json
from base64 import urlsafe_b64encode
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from engine.access.denials import DenyList
from engine.access.issuer import DevelopmentIssuer
from engine.access.keys import KeyCache
from engine.access.tokens import TrustedIssuer, Verifier, VerifierSettings

SECOND: Final = 1_000_000
NOW: Final = 1_790_000_000 * SECOND
NOW_SECONDS: Final = NOW // SECOND
AUDIENCE: Final = "onestop"
NAME: Final = "https://issuer.invalid"
KID: Final = "k-1"
KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))

HEADER: Final[dict[str, Any]] = {"alg": "EdDSA", "typ": "at+jwt", "kid": KID}
CLAIMS: Final[dict[str, Any]] = {
    "iss": NAME,
    "aud": AUDIENCE,
    "sub": "judge-7",
    "client_id": "desk",
    "jti": "t-1",
    "iat": NOW_SECONDS,
    "exp": NOW_SECONDS + 600,
    "tenant": "north",
    "roles": ["judge"],
    "court_id": 12,
}


def segment(content: bytes) -> str:
    """Unpadded base64url."""
    return urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def signed(header: bytes, claims: bytes, key: Ed25519PrivateKey = KEY) -> str:
    """A token of these bytes, well signed whatever they say."""
    text = f"{segment(header)}.{segment(claims)}"
    return f"{text}.{segment(key.sign(text.encode()))}"


def token(header: dict[str, Any] | None = None, without: str = "", **claims: Any) -> str:
    """A good token but for what is given."""
    content = {name: value for name, value in {**CLAIMS, **claims}.items() if name != without}
    heading = {name: value for name, value in {**HEADER, **(header or {})}.items() if name != without}
    return signed(json.dumps(heading).encode(), json.dumps(content).encode())


def key_set(*more: dict[str, Any]) -> bytes:
    """The key set of the hand-made issuer."""
    public = segment(KEY.public_key().public_bytes_raw())
    own = {"kty": "OKP", "crv": "Ed25519", "kid": KID, "alg": "EdDSA", "use": "sig", "x": public}
    return json.dumps({"keys": [own, *more]}).encode()


def verifier(*more_keys: dict[str, Any], denied: DenyList | None = None, **settings: Any) -> Verifier:
    """A verifier that trusts the hand-made issuer and no other."""
    keys = KeyCache(lambda _: key_set(*more_keys))
    trusted = TrustedIssuer(NAME, keys, frozenset({"north"}))
    listed = DenyList() if denied is None else denied
    return Verifier([trusted], VerifierSettings(audience=AUDIENCE, **settings), listed)


def trusting(issuer: DevelopmentIssuer, **settings: Any) -> Verifier:
    """A verifier that trusts a development issuer."""
    trusted = TrustedIssuer(issuer.name, KeyCache(issuer.fetch), frozenset({"north"}))
    return Verifier([trusted], VerifierSettings(audience=issuer.audience, **settings), DenyList())
