"""What is posted to a linked system, and what counts as an answer.

The key is a header as in the draft "The Idempotency-Key HTTP Header Field" of the IETF's HTTP API group, whose status
codes are kept, too: 409 while the first request under the key is still worked on, 422 for another request under it.
"""

import json
from typing import Final

import msgspec

from engine.linked.answers import Answer, AnyAnswer
from engine.linked.network.call import Content
from engine.linked.requests import Key, Request
from engine.linked.words import FailureReason

MEDIA_TYPE: Final = "application/json"
KEY_HEADER: Final = "Idempotency-Key"
NUMBER_MAX: Final = 2**63 - 1
"""Largest number of another system: what the log can keep."""
ANSWERED: Final = frozenset({200, 201})
REPLAYED: Final = 409
"""Either still at work, or done before, with the first answer in the body."""
REJECTED: Final = frozenset({400, 422})
_SERVER_ERRORS: Final = range(500, 600)
_CLIENT_ERRORS: Final = range(400, 500)
_UNAVAILABLE: Final = 503
_ENCODER: Final = msgspec.json.Encoder()
_ANSWERS: Final = msgspec.json.Decoder(AnyAnswer)


def key_text(store_id: str, key: Key) -> str:
    """Return a key as the header's value: a string of RFC 9651, in quotes.

    Dispute numbers are a store's own, so the store stands before them: two courts never have the same key.

    Examples
    --------
    >>> key_text("s1", Key(7, "file_case", 1))
    '"s1.7.file_case.1"'
    """
    return f'"{store_id}.{key.dispute_id}.{key.purpose}.{key.ordinal}"'


def request_body(request: Request) -> bytes:
    """Return a request as JSON.

    Examples
    --------
    >>> from engine.linked.requests import RegisterCase
    >>> request_body(RegisterCase(dispute_id=7, court_id=3))
    b'{"purpose":"register_case","dispute_id":7,"ordinal":1,"court_id":3}'
    """
    return _ENCODER.encode(request)


def read_answer(request: Request, status: int, media_type: str, body: bytes) -> Content:
    """Return what a system has said to a request.

    Parameters
    ----------
    request
        What was asked.
    status, media_type, body
        Of the answer; the body is whole.

    Examples
    --------
    >>> from engine.linked.requests import RegisterCase
    >>> asked = RegisterCase(dispute_id=7, court_id=3)
    >>> read_answer(asked, 200, "application/json", b'{"answer":"case_registered","case_number":9}')
    CaseRegistered(case_number=9)
    >>> read_answer(asked, 302, "text/html", b"").value
    'malformed'
    """
    if status in ANSWERED:
        return _decoded(request, media_type, body) or FailureReason.MALFORMED
    if status == REPLAYED:
        return _decoded(request, media_type, body) or FailureReason.SYSTEM_ERROR
    if status in REJECTED:
        return FailureReason.REJECTED
    if status == _UNAVAILABLE or status in _CLIENT_ERRORS:
        return FailureReason.UNREACHABLE  # a token that has expired, say: nothing was taken, and later it may be
    return FailureReason.SYSTEM_ERROR if status in _SERVER_ERRORS else FailureReason.MALFORMED


def _decoded(request: Request, media_type: str, body: bytes) -> Answer | None:
    """Return the answer of a body, None if it is none of the request's kind, to the letter."""
    if media_type.partition(";")[0].strip().lower() != MEDIA_TYPE:
        return None
    try:
        answer: Answer = _ANSWERS.decode(body)
        # The other library, since of a name that stands twice this one keeps the last and says nothing.
        named: list[tuple[str, object]] = json.loads(body, object_pairs_hook=list)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    fields = [field.name for field in msgspec.structs.fields(answer)]
    if type(answer) is not request.answer_type or sorted(name for name, _ in named) != sorted(["answer", *fields]):
        return None
    numbers = [value for value in (getattr(answer, field) for field in fields) if type(value) is int]
    return answer if all(0 <= number <= NUMBER_MAX for number in numbers) else None
