"""Where the states of a door stand in its picture: in rows from top to bottom, as far as the way to them is long."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from engine.events.lifecycle_words import State
from engine.lifecycle.machine import MachineEntry

CARD_WIDTH: Final = 520
_ROW_GAP: Final = 46
_COLUMN_GAP: Final = 32
_CARDS_A_ROW: Final = 4


class Place(NamedTuple):
    """Where a state's card stands."""

    row: int
    left: int
    """Pixels."""
    top: int
    """Pixels below the head of the picture."""


def places(machine: MachineEntry, heights: Mapping[State, int]) -> dict[State, Place]:
    """Return the place of every state.

    Parameters
    ----------
    machine
        The door's data.
    heights
        Pixels that each state's card needs.
    """
    distance = _distances(machine)
    last = max(distance.values()) + 1
    layers = {state: last if entry.final else distance[state] for state, entry in machine.states.items()}
    found: dict[State, Place] = {}
    row, top = 0, 0
    for layer in sorted(set(layers.values())):
        alike = [state for state in machine.states if layers[state] == layer]
        for first in range(0, len(alike), _CARDS_A_ROW):
            cards = alike[first : first + _CARDS_A_ROW]
            for column, state in enumerate(cards):
                found[state] = Place(row, column * (CARD_WIDTH + _COLUMN_GAP), top)
            row, top = row + 1, top + _ROW_GAP + max(heights[state] for state in cards)
    return found


def _distances(machine: MachineEntry) -> dict[State, int]:
    """Return in how many steps each state is reached at the earliest, in the order in which they are."""
    openings = [entry.to for entry in machine.transitions if not entry.from_states and entry.to is not None]
    queue = list(dict.fromkeys([machine.initial, *openings]))
    found = dict.fromkeys(queue, 0)
    for state in queue:
        for entry in machine.transitions:
            if state in entry.from_states and entry.to is not None and entry.to not in found:
                found[entry.to] = found[state] + 1
                queue.append(entry.to)
    return found
