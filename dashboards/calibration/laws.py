"""The part of the page that holds what was fitted, and what of the log was not used."""

import numpy as np

from dashboards.calibration.figures import lines_figure
from dashboards.planner.words import value
from dashboards.report.blocks import Chart, Section, charts_section
from dashboards.report.markup import Markup
from dashboards.report.tables import columns, table
from sim.calibration.calibrate import Calibration
from sim.calibration.crew import ESTIMATORS
from sim.calibration.patience import PatienceFit
from sim.calibration.service import ServiceFit

_POINTS = 120
_CLASSES_SHOWN = 4


def laws_section(found: Calibration) -> Section:
    """Make the section of the fitted laws.

    Parameters
    ----------
    found
        The calibration.
    """
    fit = found.fit
    shown = range(min(len(fit.classes), _CLASSES_SHOWN))
    patience = [_patience(fit.classes[n], n, fit.patience[n]) for n in shown if fit.patience[n].curve is not None]
    more = [_service(fit.classes[n], fit.service[n]) for n in shown]
    lead = "From all days of the log. The scenario file says of each how many rows it was fitted from."
    if len(fit.classes) > _CLASSES_SHOWN:
        lead += f" The first {_CLASSES_SHOWN} of {len(fit.classes)} classes are shown."
    return charts_section("laws", "What was fitted", lead, [*patience, _staff(found)], *more)


def log_section(found: Calibration) -> Section:
    """Make the section of what was read.

    Parameters
    ----------
    found
        The calibration.
    """
    log, rates = found.log, found.fit.rates
    rows = [["Customers of the queue", f"{log.used:,}"], ["Left without queueing", f"{log.at_once.size:,}"]]
    rows += [[f"Left out: {reason}", f"{count:,}"] for reason, count in log.rejected.items()]
    rows += [
        [f"Burst on {log.customers.date_of(burst.day)}, usual {burst.usual:g}", f"{burst.came:,}"]
        for burst in rates.bursts
    ]
    lead = (
        f"{log.rows:,} rows; every one is used, counted apart or left out by reason. Day effect: coefficient of "
        f"variation {rates.day_variation:.3f}; variance over mean of hourly counts {value(rates.dispersion)}."
    )
    body = table("Rows by what became of them, and bursts", columns(["What", "Rows"]), rows)
    return Section(identity="log", title="What was read", lead=lead, body=body)


def _patience(name: str, number: int, law: PatienceFit) -> Chart:
    assert law.curve is not None
    places = np.linspace(0.0, law.believed_to, _POINTS)
    exponential = np.exp(-places / law.mean_exponential)
    rows = [[f"{at} s", f"{share:.3f}"] for at, share in law.survival.items()]
    return Chart(
        identity=f"patience-{number}",
        title=f"Patience of {name}",
        summary=f"{law.waited:,} waited and {law.left:,} left; law taken: {law.law}.",
        figure=lines_figure(
            [
                ("Kaplan and Meier", places.tolist(), law.curve.survival_at(places).tolist()),
                (f"exponential, mean {law.mean_exponential:.0f} s", places.tolist(), exponential.tolist()),
            ],
            across="Wait, seconds",
            up="Still waiting",
        ),
        table=table("Share still waiting", columns(["After", "Share"]), rows),
        definition="Of those who waited; whoever was served counts up to the service (censored).",
    )


def _staff(found: Calibration) -> Chart:
    fit = found.fit
    hours = [place * fit.slots.seconds / 3600 for place in range(fit.slots.per_day)]
    busiest = int(np.argmax(fit.crew.mean.sum(axis=1)))
    mean, whole = fit.crew.mean[busiest], fit.crew.servers[busiest]
    rows = [[name, f"{int(row.max())}", f"{float(row.mean()):.2f}"]
            for name, row in zip(fit.slots.group_names, fit.crew.servers, strict=True)]  # fmt: skip
    return Chart(
        identity="staff",
        title=f"Staff on {fit.slots.group_names[busiest]}",
        summary=f"Estimate {fit.crew.estimator}: {ESTIMATORS[fit.crew.estimator]}.",
        figure=lines_figure(
            [("estimate", hours, mean.tolist()), ("whole servers", hours, [float(each) for each in whole])],
            across="Hour of the day",
            up="Servers",
            steps=True,
            share=False,
        ),
        table=table("Whole servers", columns(["Days", "Most", "Mean over the day"]), rows),
        definition="Rounded interval by interval; what is left over is carried to the next.",
    )


def _service(name: str, law: ServiceFit) -> Markup:
    rows = [
        [found.name, ", ".join(f"{key} {number:.4g}" for key, number in found.parameters.items()), f"{found.ks:.4f}"]
        for found in law.candidates
    ]
    caption = (
        f"Service of {name}: {law.chosen.name} is taken; {law.rows - law.short_rows:,} services fitted, "
        f"{law.short_rows:,} below {law.short_below:g} s kept as they are"
    )
    return table(caption, columns(["Law", "Parameters", "Distance (KS)"], text=2), rows, stacked=True)
