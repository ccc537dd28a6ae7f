"""An issuer for development and tests: its key lives in memory and dies with the process.

A service that trusts it lets in whoever can reach it; it is for one's own machine.
"""

import os
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from typing import Any, Final

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from engine.access.keys import SECOND_US
from engine.access.words import Role

_ALGORITHM: Final = "EdDSA"


class DevelopmentIssuer:
    """Issues short tokens for any role.

    Parameters
    ----------
    name
        Its `iss`.
    audience
        The service it issues for.
    entropy
        Gives so many random bytes; the operating system's unless a test must repeat itself.

    Examples
    --------
    >>> issuer = DevelopmentIssuer()
    >>> token = issuer.issue("planner-1", [Role.PLANNER], tenant="north", at=0)
    >>> token.count(".")
    2
    """

    def __init__(
        self,
        name: str = "https://issuer.invalid",
        audience: str = "onestop",
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self.name: Final = name
        self.audience: Final = audience
        self._entropy: Final = entropy
        self._issued = 0
        self._keys: Final[dict[str, Ed25519PrivateKey]] = {}
        self._run: Final = entropy(8).hex()
        self.rotate()

    @property
    def kid(self) -> str:
        """Name of the key it signs with."""
        return next(reversed(self._keys))

    def rotate(self, *, keep: int = 1) -> str:
        """Sign with a new key from now on; of the older ones keep so many in the set. Return the new key's name."""
        for old in list(self._keys)[: max(0, len(self._keys) - keep)]:
            del self._keys[old]
        name = f"dev-{self._entropy(4).hex()}"
        self._keys[name] = Ed25519PrivateKey.from_private_bytes(self._entropy(32))
        return name

    def key_set(self) -> bytes:
        """Return the public keys as a JSON Web Key Set."""
        keys = [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "use": "sig",
                "alg": _ALGORITHM,
                "kid": kid,
                "x": urlsafe_b64encode(key.public_key().public_bytes_raw()).rstrip(b"=").decode("ascii"),
            }
            for kid, key in self._keys.items()
        ]
        return msgspec.json.encode({"keys": keys})

    def fetch(self, size_max: int) -> bytes:
        """Return the key set, as the fetch function of a `KeyCache`."""
        return self.key_set()[: size_max + 1]

    def issue(
        self,
        subject: str,
        roles: Iterable[Role],
        *,
        tenant: str,
        at: int,
        lifetime_seconds: int = 600,
        **claims: Any,
    ) -> str:
        """Issue a token.

        Parameters
        ----------
        subject
            Its `sub`.
        roles
            What the subject is.
        tenant
            Whose platform.
        at
            Now, microseconds since the epoch.
        lifetime_seconds
            How long it is valid.
        **claims
            Further claims: `court_id`, `organisation_id`, `mediator_id`, `track`, `party_keys`; or another value for
            one of the others, to see it refused.
        """
        self._issued += 1
        now = at // SECOND_US
        content: dict[str, Any] = {
            "iss": self.name,
            "aud": self.audience,
            "sub": subject,
            "client_id": "development",
            "jti": f"{self._run}-{self._issued}",
            "iat": now,
            "exp": now + lifetime_seconds,
            "tenant": tenant,
            "roles": [str(role) for role in roles],
            **claims,
        }
        headers = {"typ": "at+jwt", "kid": self.kid}
        return jwt.encode(content, self._keys[self.kid], algorithm=_ALGORITHM, headers=headers)
