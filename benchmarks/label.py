"""What a benchmark says of itself, and what it needs of the fixture that times it."""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Protocol, TypeVar

import msgspec

_Result = TypeVar("_Result")


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """What was timed; it travels in the report beside the times."""

    name: str
    """What one unit is, as the table of results calls it."""
    subject: str
    """core, sim or analytics."""
    size: str
    """How large the world was."""
    checksum: str
    """Digest of the result: nothing was left out, and a rival did the same work."""
    units: int = 1
    """How many units each round did."""
    items: int = 1
    """Things that one unit handles, for the rate."""
    item: str
    """What those things are, in the plural."""
    contest: str | None = None
    """Benchmarks of one contest do the same work in one run and must have one checksum."""
    is_rival: bool = False
    """Whether it is what the others of its contest are held against."""
    p99_seconds: float | None = None
    """What one in a hundred of the requests took at least, in the quietest round; for requests."""
    beside_seconds: float | None = None
    """What a unit of the same work takes in the world of natural size, timed by turns with it; for a larger world."""


class Timing(Protocol):
    """The part of pytest-benchmark's fixture that is used here."""

    extra_info: dict[str, Any]

    def __call__(self, function: Callable[..., _Result], /, *arguments: object) -> _Result:
        """Time a function as often as a second allows, at least five times, and return its last result."""
        ...

    def pedantic(
        self,
        target: Callable[..., _Result],
        *,
        setup: Callable[[], None] | None = None,
        rounds: int,
        warmup_rounds: int = 0,
    ) -> _Result:
        """Time a function a given number of times, each after its own setup, and return its last result."""
        ...


def attach(label: Label, timing: Timing) -> None:
    """Let a label travel with the times."""
    timing.extra_info.update(msgspec.to_builtins(label))


def digest(content: bytes) -> str:
    """Return a checksum of a result.

    Examples
    --------
    >>> digest(b"")
    'e4a6a0577479b2b4'
    """
    return blake2b(content, digest_size=8).hexdigest()
