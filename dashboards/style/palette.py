"""Colours, in pairs of text and ground that reach a contrast of at least 4.5 to 1 (WCAG 2, level AA).

Red and green never carry meaning alone: a word or a symbol stands beside each.
"""

PAPER = "#ffffff"
PAPER_VEIL = "rgba(255, 255, 255, 0.75)"
"""Behind words that stand on a band."""
PANEL = "#f4f6f8"
"""Ground of tables' heads and of the headline numbers."""
SHADE = "#e9eef3"
"""Working hours behind a chart."""
RULE = "#d3dae1"
"""Hairlines."""

INK = "#17212b"
MUTED = "#50606f"
NAVY = "#173a5e"

BLUE = "#2a6496"
"""First series; what is inside working hours; what succeeded."""
BLUE_PALE = "#7396b6"
"""The same outside working hours; 3 to 1 against paper, enough for a bar."""
BLUE_BAND = "rgba(42, 100, 150, 0.2)"
OCHRE = "#96570f"
"""Second series."""
OCHRE_PALE = "#b98a4e"
SLATE = "#6b7885"
"""What stands beside the thing that matters."""

BADGES: dict[str, tuple[str, str]] = {
    "good": ("#1c6240", "#e6f2eb"),
    "bad": ("#8f2a1e", "#fbeae7"),
    "neutral": ("#46525e", "#e9edf1"),
    "found": (NAVY, "#e4edf6"),
    "derived": ("#4f3f7d", "#eeebf6"),
    "assumed": ("#7d4706", "#fbf0df"),
}
"""Text and ground of the small words that judge: verdicts, and how well an input is known."""

TEXT_ON_GROUND: tuple[tuple[str, str], ...] = (
    (INK, PAPER),
    (INK, PANEL),
    (MUTED, PAPER),
    (MUTED, PANEL),
    (MUTED, SHADE),
    (NAVY, PAPER),
    (BLUE, PAPER),
    *BADGES.values(),
)
"""Every pair that carries words on the page."""

MARKS_ON_PAPER: tuple[str, ...] = (BLUE, BLUE_PALE, OCHRE, OCHRE_PALE, SLATE)
"""Colours of bars, lines and dots; 3 to 1 is asked of these."""


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition of contrast ratio).

    Parameters
    ----------
    first, second
        Colours as `#rrggbb`.

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
