"""What an endpoint is: one method of one path, who may use it, what it takes and what it answers.

Endpoints are data, so that the routes, the description (OpenAPI), the check against the matrix of access and the tests
are all made of the same list.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeAlias

from engine.access.words import Action
from engine.http.call import Call, Reply
from engine.http.party_book import Said
from engine.service.answers import Answer, Group

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
EVENT_STREAM: Final = "text/event-stream"
TEXT: Final = "text/plain; charset=utf-8"
HTML: Final = "text/html; charset=utf-8"

Handler: TypeAlias = Callable[[Call], Awaitable[Reply]]


class KeyRule(StrEnum):
    """Whether a request carries an Idempotency-Key."""

    REQUIRED = "required"
    """It creates something: sent twice without a key, it would be done twice."""
    OPTIONAL = "optional"
    """Sent twice it is refused the second time, unless a key asks for the first answer again."""
    NONE = "none"
    """It changes nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TwoSteps:
    """A handler of which most requests wait for the writer alone, in two parts; see `engine.http.short_way`."""

    before: Callable[[Call], Group | None]
    """What is to be carried out; None if this request waits for more, and is the handler's."""
    after: Callable[[Call, Answer], tuple[Reply, Sequence[Said]]]
    """What is answered when it was, once these keys of parties are kept."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """One answer of an endpoint that is no problem."""

    type: Any
    """What the body is, as msgspec sees it; None if there is none, `str` for text."""
    example: Any
    description: str
    media: str = JSON


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """One method of one path."""

    method: str
    path: str
    """Numbers are written `{name:int}`."""
    name: str
    """Of the operation; never changes."""
    action: Action | None
    """What it is to the matrix of access; None if it is open to everybody."""
    summary: str
    description: str = ""
    tag: str
    handler: Handler
    body: Any = None
    """What is taken, as msgspec sees it; of NDJSON, one line. None if there is no body."""
    body_example: Any = None
    body_media: str = JSON
    query: Any = None
    """A Struct whose fields are the parameters; None if there are none."""
    query_example: Mapping[str, str] = field(default_factory=dict[str, str])
    path_example: Mapping[str, int] = field(default_factory=dict[str, int])
    answers: Mapping[int, Answered]
    problems: tuple[str, ...] = ()
    """Kinds beside those that every endpoint of its sort has."""
    key: KeyRule = KeyRule.NONE
    size_max: int | None = None
    """Bytes of the body; None for the limit of JSON bodies."""
    cost: int = 1
    """What it takes from the subject's bucket."""
    steps: TwoSteps | None = None
    """Its handler in two parts, if it has a short way."""
    on_admin_surface: bool = False
    """Whether it is served on the separate surface alone."""

    @property
    def is_open(self) -> bool:
        """Whether nobody needs a token for it."""
        return self.action is None

    @property
    def template(self) -> str:
        """The path as OpenAPI writes it."""
        return self.path.replace(":int}", "}").replace(":path}", "}")
