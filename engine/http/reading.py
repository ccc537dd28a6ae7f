"""Reading a request: length and type first, then its bytes up to a limit, then the rules of JSON, then the schema."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl

import msgspec

from engine.access.json_limits import JsonLimits, check_json
from engine.http.endpoint import JSON, Endpoint, KeyRule
from engine.http.errors import ProblemError
from engine.http.headers import media_type
from engine.http.misfit import told

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
_KEY_MAX: Final = 200
_QUERY_MAX: Final = 4_000
_FIELDS_MAX: Final = 32


class GoneError(Exception):
    """The client has gone away while it was sending; there is nobody to answer."""


@lru_cache(maxsize=256)
def decoder_of(kind: Any) -> msgspec.json.Decoder[Any]:
    """Return the decoder of a type; made once."""
    return msgspec.json.Decoder(kind)


def prepare(endpoint: Endpoint) -> None:
    """Let the library learn an endpoint's types before there are threads: it crashes if two learn one at once."""
    for kind in (endpoint.body, endpoint.query):
        if kind is not None:
            decoder_of(kind)


def check_sending(endpoint: Endpoint, headers: Mapping[bytes, bytes], limits: JsonLimits) -> int:
    """Refuse by its headers a body that will not be taken; return the most bytes that will.

    Raises
    ------
    ProblemError
        If so: 400, 413 or 415.
    """
    most = limits.size_max if endpoint.size_max is None else endpoint.size_max
    encoding = headers.get(b"content-encoding", b"identity").strip().lower()
    if encoding != b"identity":
        raise ProblemError("unsupported-media-type", "Content-Encoding: no compressed body is taken.")
    length = headers.get(b"content-length")
    if length is not None and not (length.isdigit() and len(length) <= 18):
        raise ProblemError("bad-request", "Content-Length: must be one whole number.")
    has_body = int(length or 0) > 0 or b"transfer-encoding" in headers
    if endpoint.body is None:
        if has_body:
            raise ProblemError("bad-request", "This takes no body.")
        return 0
    if int(length or 0) > most:
        raise ProblemError("too-large", f"The body must have at most {most} bytes.")
    media = media_type(headers)
    if media != endpoint.body_media:
        raise ProblemError("unsupported-media-type", f"Content-Type: must be {endpoint.body_media}.")
    return most


async def read_body(receive: Receive, most: int) -> bytes:
    """Read a body, and stop as soon as it is too long, whatever its headers said.

    Raises
    ------
    ProblemError
        If it is longer.
    GoneError
        If the client went away before its end.
    """
    message = await receive()
    body: bytes = message.get("body", b"")
    if message["type"] == "http.request" and not message.get("more_body", False) and len(body) <= most:
        return body
    pieces, size = [body], len(body)
    while True:
        if message["type"] == "http.disconnect":
            raise GoneError
        if size > most:
            raise ProblemError("too-large", f"The body must have at most {most} bytes.")
        if not message.get("more_body", False):
            return b"".join(pieces)
        message = await receive()
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])


def decoded(endpoint: Endpoint, body: bytes, limits: JsonLimits) -> Any:
    """Return what a JSON body says; of another type, None: its handler reads it itself.

    Raises
    ------
    JsonLimitError
        If it is not JSON, or beyond a limit.
    ProblemError
        If it does not fit the schema.
    """
    if endpoint.body is None or endpoint.body_media != JSON:
        return None
    check_json(body, limits)
    try:
        return decoder_of(endpoint.body).decode(body)
    except (msgspec.ValidationError, ValueError) as error:
        raise ProblemError("invalid", f"{told(error, endpoint.body)}.") from None


def query_of(endpoint: Endpoint, query: bytes) -> Any:
    """Return the query's parameters as the endpoint's Struct.

    Raises
    ------
    ProblemError
        If there is an unknown one, one comes twice, or one does not fit.
    """
    if endpoint.query is None:
        if query:
            raise ProblemError("bad-request", "This takes no parameters in its query.")
        return None
    if not query:
        pairs: list[tuple[str, str]] = []
    else:
        try:
            pairs = parse_qsl(
                query[: _QUERY_MAX + 1].decode("ascii"),
                keep_blank_values=True,
                strict_parsing=True,
                errors="strict",
                max_num_fields=_FIELDS_MAX,
            )
        except ValueError:
            raise ProblemError("bad-request", "The query must be a=b&c=d, percent-encoded UTF-8.") from None
    given = dict(pairs)
    if len(given) < len(pairs) or len(query) > _QUERY_MAX:
        raise ProblemError("bad-request", "Each parameter of the query must come once, and all within 4,000 bytes.")
    try:
        return msgspec.convert(given, endpoint.query, strict=False)
    except msgspec.ValidationError as error:
        raise ProblemError("bad-request", f"Query: {told(error, endpoint.query)}.") from None


def key_of(endpoint: Endpoint, headers: Mapping[bytes, bytes]) -> str:
    """Return the Idempotency-Key, '' if there is none; quotes, as the standard's strings have them, are taken off.

    Raises
    ------
    ProblemError
        If one is needed and there is none, or it is not 1 to 200 printable characters.
    """
    raw = headers.get(b"idempotency-key")
    if raw is None or endpoint.key is KeyRule.NONE:
        if endpoint.key is KeyRule.REQUIRED:
            raise ProblemError("key-missing", "Send a header Idempotency-Key, new for every new request.")
        return ""
    text = raw.strip()
    if len(text) >= 2 and text[:1] == text[-1:] == b'"':
        text = text[1:-1]
    if not 1 <= len(text) <= _KEY_MAX or not all(0x20 < byte < 0x7F for byte in text):
        raise ProblemError("bad-request", f"Idempotency-Key: must be 1 to {_KEY_MAX} printable characters.")
    return text.decode("ascii")
