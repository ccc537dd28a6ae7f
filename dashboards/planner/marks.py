"""What the planner's charts share: numbers with intervals, lines with words, names of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from dashboards.figures.figure import note, plain
from dashboards.style.palette import INK, MUTED, OCHRE, SLATE

ROW_PIXELS = 30
FRAME_PIXELS = 92
_LABEL_CHARACTERS = 34


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


def labels(labels: Sequence[str]) -> dict[str, Any]:
    """Axis of rows, the first on top, with names cut to fit."""
    short = [text if len(text) <= _LABEL_CHARACTERS else text[: _LABEL_CHARACTERS - 1] + "…" for text in labels]
    return {
        "range": [len(labels) - 0.4, -0.6],
        "tickvals": list(range(len(labels))),
        "ticktext": [plain(text) for text in short],
    }


def errors(dots: Sequence[Dot]) -> dict[str, Any]:
    """Error bars of dots; none where the interval is not known."""
    known = [dot if isfinite(dot.low) and isfinite(dot.high) else None for dot in dots]
    return {
        "type": "data",
        "symmetric": False,
        "array": [0.0 if dot is None else dot.high - dot.value for dot in known],
        "arrayminus": [0.0 if dot is None else dot.value - dot.low for dot in known],
        "color": INK,
        "thickness": 1.3,
        "width": 4,
    }


def hover(dot: Dot) -> str:
    """What is shown under the pointer."""
    ends = f" ({dot.low:.4g} to {dot.high:.4g})" if isfinite(dot.low) and isfinite(dot.high) else ""
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


def level_words(mark: Mark | None) -> list[dict[str, Any]]:
    """Words of a level line."""
    if mark is None:
        return []
    font = {"color": OCHRE, "size": 12}
    return [note(plain(mark.words), x=1, xref="paper", xanchor="right", y=mark.at, yanchor="bottom", font=font)]
