"""Headers that every answer has, and reading those of a request."""

from collections.abc import Iterable, Mapping
from typing import Final

CSP: Final = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
CSP_OF_PAGES: Final = (
    b"default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""Of pages for people: their own style sheet, and nothing else."""

ALWAYS: Final[tuple[tuple[bytes, bytes], ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", CSP),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"strict-transport-security", b"max-age=63072000; includeSubDomains"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
"""Of every answer, problems too; another origin is never let in, so there is no header of CORS."""


_BETWEEN: Final = 4
"""Bytes of a header beside its name and value: a colon, a blank, the end of the line."""


class HeadersTooLargeError(Exception):
    """The headers of a request are beyond the bound; raised and caught within the server's protocol."""


def head_bytes(url: bytes, headers: Iterable[tuple[bytes, bytes]]) -> int:
    """Return how long a request's line and headers are, but for method and version."""
    return len(url) + sum(len(name) + len(value) + _BETWEEN for name, value in headers)


def first_of(headers: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Return the headers by name; of one that comes more than once, both, joined as the standard joins them."""
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        found[name] = value if name not in found else found[name] + b", " + value
    return found


def media_type(headers: Mapping[bytes, bytes]) -> str:
    """Return the type of the body without its parameters, lower case; empty if none is stated."""
    return headers.get(b"content-type", b"").split(b";", 1)[0].strip().lower().decode("latin-1")
