"""Reading a JSON Web Key Set (RFC 7517): which of its keys may verify access tokens, and by which algorithm."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from engine.access.errors import KeySourceError
from engine.access.json_limits import JsonLimits, check_json

ALGORITHMS: Final = ("RS256", "ES256", "EdDSA")
"""The signatures that are believed: asymmetric ones only, so nothing that verifies can also sign."""

_BY_KIND: Final = {("RSA", ""): "RS256", ("EC", "P-256"): "ES256", ("OKP", "Ed25519"): "EdDSA"}
_RSA_BITS_MIN: Final = 2048  # RFC 7518, section 3.3
_KEYS_MAX: Final = 64
_PRIVATE: Final = ("d", "p", "q", "dp", "dq", "qi", "oth", "k")


class VerifyingKey(msgspec.Struct, frozen=True, kw_only=True):
    """A public key, bound to the one algorithm it verifies."""

    kid: str
    algorithm: str
    fingerprint: bytes
    """What the set says about it; another key under the same name has another."""
    jwk: PyJWK

    def verifies(self, signed: bytes, signature: bytes) -> bool:
        """Return whether the key's owner made a signature of these bytes."""
        return self.jwk.Algorithm.verify(signed, self.jwk.key, signature)


class _KeySet(msgspec.Struct):
    keys: list[dict[str, Any]]


_DECODER: Final = msgspec.json.Decoder(_KeySet)
"""Made at import: the library builds what it knows of a type at the type's first use, and crashes if two threads do."""


def read_key_set(body: bytes, size_max: int) -> Mapping[str, VerifyingKey]:
    """Read a key set.

    Keys that are not for verifying, of other kinds, too short or without a name are left out, and so are keys that
    show their private half: whoever reads the set could sign with them.

    Parameters
    ----------
    body
        The set, JSON.
    size_max
        Bytes it may have.

    Returns
    -------
    Mapping[str, VerifyingKey]
        The usable keys by their names.

    Raises
    ------
    JsonLimitError, KeySourceError
        If it is no key set, is too large, names two keys alike or has none that is usable.

    Examples
    --------
    >>> read_key_set(b'{"keys": [{"kty": "oct", "kid": "a", "k": "c2VjcmV0"}]}', 1000)
    Traceback (most recent call last):
    engine.access.errors.KeySourceError: keys: the set must have a usable key
    """
    check_json(body, JsonLimits(size_max=size_max))
    try:
        entries = _DECODER.decode(body).keys
    except msgspec.ValidationError:
        raise KeySourceError("keys: must be a JSON Web Key Set") from None
    if len(entries) > _KEYS_MAX:
        raise KeySourceError(f"keys: must be at most {_KEYS_MAX}, are {len(entries)}")
    found: dict[str, VerifyingKey] = {}
    for key in filter(None, map(_usable, entries)):
        if key.kid in found:
            raise KeySourceError("kid: two keys of the set must not have the same name")
        found[key.kid] = key
    if not found:
        raise KeySourceError("keys: the set must have a usable key")
    return MappingProxyType(found)


def _usable(entry: dict[str, Any]) -> VerifyingKey | None:
    kid = entry.get("kid")
    kind, curve = entry.get("kty"), entry.get("crv", "")
    algorithm = _BY_KIND.get((kind, curve)) if isinstance(kind, str) and isinstance(curve, str) else None
    if not isinstance(kid, str) or not kid or algorithm is None or entry.get("alg", algorithm) != algorithm:
        return None
    operations = entry.get("key_ops", ["verify"])
    if entry.get("use", "sig") != "sig" or not isinstance(operations, list) or "verify" not in operations:
        return None
    if any(name in entry for name in _PRIVATE):
        return None
    try:
        jwk = PyJWK(entry, algorithm)
    except (PyJWTError, LookupError, TypeError, ValueError):
        return None
    if isinstance(jwk.key, RSAPublicKey) and jwk.key.key_size < _RSA_BITS_MIN:
        return None
    return VerifyingKey(
        kid=kid, algorithm=algorithm, fingerprint=msgspec.json.encode(entry, order="deterministic"), jwk=jwk
    )
