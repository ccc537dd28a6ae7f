"""A calibration as plain data."""

from typing import Any

from sim.calibration.calibrate import Calibration
from sim.calibration.compare import Band, Comparison
from sim.calibration.crew import ESTIMATORS
from sim.calibration.patience import PatienceFit
from sim.calibration.service import LawFit, ServiceFit
from sim.calibration.tolerance import LEVEL, MARGINS


def calibration_record(found: Calibration) -> dict[str, Any]:
    """Return everything a calibration found, as `--json` prints it.

    Parameters
    ----------
    found
        The calibration.

    """
    whole = found.whole
    return {
        "source": found.source,
        "rows": found.log.rows,
        "used": found.log.used,
        "left_without_queueing": int(found.log.at_once.size),
        "rejected": found.log.rejected,
        "fitted": fitted_record(found),
        "observed": {} if whole is None else {each.measure: each.observed for each in whole.verdicts},
        "simulated": {}
        if whole is None
        else {each.measure: {"mean": each.simulated, "low": each.low, "high": each.high} for each in whole.verdicts},
        "differences": None if whole is None else _differences(whole),
        "tolerance": None if whole is None else _tolerance(whole),
        "met": found.met,
        "hold_out": None if found.hold_out is None else _comparison(found.hold_out),
        "replications": 0 if whole is None else whole.replications,
        "seed": found.seed,
    }


def fitted_record(found: Calibration) -> dict[str, Any]:
    """Return what was fitted; `service` and `patience` are those of the largest class."""
    fit = found.fit
    classes: list[dict[str, Any]] = [
        {
            "name": name,
            "service": _service(fit.service[number]),
            "patience": _patience(fit.patience[number]),
            "served_share": fit.served_share[name],
        }
        for number, name in enumerate(fit.classes)
    ]
    most = max(range(len(classes)), key=lambda number: fit.service[number].rows)
    largest = classes[most]
    rates = fit.rates
    return {
        "service": largest["service"],
        "patience": largest["patience"],
        "arrivals": {
            "customers": rates.customers,
            "days": len(fit.days),
            "day_groups": dict(zip(fit.slots.group_names, rates.days_of_group, strict=True)),
            "interval_minutes": fit.slots.seconds / 60,
            "day_variation": rates.day_variation,
            "dispersion": rates.dispersion,
            "bursts": [vars(burst) for burst in rates.bursts],
        },
        "staff": {
            "estimator": fit.crew.estimator,
            "means": ESTIMATORS[fit.crew.estimator],
            "availability": fit.crew.availability,
            "servers_max": int(fit.crew.servers.max()),
            "by_interval": dict(zip(fit.slots.group_names, fit.crew.servers.tolist(), strict=True)),
        },
        "classes": classes,
    }


def _law(found: LawFit) -> dict[str, Any]:
    return {"law": found.name, "parameters": found.parameters, "ks": found.ks}


def _service(found: ServiceFit) -> dict[str, Any]:
    return {
        **_law(found.chosen),
        "rows": found.rows,
        "short_rows": found.short_rows,
        "short_below": found.short_below,
        "candidates": [_law(each) for each in found.candidates],
    }


def _patience(found: PatienceFit) -> dict[str, Any]:
    return {
        "law": found.law,
        "mean_exponential": found.mean_exponential,
        "distance_of_exponential": found.distance,
        "survival": found.survival,
        "balk_share": found.balk_share,
        "waited": found.waited,
        "left": found.left,
        "believed_to": found.believed_to,
    }


def _differences(found: Comparison) -> dict[str, Any]:
    return {
        **{each.measure: each.difference for each in found.verdicts},
        "service_ks": found.service_ks,
        "dispersion": {"observed": found.dispersion[0], "simulated": found.dispersion[1]},
        "earth_mover": {
            name: {"to_log": to_log, "between_runs": between} for name, (to_log, between) in found.distances.items()
        },
        "abandonment_by_hour": _band(found.by_hour),
        "arrivals_by_half_hour": _band(found.by_half_hour),
    }


def _tolerance(found: Comparison) -> dict[str, Any]:
    return {
        each.measure: {
            "tolerance": each.tolerance,
            "spread": each.spread,
            "margin": each.margin,
            "margin_stated": MARGINS[each.measure][0],
            "relative": MARGINS[each.measure][1],
            "level": LEVEL,
            "difference": each.difference,
            "met": each.met,
            "met_by_margin": each.met_by_margin,
        }
        for each in found.judged
    }


def _comparison(found: Comparison) -> dict[str, Any]:
    return {
        "days": len(found.days),
        "customers": found.customers,
        "observed": {each.measure: each.observed for each in found.verdicts},
        "simulated": {
            each.measure: {"mean": each.simulated, "low": each.low, "high": each.high} for each in found.verdicts
        },
        "differences": _differences(found),
        "tolerance": _tolerance(found),
        "met": found.met,
    }


def _band(found: Band) -> dict[str, Any]:
    inside, known = found.inside
    return {
        "observed": found.observed.tolist(),
        "simulated": found.simulated.tolist(),
        "low": found.low.tolist(),
        "high": found.high.tolist(),
        "inside": inside,
        "of": known,
    }
