"""The page of a calibration."""

from pathlib import Path

from dashboards.calibration.differences import comparison_section
from dashboards.calibration.laws import laws_section, log_section
from dashboards.planner.page import planner_page, write_page
from dashboards.report.blocks import Section
from dashboards.report.markup import element, join
from sim.calibration.calibrate import Calibration
from sim.calibration.tolerance import LEVEL, MARGINS

_CANNOT_KNOW = (
    "Skills, breaks and work after a service: one pool of like servers stands for all, and its size is estimated.",
    "Why a day is busy: the day effect makes busy days, not the day that a letter goes out.",
    "How staff follows demand within a day: the same staff comes on every like day, however busy.",
    "Whether who left came again: each is a new customer.",
    "Patience beyond the longest wait that was seen: the last hazard is carried on.",
)


def calibration_page(found: Calibration) -> str:
    """Make the page of a calibration.

    Parameters
    ----------
    found
        A calibration with its check.

    Returns
    -------
    str
        HTML, complete in itself.
    """
    facts = {"Log": found.source, "Seed": str(found.seed), "Level": f"{LEVEL:.0%}"}
    sections = [_tolerance()]
    if found.whole is not None:
        facts["Simulated runs"] = str(found.whole.replications)
        lead = "The scenario, simulated over the days it was fitted to."
        sections.append(comparison_section("whole", "The whole log", lead, found.whole))
    if found.hold_out is not None:
        lead = (
            f"A scenario fitted to the first {len(found.fit.days) - len(found.hold_out.days)} days or fewer, held "
            f"against the {len(found.hold_out.days)} days after them, which it has not seen."
        )
        sections.append(comparison_section("hold-out", "Days that were held out", lead, found.hold_out))
    sections += [laws_section(found), log_section(found), _limits()]
    return planner_page("Calibration", f"How near is the model to {found.source}?", answer(found), facts, sections)


def write_calibration(found: Calibration, path: Path) -> None:
    """Write the page of a calibration; see `calibration_page`."""
    write_page(calibration_page(found), path)


def answer(found: Calibration) -> str:
    """Say in two sentences whether the tolerance was met."""
    if found.whole is None:
        return "Nothing was simulated."
    missed = [each.measure for each in found.whole.judged if not each.met]
    words = "Within" if not missed else f"Outside (by {', '.join(missed)})"
    wait, gone = ({each.measure: each for each in found.whole.judged}[name] for name in _HEADLINES)
    text = (
        f"{words} the tolerance stated below: mean wait of the served {wait.observed:.1f} s observed and "
        f"{wait.simulated:.1f} s simulated, abandonment {gone.observed:.1%} and {gone.simulated:.1%}."
    )
    beyond = [each.measure for each in found.whole.judged if each.met and not each.met_by_margin]
    if beyond:
        text += f" Met only with the spread of single runs counted in: {', '.join(beyond)}."
    if found.hold_out is not None:
        text += " Days that were held out: " + ("within, too." if found.hold_out.met else "outside it.")
    return text


_HEADLINES = ("wait_mean_served", "abandonment_share")


def _tolerance() -> Section:
    margins = [
        f"{name}: {value:.0%} of what was observed" if relative else f"{name}: {value:g}"
        for name, (value, relative) in MARGINS.items()
    ]
    return Section(
        identity="tolerance",
        title="The tolerance",
        lead=(
            "Stated in the program before any comparison, and not changed by what comes out: the spread of one "
            f"simulated run as long as the log ({LEVEL:.0%}), because the log is one run of the real thing, and a "
            "margin for what the model leaves out. A wide spread makes a wide tolerance: both are told apart below."
        ),
        body=element("ul", *(element("li", line) for line in margins)),
    )


def _limits() -> Section:
    return Section(
        identity="limits",
        title="What the log cannot tell",
        lead="These are assumptions of the scenario, not findings.",
        body=join([element("ul", *(element("li", line) for line in _CANNOT_KNOW))]),
    )
