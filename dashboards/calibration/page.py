"""The page of a calibration."""

from pathlib import Path
from typing import Final

from dashboards.calibration.differences import comparison_section
from dashboards.calibration.laws import laws_section, log_section
from dashboards.planner.page import planner_page, write_page
from dashboards.planner.texts import PageTexts, page_texts
from dashboards.report.blocks import Section
from dashboards.report.markup import element
from sim.calibration.calibrate import Calibration
from sim.calibration.compare import Comparison
from sim.calibration.tolerance import LEVEL, MARGINS

_HERE: Final = Path(__file__).parent
_CANNOT_KNOW: Final = ("skills", "busy_days", "follows", "again", "beyond")
_HEADLINES: Final = ("wait_mean_served", "abandonment_share")


def calibration_page(found: Calibration, *, language: str = "en") -> str:
    """Make the page of a calibration.

    Parameters
    ----------
    found
        A calibration with its check.
    language
        `en` or `zh`.

    Returns
    -------
    str
        HTML, complete in itself.

    Raises
    ------
    CatalogueError
        If there is no such language.
    """
    texts = page_texts(language, _HERE)
    facts = {
        texts("calibration.log"): found.source,
        texts("planner_fact.seed"): str(found.seed),
        texts("calibration.level"): f"{LEVEL:.0%}",
    }
    sections = [_tolerance(texts)]
    if found.whole is not None:
        facts[texts("calibration.simulated_runs")] = str(found.whole.replications)
        words = texts("calibration.whole"), texts("calibration.whole_lead")
        sections.append(comparison_section("whole", *words, found.whole, texts))
    if found.hold_out is not None:
        held = len(found.hold_out.days)
        lead = texts("calibration.hold_out_lead", fitted=str(len(found.fit.days) - held), held=str(held))
        title = texts("calibration.hold_out")
        sections.append(comparison_section("hold-out", title, lead, found.hold_out, texts))
    sections += [laws_section(found, texts), log_section(found, texts), _limits(texts)]
    title = texts("calibration.title", source=found.source)
    return planner_page(texts("calibration.kicker"), title, answer(found, texts), facts, sections, texts)


def write_calibration(found: Calibration, path: Path, *, language: str = "en") -> None:
    """Write the page of a calibration; see `calibration_page`."""
    write_page(calibration_page(found, language=language), path)


def answer(found: Calibration, texts: PageTexts) -> str:
    """Say in two sentences whether the tolerance was met."""
    if found.whole is None:
        return texts("calibration.nothing")
    missed = [texts.measured(each.measure) for each in found.whole.judged if not each.met]
    numbers = _numbers(found.whole, texts)
    words = [texts("calibration.within", numbers=numbers)]
    if missed:
        words = [texts("calibration.outside", measures=texts.listed(missed), numbers=numbers)]
    beyond = [texts.measured(each.measure) for each in found.whole.judged if each.met and not each.met_by_margin]
    if beyond:
        words.append(texts("calibration.by_spread", measures=texts.listed(beyond)))
    if found.hold_out is not None:
        words.append(texts("calibration.held_within" if found.hold_out.met else "calibration.held_outside"))
    return texts("planner.next").join(words)


def _numbers(whole: Comparison, texts: PageTexts) -> str:
    wait, gone = ({each.measure: each for each in whole.judged}[name] for name in _HEADLINES)
    return texts(
        "calibration.numbers",
        observed_wait=f"{wait.observed:.1f}",
        simulated_wait=f"{wait.simulated:.1f}",
        observed_gone=f"{gone.observed:.1%}",
        simulated_gone=f"{gone.simulated:.1%}",
    )


def _tolerance(texts: PageTexts) -> Section:
    margins = [
        texts("tolerance.relative", measure=texts.measured(name), margin=f"{value:.0%}")
        if relative
        else texts("tolerance.absolute", measure=texts.measured(name), margin=f"{value:g}")
        for name, (value, relative) in MARGINS.items()
    ]
    return Section(
        identity="tolerance",
        title=texts("tolerance.title"),
        lead=texts("tolerance.lead", level=f"{LEVEL:.0%}"),
        body=element("ul", *(element("li", line) for line in margins)),
    )


def _limits(texts: PageTexts) -> Section:
    lines = (element("li", texts(f"limits.{key}")) for key in _CANNOT_KNOW)
    return Section(
        identity="limits", title=texts("limits.title"), lead=texts("limits.lead"), body=element("ul", *lines)
    )
