"""What the web surface refuses by itself; every other error is the engine's and is mapped in `engine.http.refusals`.

::

    EngineError
    +-- HttpError
        +-- ProblemError    a request that is answered by a problem of a kind of `engine.http.problem_types`
        +-- EndpointError   endpoints that contradict themselves or the matrix of access
"""

from collections.abc import Sequence

from engine.errors import EngineError


class HttpError(EngineError):
    """Base of what the web surface raises."""


class ProblemError(HttpError):
    """A request is refused.

    Parameters
    ----------
    kind
        Name of a kind in `engine.http.problem_types.KINDS`.
    detail
        In words, for who asked; holds nothing of another subject.
    article
        The article that stands against it, if the rules refuse it.
    retry_after_seconds
        When it is worth asking again; None if that would not help.
    headers
        Beside those that every answer has.
    """

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        article: str | None = None,
        retry_after_seconds: int | None = None,
        headers: Sequence[tuple[bytes, bytes]] = (),
    ) -> None:
        self.kind = kind
        self.detail = detail
        self.article = article
        self.retry_after_seconds = retry_after_seconds
        self.headers = tuple(headers)
        super().__init__(f"{kind}: {detail}")


class EndpointError(HttpError):
    """The endpoints contradict themselves, or the matrix of access has no row for one of them."""
