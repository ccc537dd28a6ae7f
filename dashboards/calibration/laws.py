"""The part of the page that holds what was fitted, and what of the log was not used."""

import numpy as np

from dashboards.calibration.figures import lines_figure
from dashboards.planner.texts import PageTexts
from dashboards.planner.words import value
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.markup import Markup
from dashboards.report.tables import Column, columns, table
from sim.calibration.calibrate import Calibration
from sim.calibration.crew import ESTIMATORS
from sim.calibration.patience import PatienceFit
from sim.calibration.service import LawFit, ServiceFit

_POINTS = 120
_CLASSES_SHOWN = 4


def laws_section(found: Calibration, texts: PageTexts) -> Section:
    """Make the section of the fitted laws.

    Parameters
    ----------
    found
        The calibration.
    texts
        Words of the page.
    """
    fit = found.fit
    shown = range(min(len(fit.classes), _CLASSES_SHOWN))
    curved = [n for n in shown if fit.patience[n].curve is not None]
    patience = [_patience(fit.classes[n], n, fit.patience[n], texts) for n in curved]
    more = [_service(fit.classes[n], fit.service[n], texts) for n in shown]
    lead = [texts("laws.lead")]
    if len(fit.classes) > _CLASSES_SHOWN:
        lead.append(texts("laws.some", shown=str(_CLASSES_SHOWN), classes=str(len(fit.classes))))
    words = texts("planner.next").join(lead)
    return charts_section("laws", texts("laws.title"), words, [*patience, _staff(found, texts)], *more)


def log_section(found: Calibration, texts: PageTexts) -> Section:
    """Make the section of what was read.

    Parameters
    ----------
    found
        The calibration.
    texts
        Words of the page.
    """
    log, rates = found.log, found.fit.rates
    rows = [[texts("log.used"), f"{log.used:,}"], [texts("log.at_once"), f"{log.at_once.size:,}"]]
    rows += [[texts("log.rejected", reason=texts.said(reason)), f"{count:,}"] for reason, count in log.rejected.items()]
    for burst in rates.bursts:
        date, usual = str(log.customers.date_of(burst.day)), f"{burst.usual:g}"
        rows.append([texts("log.burst", date=date, usual=usual), f"{burst.came:,}"])
    spread = {"variation": f"{rates.day_variation:.3f}", "dispersion": value(rates.dispersion)}
    lead = texts("log.lead", rows=f"{log.rows:,}", **spread)
    body = table(texts("log.table"), _heads(texts, "what", "rows"), rows)
    return Section(identity="log", title=texts("log.title"), lead=lead, body=body)


def _heads(texts: PageTexts, *keys: str, text: int = 1) -> list[Column]:
    return columns((texts(f"laws_column.{key}") for key in keys), text=text)


def _patience(name: str, number: int, law: PatienceFit, texts: PageTexts) -> Chart:
    assert law.curve is not None
    places = np.linspace(0.0, law.believed_to, _POINTS)
    exponential = np.exp(-places / law.mean_exponential)
    rows = [[texts("laws.seconds", count=at), f"{share:.3f}"] for at, share in law.survival.items()]
    mean = texts("laws.exponential", mean=f"{law.mean_exponential:.0f}")
    counts = {"waited": f"{law.waited:,}", "left": f"{law.left:,}"}
    return Chart(
        identity=f"patience-{number}",
        title=texts("laws.patience", name=name),
        summary=texts("laws.patience_summary", law=texts.label("law", law.law), **counts),
        figure=lines_figure(
            [
                (texts("laws.kaplan_meier"), places.tolist(), law.curve.survival_at(places).tolist()),
                (mean, places.tolist(), exponential.tolist()),
            ],
            across=texts("laws.across"),
            up=texts("laws.still"),
        ),
        table=table(texts("laws.still_table"), _heads(texts, "after", "share"), rows),
        definition=texts("laws.patience_definition"),
    )


def _staff(found: Calibration, texts: PageTexts) -> Chart:
    fit = found.fit
    hours = [place * fit.slots.seconds / 3600 for place in range(fit.slots.per_day)]
    busiest = int(np.argmax(fit.crew.mean.sum(axis=1)))
    mean, whole = fit.crew.mean[busiest], fit.crew.servers[busiest]
    names = [_days(name, texts) for name in fit.slots.group_names]
    rows = [[name, f"{int(row.max())}", f"{float(row.mean()):.2f}"]
            for name, row in zip(names, fit.crew.servers, strict=True)]  # fmt: skip
    what = texts.said(ESTIMATORS[fit.crew.estimator])
    return Chart(
        identity="staff",
        title=texts("laws.staff", days=names[busiest]),
        summary=texts("laws.staff_summary", name=fit.crew.estimator, what=what),
        figure=lines_figure(
            [
                (texts("laws.estimate"), hours, mean.tolist()),
                (texts("laws.whole"), hours, [float(each) for each in whole]),
            ],
            across=texts("laws.staff_across"),
            up=texts("laws.servers"),
            steps=True,
            share=False,
        ),
        table=table(texts("laws.staff_table"), _heads(texts, "days", "most", "mean"), rows),
        definition=texts("laws.staff_definition"),
    )


def _days(group: str, texts: PageTexts) -> str:
    return texts.listed([texts.label("day", day) for day in group.split()])


def _parameters(law: LawFit, texts: PageTexts) -> str:
    return texts.listed(
        [
            texts("laws.parameter", name=texts.label("law_parameter", key), number=f"{number:.4g}")
            for key, number in law.parameters.items()
        ]
    )


def _service(name: str, law: ServiceFit, texts: PageTexts) -> Markup:
    rows = [[texts.label("law", found.name), _parameters(found, texts), f"{found.ks:.4f}"] for found in law.candidates]
    caption = texts(
        "laws.service",
        name=name,
        law=texts.label("law", law.chosen.name),
        fitted=f"{law.rows - law.short_rows:,}",
        short=f"{law.short_rows:,}",
        below=f"{law.short_below:g}",
    )
    return table(caption, _heads(texts, "law", "parameters", "distance", text=2), rows, stacked=True)
