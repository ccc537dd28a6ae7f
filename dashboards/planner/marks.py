"""What the planner's charts share: numbers with intervals, lines with words, names of rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any
from unicodedata import east_asian_width

from dashboards.figures.figure import note, plain
from dashboards.style.palette import INK, MUTED, OCHRE, SLATE

ROW_PIXELS = 30
FRAME_PIXELS = 92
_LABEL_CHARACTERS = 40
_TITLE_CHARACTERS = 38
_TELEPHONE_CHARACTERS = 56
_LINE_PIXELS = 18


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A number with its interval."""

    label: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A line across a chart, and the words at it."""

    at: float
    words: str


def titled(words: str, rows: Sequence[str] = ()) -> dict[str, str]:
    """Title of an axis, in lines that a telephone has room for beside the names of the rows.

    A unit in Chinese brackets stays whole.

    Examples
    --------
    >>> titled("Difference: Mean time until a mediator has room, hours")
    {'text': 'Difference: Mean time until a mediator<br>has room, hours'}
    """
    beside = max((_cells(_cut(row)) for row in rows), default=0)
    room = min(_TITLE_CHARACTERS, _TELEPHONE_CHARACTERS - beside)
    lines = [""]
    for part in re.split(r"(?<=\s)|(?=（)", words):
        if lines[-1] and _cells(lines[-1] + part.rstrip()) > room:
            lines.append("")
        lines[-1] += part
    return {"text": "<br>".join(plain(line.rstrip()) for line in lines)}


def frame_pixels(axis: str, rows: Sequence[str], series: int = 1) -> int:
    """Height around the rows of a chart: its axis with all lines of the title, and a legend that may wrap.

    A chart that is too low for both pushes the title over the numbers of the axis.
    """
    return FRAME_PIXELS + _LINE_PIXELS * (titled(axis, rows)["text"].count("<br>") + (series > 1))


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def labels(labels: Sequence[str]) -> dict[str, Any]:
    """Axis of rows, the first on top, with names cut to fit."""
    short = [_cut(text) for text in labels]
    return {
        "range": [len(labels) - 0.4, -0.6],
        "tickvals": list(range(len(labels))),
        "ticktext": [plain(text) for text in short],
    }


def _cut(text: str) -> str:
    """Cut a name to what fits beside the rows; a Chinese character is as wide as two others."""
    widths = [2 if east_asian_width(char) in "WF" else 1 for char in text]
    if sum(widths) <= _LABEL_CHARACTERS:
        return text
    kept = next(count for count in range(len(text), -1, -1) if sum(widths[:count]) < _LABEL_CHARACTERS)
    return text[:kept] + "…"


def errors(dots: Sequence[Dot]) -> dict[str, Any]:
    """Error bars of dots; none where the interval is not known."""
    known = [dot if isfinite(dot.low) and isfinite(dot.high) else None for dot in dots]
    wide = any(dot is not None and dot.low < dot.high for dot in known)
    return {
        "type": "data",
        "symmetric": False,
        "array": [0.0 if dot is None else dot.high - dot.value for dot in known],
        "arrayminus": [0.0 if dot is None else dot.value - dot.low for dot in known],
        "color": INK,
        "thickness": 1.3,
        "width": 4,
        "visible": wide,  # an interval without length would be a stroke across the end of a bar
    }


def hover(dot: Dot) -> str:
    """What is shown under the pointer."""
    known = isfinite(dot.low) and isfinite(dot.high) and dot.low < dot.high
    ends = f" [{dot.low:.4g}, {dot.high:.4g}]" if known else ""
    return plain(f"{dot.label}: {dot.value:.5g}{ends}")


def upright(mark: Mark | None) -> dict[str, Any]:
    """Shapes and words of an upright line."""
    if mark is None:
        return {}
    line = {"color": SLATE, "width": 1.5, "dash": "dot"}
    shape = {"type": "line", "layer": "below", "xref": "x", "yref": "paper", "line": line}
    place = {"x0": mark.at, "x1": mark.at, "y0": 0, "y1": 1}
    font = {"color": MUTED, "size": 12}
    words = note(plain(mark.words), x=mark.at, y=1, yref="paper", yanchor="bottom", font=font)
    return {"shapes": [shape | place], "annotations": [words] if mark.words else []}


def level(mark: Mark | None) -> list[dict[str, Any]]:
    """Shapes of a level line."""
    if mark is None:
        return []
    line = {"color": OCHRE, "width": 1.5, "dash": "dash"}
    return [
        {
            "type": "line",
            "layer": "below",
            "xref": "paper",
            "yref": "y",
            "x0": 0,
            "x1": 1,
            "y0": mark.at,
            "y1": mark.at,
            "line": line,
        }
    ]


def level_words(mark: Mark | None, values: Sequence[float]) -> list[dict[str, Any]]:
    """Words of a level line, at the end from which the curve of these values keeps farther away."""
    if mark is None:
        return []
    font = {"color": OCHRE, "size": 12}
    left = bool(values) and abs(values[0] - mark.at) > abs(values[-1] - mark.at)
    x, anchor = (0.01, "left") if left else (1.0, "right")
    return [note(plain(mark.words), x=x, y=mark.at, xref="paper", xanchor=anchor, yanchor="bottom", font=font)]
