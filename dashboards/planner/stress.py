"""The reporting checklist as the last part of every page."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from dashboards.planner.texts import PageTexts
from dashboards.report.blocks import Section
from dashboards.report.markup import Markup, element, join
from sim.assumptions import Assumption, assumptions_used
from sim.experiments.job import AnyScenario
from sim.experiments.stress import Experiment, Item, stress_items
from sim.scenario.scenario import Scenario

_OPEN_MAX = 6
"""Longest list shown unfolded."""


def stress_section(scenario: AnyScenario, experiment: Experiment, texts: PageTexts) -> Section:
    """Lay the checklist out, section by section, in its order.

    Parameters
    ----------
    scenario
        The base scenario.
    experiment
        What was asked of it, in the language of the page.
    texts
        Words of the page.
    """
    used = {each.key: each for each in _assumptions(scenario)}
    parts: list[Markup] = []
    for section, group in groupby(stress_items(scenario, experiment), key=lambda item: item.section):
        parts.append(element("h3", texts.said(section)))
        for item in group:
            title = f"{item.number} {texts.said(item.title)}"
            parts.append(element("p", element("strong", title), class_="definition"))
            parts.append(_text(_lines(item, used, texts), texts))
    return Section(identity="stress", title=texts("stress.title"), lead=texts("stress.lead"), body=join(parts))


def _assumptions(scenario: AnyScenario) -> Sequence[Assumption]:
    return assumptions_used(scenario) if isinstance(scenario, Scenario) else ()


def _lines(item: Item, used: Mapping[str, Assumption], texts: PageTexts) -> Sequence[str]:
    """Put an item's lines into the page's language; units and sources of inputs come in every language."""
    if texts.language == "en":
        return item.text
    sources = {each.source["en"]: texts.pick(dict(each.source)) for each in used.values()}
    lines = [sources.get(line) or _input(line, used, texts) or texts.said(line) for line in item.text]
    return [line.replace(" (in shifts)", texts("stress.in_shifts")) for line in lines]


def _input(line: str, used: Mapping[str, Assumption], texts: PageTexts) -> str | None:
    """Write `key = value unit` or `key = value: source` with unit or source in the page's language."""
    found = used.get(line.partition(" = ")[0])
    if found is None:
        return None
    for words in (found.source, found.unit):
        if words["en"] and line.endswith(words["en"]):
            return line.removesuffix(words["en"]) + texts.pick(dict(words))
    return line


def _text(lines: Sequence[str], texts: PageTexts) -> Markup:
    if len(lines) == 1:
        return element("p", lines[0], class_="note")
    listed = element("ul", *(element("li", line) for line in lines), class_="note")
    if len(lines) <= _OPEN_MAX:
        return listed
    return element("details", element("summary", texts("stress.entries", count=str(len(lines)))), listed)
