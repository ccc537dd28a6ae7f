"""The reporting checklist as the last part of every page."""

from collections.abc import Sequence
from itertools import groupby

from dashboards.report.blocks import Section
from dashboards.report.markup import Markup, element, join
from sim.experiments.stress import Item

_OPEN_MAX = 6
"""Longest list shown unfolded."""


def stress_section(items: Sequence[Item]) -> Section:
    """Lay the checklist out, section by section, in its order.

    Parameters
    ----------
    items
        As `sim.experiments.stress.stress_items` gives them.
    """
    parts: list[Markup] = []
    for section, group in groupby(items, key=lambda item: item.section):
        parts.append(element("h3", section))
        for item in group:
            parts.append(element("p", element("strong", f"{item.number} {item.title}"), class_="definition"))
            parts.append(_text(item))
    return Section(
        identity="stress",
        title="Reporting checklist (STRESS-DES)",
        lead="All twenty items, in the checklist's order, filled from the scenario file and this experiment.",
        body=join(parts),
    )


def _text(item: Item) -> Markup:
    if len(item.text) == 1:
        return element("p", item.text[0], class_="note")
    listed = element("ul", *(element("li", line) for line in item.text), class_="note")
    if len(item.text) <= _OPEN_MAX:
        return listed
    return element("details", element("summary", f"{len(item.text)} entries"), listed)
