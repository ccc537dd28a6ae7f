"""The palette as CSS variables, so that page and charts cannot drift apart."""

from dashboards.style import palette
from dashboards.style.template import FONT_STACK


def root_variables() -> str:
    """The `:root` rule that every style sheet of the project starts from."""
    variables = {
        "font": FONT_STACK,
        "paper": palette.PAPER,
        "panel": palette.PANEL,
        "rule": palette.RULE,
        "ink": palette.INK,
        "muted": palette.MUTED,
        "navy": palette.NAVY,
        "blue": palette.BLUE,
    }
    for name, (text, ground) in palette.BADGES.items():
        variables |= {name: text, f"{name}-ground": ground}
    lines = "".join(f"  --{name}: {value};\n" for name, value in variables.items())
    return f":root {{\n  color-scheme: light;\n{lines}}}\n"
