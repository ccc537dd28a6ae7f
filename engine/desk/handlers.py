"""What a part of the desk does at an event, by its kind: the one form in which all of them follow."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from engine.events.records import Event

Handlers: TypeAlias = Mapping[type[Event], Callable[[Any], None]]
"""Each is given events of its own kind only; a kind that is not there changes nothing."""
