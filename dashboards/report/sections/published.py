"""What was published, what the run says to it, and how the figure was read."""

from collections.abc import Sequence

from dashboards.catalogue import Texts
from dashboards.report import numbers
from dashboards.report.blocks import Section, badge, definition
from dashboards.report.markup import Markup, element, join
from dashboards.report.records import PublishedFigure, Report
from dashboards.report.tables import Column, table

REPRODUCED = "reproduced"
CONTRADICTS = "contradicts"
NOT_MODELLED = "not modelled yet"

_COLUMNS = ("figure", "published", "achieved", "error", "tolerance", "verdict", "reading")


def published(report: Report, texts: Texts) -> Section | None:
    """One row a figure; None where none was compared."""
    figures = report.published
    if not figures:
        return None
    heads = [
        Column(
            heading=texts(f"published.column.{name}"), numeric=name in ("published", "achieved", "error", "tolerance")
        )
        for name in _COLUMNS
    ]
    body = table(texts("published.table"), heads, [_row(figure, texts) for figure in figures], stacked=True)
    return Section(
        identity="published",
        title=texts("published.title"),
        lead=_lead(figures, texts),
        body=join([body, definition(texts("published.definition"))]),
    )


def _lead(figures: Sequence[PublishedFigure], texts: Texts) -> str:
    def number(verdict: str) -> str:
        return numbers.count(sum(figure.verdict.startswith(verdict) for figure in figures))

    return texts(
        "published.lead",
        figures=numbers.count(len(figures)),
        reproduced=number(REPRODUCED),
        contradicted=number(CONTRADICTS),
        missing=number(NOT_MODELLED),
    )


def _row(figure: PublishedFigure, texts: Texts) -> list[str]:
    return [
        _name(figure, texts),
        _published(figure, texts),
        _value(figure.achieved, figure, exact=False),
        numbers.change(figure.relative_error),
        numbers.MISSING if figure.at_most else _tolerance(figure.tolerance),
        verdict_badge(figure.verdict, texts),
        _reading(figure, texts),
    ]


def _published(figure: PublishedFigure, texts: Texts) -> str:
    value = _value(figure.published, figure, exact=True)
    return texts("published.at_most", value=value) if figure.at_most else value


def _value(value: float | str | None, figure: PublishedFigure, *, exact: bool) -> str:
    """A share as a percentage; what was published keeps its digits, what was computed loses the last ones."""
    if figure.unit == "share" and isinstance(value, int | float):
        return f"{numbers.quantity(100 * value)}%" if exact else numbers.share(value, 2)
    return numbers.quantity(value, grouped_from=1000) if exact else numbers.measured(value)


def _name(figure: PublishedFigure, texts: Texts) -> Markup:
    title, unit = texts.pick(figure.title), texts.label("published.unit", texts.pick(figure.unit))
    return join(
        [
            element("span", figure.id, class_="id"),
            element("span", f" {title}") if title else None,
            element("span", f" {unit}", class_="unit") if unit else None,
        ]
    )


def _tolerance(tolerance: float | str | None) -> str:
    if tolerance is None or isinstance(tolerance, str):
        return tolerance or numbers.MISSING
    return f"±{numbers.share(tolerance, 1)}" if tolerance else "0"


def _reading(figure: PublishedFigure, texts: Texts) -> Markup:
    reading, note = texts.pick(figure.reading), texts.pick(figure.note)
    source = texts.pick(figure.source)
    asides = [note, texts("published.source", source=source) if source else ""]
    return join([reading, *(element("span", aside, class_="aside") for aside in asides if aside)])


def verdict_badge(verdict: str, texts: Texts) -> Markup:
    """The verdict in words, with a symbol and a colour; a verdict of another kind is shown as it came."""
    if verdict == REPRODUCED:
        return badge("good", "\N{CHECK MARK}", texts("published.verdict.reproduced"))
    if verdict.startswith(CONTRADICTS):
        other = verdict.removeprefix(CONTRADICTS).strip()
        return badge("bad", "\N{NOT EQUAL TO}", texts("published.verdict.contradicts", other=other))
    if verdict == NOT_MODELLED:
        return badge("neutral", "\N{WHITE CIRCLE}", texts("published.verdict.not_modelled"))
    return badge("neutral", "\N{WHITE CIRCLE}", verdict)
