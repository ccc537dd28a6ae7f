"""How the work lies on the mediators, as a spread and never as a list of names."""

from analytics.records import Utilisation
from dashboards.catalogue import Texts
from dashboards.figures.load_deciles import load_deciles_figure
from dashboards.figures.load_histogram import load_histogram_figure
from dashboards.report import numbers
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.records import Report
from dashboards.report.tables import columns, table


def load(report: Report, texts: Texts) -> Section | None:
    """Histogram and tenths of the mediators' loads; None without a roster."""
    found = report.measures.utilisation
    if found is None or not found.mediators:
        return None
    charts = [_histogram(found, texts)]
    if found.mean_load_by_decile:
        charts.append(_deciles(found, texts))
    return charts_section("load", texts("load.title"), _lead(found, texts), charts)


def _lead(found: Utilisation, texts: Texts) -> str:
    return texts(
        "load.lead",
        utilisation=numbers.share(found.utilisation),
        mediators=numbers.count(found.mediators),
        full=numbers.share(found.mediators_full / found.mediators),
    )


def _histogram(found: Utilisation, texts: Texts) -> Chart:
    counts = found.mediators_by_load
    heads = columns(texts(f"load.column.{name}") for name in ("cases", "mediators", "share"))
    rows = [
        [numbers.count(cases), numbers.count(count), numbers.share(count / found.mediators)]
        for cases, count in enumerate(counts)
    ]
    idle = numbers.share(counts[0] / found.mediators if counts else None)
    return Chart(
        identity="load-histogram",
        title=texts("load.histogram"),
        summary=texts("load.histogram_summary", idle=idle, most=numbers.count(max(len(counts) - 1, 0))),
        figure=load_histogram_figure(found, texts),
        table=table(texts("load.histogram_table"), heads, rows),
        definition=texts("load.definition"),
    )


def _deciles(found: Utilisation, texts: Texts) -> Chart:
    means = found.mean_load_by_decile
    heads = columns(texts(f"load.column.{name}") for name in ("tenth", "mean"))
    rows = [[numbers.count(tenth), numbers.decimal(mean, 2)] for tenth, mean in enumerate(means, start=1)]
    return Chart(
        identity="load-deciles",
        title=texts("load.deciles"),
        summary=texts(
            "load.deciles_summary",
            least=numbers.decimal(means[0], 2),
            most=numbers.decimal(means[-1], 2),
            mean=numbers.decimal(sum(means) / len(means), 2),
        ),
        figure=load_deciles_figure(found, texts),
        table=table(texts("load.deciles_table"), heads, rows),
        definition=texts("load.deciles_definition"),
    )
