"""The repeated shapes of the page: a section, a chart with its words, a row of figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboards.figures.figure import Figure
from dashboards.report.markup import Markup, element, join


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart and all that goes with it."""

    identity: str
    """Unique in the page."""
    title: str
    summary: str
    """The chart in one or two sentences, read out in its place."""
    figure: Figure
    table: Markup
    """The same numbers as a table."""
    definition: str
    """What is counted and what it is divided by."""
    wide: bool = False
    """Whether the table goes below the chart instead of beside it."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the page."""

    identity: str
    title: str
    lead: str
    """What there is to see, in a sentence."""
    body: Markup
    charts: Sequence[Chart] = field(default_factory=tuple[Chart, ...])


def chart_block(chart: Chart) -> Markup:
    """The chart, its summary for those who do not see it, its table and its definition."""
    heading = f"{chart.identity}-title"
    drawing = element(
        "div",
        id=f"chart-{chart.identity}",
        class_="chart",
        role="img",
        aria_label=chart.summary,
        style=f"min-height:{chart.figure['layout']['height']}px",
    )
    return element(
        "figure",
        element("h3", chart.title, id=heading),
        element(
            "div",
            element("div", drawing, element("p", chart.summary, class_="summary"), class_="drawing"),
            chart.table,
            class_="wide" if chart.wide else "beside",
        ),
        definition(chart.definition, name="figcaption"),
        aria_labelledby=heading,
    )


def definition(text: str, *, name: str = "p") -> Markup:
    """What is counted and what it is divided by."""
    return element(name, text, class_="definition")


def section_block(section: Section) -> Markup:
    """A part of the page with its heading."""
    heading = f"{section.identity}-heading"
    return element(
        "section",
        element("h2", section.title, id=heading),
        element("p", section.lead, class_="lead") if section.lead else None,
        section.body,
        id=section.identity,
        aria_labelledby=heading,
    )


def charts_section(identity: str, title: str, lead: str, charts: Sequence[Chart], *more: Markup) -> Section:
    """A section whose body is its charts, one after another, and then anything else."""
    body = join([*(chart_block(chart) for chart in charts), *more])
    return Section(identity=identity, title=title, lead=lead, body=body, charts=charts)


def badge(kind: str, symbol: str, word: str) -> Markup:
    """A word on a coloured ground, with a symbol for those who do not see the colour."""
    return element(
        "span", element("span", symbol, aria_hidden="true"), f"\N{NO-BREAK SPACE}{word}", class_=f"badge {kind}"
    )
