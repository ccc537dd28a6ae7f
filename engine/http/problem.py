"""A problem as it is sent (RFC 9457)."""

import re
from typing import Final

import msgspec

from engine.errors import EngineError
from engine.http.errors import ProblemError
from engine.http.problem_types import KINDS, URN
from engine.http.refusals import problem_of, problem_of_error
from engine.service.answers import Refusal

PROBLEM_TYPE: Final = b"application/problem+json"
_ARTICLE: Final = re.compile(r" \[([^\[\]]{1,40})\]$")
_DETAIL_MAX: Final = 2_000
_RETRY_UNKNOWN_SECONDS: Final = 1
_LATER: Final = frozenset({429, 503, 504, 507})
"""Statuses after which it is worth asking again."""


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was not carried out; see RFC 9457 for the first five members."""

    type: str
    """Stable name of the kind of problem."""
    title: str
    """The kind in words."""
    status: int
    """Status of the answer."""
    detail: str
    """What was wrong with this request."""
    request_id: str
    """Names this request in the service's journal."""
    article: str | None = None
    """The article that stands against the request, where the rules refuse it."""
    retry_after_seconds: int | None = None
    """When it is worth asking again; the same as in the header Retry-After."""
    index: int | None = None
    """Place of the command in its request, from 0, where there were several."""


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """A problem before it is a request's: kind, detail, and what goes with it."""

    kind: str
    detail: str
    article: str | None = None
    retry_after_seconds: int | None = None
    headers: tuple[tuple[bytes, bytes], ...] = ()

    def of(self, request_id: str, *, index: int | None = None) -> Problem:
        """Return the problem of a request."""
        status, title = KINDS[self.kind]
        return Problem(
            type=URN + self.kind,
            title=title,
            status=status,
            detail=self.detail[:_DETAIL_MAX],
            request_id=request_id,
            article=self.article,
            retry_after_seconds=self.retry_after_seconds,
            index=index,
        )

    @property
    def status(self) -> int:
        """Status of the answer."""
        return KINDS[self.kind].status


def refused(refusal: Refusal) -> Trouble:
    """Return what a refused command is answered with; the article that the rules name becomes a member of its own.

    Examples
    --------
    >>> refused(Refusal(error="ConditionError", message="case_id = 7: settle: nobody signed [ONL 19]")).article
    'ONL 19'
    """
    found = _ARTICLE.search(refusal.message)
    detail = refusal.message if found is None else refusal.message[: found.start()]
    kind = problem_of(refusal.error)
    return Trouble(
        kind=kind,
        detail=detail,
        article=None if found is None else found[1],
        retry_after_seconds=_RETRY_UNKNOWN_SECONDS if KINDS[kind].status in _LATER else None,
    )


def trouble_of(error: EngineError) -> Trouble:
    """Return what an error is answered with; those that are nobody's mistake say when to ask again."""
    if isinstance(error, ProblemError):
        return Trouble(
            kind=error.kind,
            detail=error.detail,
            article=error.article,
            retry_after_seconds=error.retry_after_seconds,
            headers=error.headers,
        )
    kind = problem_of_error(error)
    again: int | None = getattr(error, "retry_after_seconds", None)
    if again is None and KINDS[kind].status in _LATER:
        again = _RETRY_UNKNOWN_SECONDS
    if kind == "failed":
        return Trouble(kind=kind, detail="What it had begun was undone, and it was noted for the makers.")
    headers = ((b"www-authenticate", b'Bearer error="invalid_token"'),) if kind == "unauthorised" else ()
    found = refused(Refusal.of(error))
    return Trouble(kind=kind, detail=found.detail, article=found.article, retry_after_seconds=again, headers=headers)
