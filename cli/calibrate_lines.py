"""A calibration as lines for a person: what was fitted, and how far the scenario is from the log."""

from math import isfinite
from typing import TYPE_CHECKING

from cli.output import table
from cli.planner_delivery import number

if TYPE_CHECKING:
    from sim.calibration.calibrate import Calibration
    from sim.calibration.compare import Comparison
    from sim.calibration.platform import PlatformFit


def calibration_lines(found: "Calibration") -> str:
    """Lay a calibration out for a person."""
    fit, log = found.fit, found.log
    lines = [
        (
            f"{found.source}: {log.rows:,} rows, {log.used:,} customers on {len(fit.days)} days, "
            f"{log.at_once.size:,} left without queueing, {sum(log.rejected.values()):,} left out"
        ),
        *(f"  left out: {count:,} {reason}" for reason, count in log.rejected.items()),
        "",
        table(
            ["class", "service law", "KS", "mean patience s", "served"],
            [_fitted(found, n) for n in range(len(fit.classes))],
        ),
        (
            f"day effect {fit.rates.day_variation:.3f}, dispersion {number(fit.rates.dispersion)}, "
            f"bursts {len(fit.rates.bursts)}; staff: {fit.crew.estimator}, at most {int(fit.crew.servers.max())}"
        ),
    ]
    if found.whole is not None:
        lines += ["", comparison_lines("the whole log", found.whole)]
    if found.hold_out is not None:
        lines += ["", comparison_lines("the last days, foretold from the first", found.hold_out)]
    if found.met is not None:
        lines += ["", "tolerance: met" if found.met else "tolerance: missed"]
    return "\n".join(lines)


def comparison_lines(title: str, found: "Comparison") -> str:
    """Lay a comparison out for a person."""
    rows = [
        [
            each.measure,
            number(each.observed),
            number(each.simulated),
            number(each.difference),
            number(each.tolerance) if each.judged else "-",
            ("met" if each.met else "missed") if each.judged else "",
        ]
        for each in found.verdicts
    ]
    stamp = f"{title}: {len(found.days)} days, {found.customers:,} customers, {found.replications} simulated runs"
    return f"{stamp}\n{table(['measure', 'observed', 'simulated', 'difference', 'tolerance', 'verdict'], rows)}"


def _fitted(found: "Calibration", place: int) -> list[str]:
    fit = found.fit
    patience = fit.patience[place].mean_exponential
    return [
        fit.classes[place],
        fit.service[place].chosen.name,
        f"{fit.service[place].chosen.ks:.4f}",
        f"{patience:.1f}" if isfinite(patience) else "-",
        f"{fit.served_share[fit.classes[place]]:.1%}",
    ]


def platform_lines(fit: "PlatformFit") -> str:
    """Lay out what a case table told, and what it did not."""
    lines = [f"{fit.source}: {fit.cases:,} cases filed on {fit.days} days"]
    lines += [f"  learnt: {line}" for line in fit.learnt]
    lines += [f"  left as {fit.base_name} has it: {line}" for line in fit.left]
    return "\n".join(lines)
