"""What a condition is, whatever it is about."""

from collections.abc import Callable

from engine.lifecycle.command import Command
from engine.lifecycle.dispute import Dispute, Process

Condition = Callable[[Dispute, Process, Command, int], str | None]
"""Of dispute, process, command and instant; returns None where it holds and otherwise says what is missing."""

Maker = Callable[[str], Condition]
"""Of the argument in the data; raises ValueError if it is none of the words it knows."""
