"""The part of a comparison's page that says which scenario was selected, by what promise and after how many runs."""

from dashboards.planner.texts import PageTexts
from dashboards.planner.words import value
from dashboards.report.blocks import Section
from dashboards.report.tables import columns, table
from sim.experiments.select import Selected, promised


def selection_section(chosen: Selected, texts: PageTexts) -> Section:
    """Make the section of a selection.

    Parameters
    ----------
    chosen
        As `sim.experiments.select.select_best` gives it.
    texts
        Words of the page.

    Returns
    -------
    Section
        What was promised, and the mean and the runs of each scenario.
    """
    head = columns(texts(f"planner_column.{key}") for key in ("scenario", "mean", "runs", "verdict"))
    picked = texts("selection.picked")
    cells = [
        [name, value(mean), f"{chosen.runs[name]:,}", picked if name == chosen.best else "\N{EN DASH}"]
        for name, mean in chosen.means.items()
    ]
    return Section(
        identity="selection",
        title=texts("selection.title"),
        lead=_promise(chosen, texts),
        body=table(texts("selection.table"), head, cells, stacked=True),
    )


def _promise(chosen: Selected, texts: PageTexts) -> str:
    method = texts(f"selection.{chosen.method}")
    if not chosen.reached:
        return texts("selection.unsure", method=method, best=chosen.best)
    promise = "\N{EN DASH}" if chosen.promise is None else f"{promised(chosen.promise):.1%}"
    if chosen.indifference is None:
        return texts("selection.spent", method=method, best=chosen.best, promise=promise)
    difference = value(chosen.indifference)
    return texts("selection.promised", method=method, best=chosen.best, promise=promise, difference=difference)
