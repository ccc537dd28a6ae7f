"""A picture of each door, drawn from its data: states in layers, and for each way who takes it and by which article.

The text is SVG and needs nothing but itself: `draw` gives the same text for the same data.
"""

from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from engine.events.lifecycle_words import State
from engine.lifecycle.machine import MachineEntry, StateEntry, TransitionEntry
from engine.lifecycle.picture_layout import CARD_WIDTH, Place, places

_HEAD: Final = 30
"""Height of a card's head, where its titles stand."""
_LINE: Final = 16
_PADDING: Final = 8
_LETTERS: Final = 80
"""A line of a card holds so many."""
_INDENT: Final = "\u2003\u2003"
"""Before a line that goes on; plain blanks at a beginning are not shown."""
_TOP: Final = 92
_LEFT: Final = 24
_LEGEND: Final = "Heavy border: the process is over. Star and broken line: the platform does it as soon as it may."
_STYLE: Final = (
    "text{font-family:'Noto Sans','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;fill:#1b2733}"
    ".en{font-size:13px;font-weight:600}.zh{font-size:12px}.way{font-size:11px}"
    ".title{font-size:20px;font-weight:700}.note{font-size:12px;fill:#5b6b7b}"
    ".card{fill:#fff;stroke:#3b6ea5;stroke-width:1.4}.final{fill:#fff;stroke:#555;stroke-width:3}"
    ".head{fill:#e4eefa}.line{stroke:#8fb0d3;stroke-width:1.3;fill:none}.auto{stroke-dasharray:5 4}"
)


class Way(NamedTuple):
    """A line of a state's list."""

    entry: TransitionEntry
    to: State
    """Where it leads; the state itself where it stays."""


def draw(machine: MachineEntry) -> str:
    """Return the picture of a door.

    Parameters
    ----------
    machine
        Its data.

    Returns
    -------
    str
        SVG, UTF-8, with titles in English and Chinese.

    Examples
    --------
    >>> from engine.events.lifecycle_words import Track
    >>> from engine.lifecycle.rulebook import Rulebook
    >>> draw(Rulebook.shipped().machines[Track.CONFIRMATION]).splitlines()[0][:40]
    '<svg xmlns="http://www.w3.org/2000/svg" '
    """
    ways = {state: _ways(machine, state) for state in machine.states}
    texts = {state: [line for way in ways[state] for line in _text(way, state, machine)] for state in machine.states}
    heights = {state: _HEAD + 2 * _PADDING + _LINE * len(texts[state]) for state in machine.states}
    found = places(machine, heights)
    width = 2 * _LEFT + CARD_WIDTH + max(place.left for place in found.values())
    height = _TOP + _LEFT + max(place.top + heights[state] for state, place in found.items())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f"<style>{_STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="white"/>',
        *_heading(machine),
    ]
    for state in found:
        parts += _lines(state, ways[state], found, heights)
    for state, place in found.items():
        parts += _card(machine.states[state], place, texts[state], heights[state])
    return "\n".join([*parts, "</svg>", ""])


def write_pictures(machines: Sequence[MachineEntry], folder: Path) -> list[Path]:
    """Draw every door into a folder, one file each, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for machine in machines:
        file = folder / f"{machine.track.value}.svg"
        file.write_text(draw(machine), encoding="utf-8", newline="\n")
        files.append(file)
    return files


def _ways(machine: MachineEntry, state: State) -> list[Way]:
    """Return what may happen in a state: first what stays, then what leads away."""
    found = [Way(entry, entry.to or state) for entry in machine.transitions if state in entry.from_states]
    return sorted(found, key=lambda way: way.to is not state)


def _heading(machine: MachineEntry) -> list[str]:
    name = machine.track.value.replace("_", " ").capitalize()
    opening = [entry for entry in machine.transitions if not entry.from_states]
    begins = "; ".join(_words(entry, machine) for entry in opening)
    return [
        f'<text class="title" x="{_LEFT}" y="34">{escape(name)}</text>',
        f'<text class="note" x="{_LEFT}" y="56">Begins with: {escape(begins)}</text>',
        f'<text class="note" x="{_LEFT}" y="74">{_LEGEND}</text>',
    ]


def _words(entry: TransitionEntry, machine: MachineEntry) -> str:
    actors = ", ".join(actor.value for actor in entry.actors)
    codes = "" if not entry.closing_codes else f" (code {', '.join(str(int(code)) for code in entry.closing_codes)})"
    ends = [clock.name.value for clock in machine.clocks if clock.on_end is entry.name and _runs(entry, clock.name)]
    names = " or ".join(dict.fromkeys(ends)).replace("_", " ")
    when = f" at the end of “{names}”" if ends and "platform" in actors else ""
    mark = "* " if entry.automatic else ""
    return f"{mark}{entry.name.value.replace('_', ' ')}{codes} - {actors}{when}, {entry.rule.value}"


def _runs(entry: TransitionEntry, clock: str) -> bool:
    """Whether an entry of a name that several clocks end with is the one for this clock."""
    return entry.restarts is None or entry.restarts == clock


def _text(way: Way, state: State, machine: MachineEntry) -> list[str]:
    """Return what is said of a way, in lines that fit on a card."""
    target = "" if way.to is state else f" → {machine.states[way.to].title['en']}"
    first, *rest = wrap(f"{_words(way.entry, machine)}{target}", _LETTERS)
    return [first, *(f"{_INDENT}{line}" for line in rest)]


def _card(entry: StateEntry, place: Place, lines: list[str], height: int) -> list[str]:
    """Draw a state with its ways; a card hides the lines behind it."""
    x, y = _LEFT + place.left, _TOP + place.top
    css = "final" if entry.final else "card"
    titles = f'{escape(entry.title["en"])}<tspan class="zh" dx="10">{escape(entry.title["zh"])}</tspan>'
    parts = [
        f'<rect class="{css}" x="{x}" y="{y}" width="{CARD_WIDTH}" height="{height}" rx="6"/>',
        f'<rect class="head" x="{x + 2}" y="{y + 2}" width="{CARD_WIDTH - 4}" height="{_HEAD - 2}" rx="5"/>',
        f'<text class="en" x="{x + 10}" y="{y + 20}">{titles}</text>',
    ]
    for ordinal, line in enumerate(lines):
        baseline = y + _HEAD + _PADDING + 10 + _LINE * ordinal
        parts.append(f'<text class="way" x="{x + 10}" y="{baseline}">{escape(line)}</text>')
    return parts


def _lines(state: State, ways: list[Way], found: dict[State, Place], heights: dict[State, int]) -> list[str]:
    """Draw one curve to each other state, however many ways lead there: down to later rows, aside to others."""
    parts: list[str] = []
    place = found[state]
    for target in dict.fromkeys(way.to for way in ways if way.to is not state):
        other = found[target]
        css = "line auto" if all(way.entry.automatic for way in ways if way.to is target) else "line"
        middle = CARD_WIDTH // 2
        x, to_x = _LEFT + place.left + middle, _LEFT + other.left + middle
        y, to_y = _TOP + place.top + heights[state], _TOP + other.top
        if other.row > place.row:
            curve = f"M{x} {y} C{x} {y + 40} {to_x} {to_y - 40} {to_x} {to_y}"
            tip = f"M{to_x} {to_y} l-4 -7 h8 z"
        else:
            y, to_y = _TOP + place.top + _HEAD // 2, _TOP + other.top + _HEAD // 2
            x, to_x = _LEFT + place.left, _LEFT + other.left
            curve = f"M{x} {y} C{x - 30} {y} {to_x - 30} {to_y} {to_x} {to_y}"
            tip = f"M{to_x} {to_y} l-7 -4 v8 z"
        parts.append(f'<path class="{css}" d="{curve}"/><path fill="#5f8fc0" d="{tip}"/>')
    return parts
