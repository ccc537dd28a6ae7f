"""Conditions about the process itself: what has happened in it, which clocks run, what the command says."""

from collections.abc import Mapping
from typing import Final

from engine.events.lifecycle_words import Clock, Ground
from engine.lifecycle.command import Command
from engine.lifecycle.condition import Condition, Maker
from engine.lifecycle.dispute import Dispute, Process


def _fact(name: str) -> Condition:
    return lambda d, p, c, at: None if name in p.facts else f"needs {name}"


def _no_fact(name: str) -> Condition:
    return lambda d, p, c, at: f"stands against it: {name}" if name in p.facts else None


def _ground(argument: str) -> Condition:
    grounds = frozenset(map(Ground, argument.split("|")))
    known = ", ".join(ground.value for ground in sorted(grounds))
    return lambda d, p, c, at: None if c.ground in grounds else f"ground = {c.ground}: must be one of {known}"


def _running(argument: str) -> Condition:
    clock = Clock(argument)
    return lambda d, p, c, at: None if clock in p.clocks else f"no {clock.value} runs"


def _not_running(argument: str) -> Condition:
    clock = Clock(argument)
    return lambda d, p, c, at: f"a {clock.value} runs" if clock in p.clocks else None


def _over(argument: str) -> Condition:
    clock = Clock(argument)
    return lambda d, p, c, at: None if p.clocks.get(clock, at + 1) <= at else f"the {clock.value} is not over"


def _not_over(argument: str) -> Condition:
    clock = Clock(argument)
    return lambda d, p, c, at: None if p.clocks.get(clock, at - 1) >= at else f"the {clock.value} is over"


def _later_than(argument: str) -> Condition:
    clock = Clock(argument)

    def holds(_dispute: Dispute, process: Process, command: Command, _at: int) -> str | None:
        end = process.clocks.get(clock)
        if end is not None and command.until is not None and command.until > end:
            return None
        return f"until = {command.until}: must be later than the {clock.value} that runs until {end}"

    return holds


def _not_later_than(argument: str) -> Condition:
    clock = Clock(argument)

    def holds(_dispute: Dispute, process: Process, command: Command, at: int) -> str | None:
        end = process.clocks.get(clock)
        if end is not None and command.until is not None and at <= command.until <= end:
            return None
        return f"until = {command.until}: must be between now and the end of the {clock.value}, {end}"

    return holds


def _number_between(argument: str) -> Condition:
    """`number_between:first:last`: how many, or which of a list."""
    first, last = map(int, argument.split(":"))

    def holds(_dispute: Dispute, _process: Process, command: Command, _at: int) -> str | None:
        if command.number is not None and first <= command.number <= last:
            return None
        return f"number = {command.number}: must be from {first} to {last}"

    return holds


def _number_odd(_argument: str) -> Condition:
    """`number_odd`: a panel that votes is never split in halves."""
    return lambda d, p, c, at: None if c.number is not None and c.number % 2 else f"number = {c.number}: must be odd"


PROCESS_CONDITIONS: Final[Mapping[str, Maker]] = {
    "fact": _fact,
    "no_fact": _no_fact,
    "ground": _ground,
    "running": _running,
    "not_running": _not_running,
    "over": _over,
    "not_over": _not_over,
    "later_than": _later_than,
    "not_later_than": _not_later_than,
    "number_between": _number_between,
    "number_odd": _number_odd,
}
