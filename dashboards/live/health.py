"""The numbers on top: how the service stands, and how many cases are where."""

from dataclasses import dataclass
from math import isinf
from typing import Final

from dashboards.catalogue import Texts
from dashboards.live.view import STATUSES, Latency, LiveView
from dashboards.report import numbers

WAITING_COMMANDS: Final = "waiting_commands"
_GOOD_STATES: Final = ("serving",)
_BAD_STATES: Final = ("full", "read_only")


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One number with its name."""

    identity: str
    """Unique in the page."""
    label: str
    value: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A word that judges, with a sign for those who do not see its colour."""

    kind: str
    """Pair of colours: `good`, `bad` or `neutral`."""
    sign: str
    words: str


def health_tiles(view: LiveView, texts: Texts) -> list[Tile]:
    """Say what waits, how long storing and answering take, and where the log stands."""
    health = view.health
    return [
        _tile(WAITING_COMMANDS, numbers.count(health.waiting_commands), texts("health.waiting_commands_note"), texts),
        _latency("answer", health.answer, texts),
        _latency("commit", health.commit, texts),
        _tile("position", numbers.count(health.position), texts("health.position_note"), texts),
        _tile("epoch", numbers.count(health.epoch), texts("health.epoch_note"), texts),
    ]


def case_tiles(view: LiveView, texts: Texts) -> list[Tile]:
    """Count the open cases of each status in all provinces."""
    return [
        Tile(
            identity=status,
            label=texts(f"status.{status}"),
            value=numbers.count(view.cases(status)),
            detail=texts(f"status_note.{status}"),
        )
        for status in STATUSES
    ]


def state_badge(view: LiveView, texts: Texts) -> Badge:
    """Name the service's state, and the reason where there is one."""
    state, reason = view.health.state, view.health.reason
    kind = "good" if state in _GOOD_STATES else "bad" if state in _BAD_STATES else "neutral"
    sign = {"good": "✓", "bad": "!", "neutral": "…"}[kind]
    named = texts.label("state", state)
    return Badge(kind=kind, sign=sign, words=texts("live.count", name=named, count=reason) if reason else named)


def duration(seconds: float | None, texts: Texts) -> str:
    r"""Write a duration in milliseconds, or in seconds from one second on.

    Examples
    --------
    >>> from dashboards.live.texts import live_texts
    >>> [duration(each, live_texts("en")) for each in (0.0075, 2.5, float("inf"), None)]
    ['7.5\xa0ms', '2.5\xa0s', 'over 5\xa0s', '–']
    """
    if seconds is None:
        return numbers.MISSING
    if isinf(seconds):
        return texts("health.beyond")
    if seconds >= 1:
        return texts("health.seconds", count=f"{seconds:.4g}")
    return texts("health.milliseconds", count=f"{1000 * seconds:.4g}")


def _latency(name: str, latency: Latency, texts: Texts) -> Tile:
    quick, slow = duration(latency.p50_seconds, texts), duration(latency.p99_seconds, texts)
    return _tile(name, quick, "" if latency.p99_seconds is None else texts("health.half", p99=slow), texts)


def _tile(name: str, value: str, detail: str, texts: Texts) -> Tile:
    return Tile(identity=name, label=texts(f"health.{name}"), value=value, detail=detail)
