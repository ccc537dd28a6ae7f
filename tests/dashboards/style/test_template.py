"""The house style goes into no figure and over every figure."""

from pathlib import Path

import dashboards.report.render as render_module
from dashboards.catalogue import load_texts
from dashboards.report.records import read_report
from dashboards.style.palette import BADGES
from dashboards.style.template import TEMPLATE
from tests.dashboards.nation import national_report


def test_no_chart_brings_its_own_fonts_or_ground():
    """What the template says, no chart says again."""
    report, texts = read_report(national_report()), load_texts("en")
    sections = [make(report, texts) for make in render_module.SECTIONS]
    layouts = [chart.figure["layout"] for section in sections if section for chart in section.charts]

    assert layouts
    house = {"font", "template", "paper_bgcolor", "plot_bgcolor", "hoverlabel"}
    assert not any(house & set(layout) for layout in layouts)


def test_axes_cannot_be_zoomed():
    """A finger on a chart scrolls the page."""
    assert TEMPLATE["layout"]["xaxis"]["fixedrange"]
    assert TEMPLATE["layout"]["yaxis"]["fixedrange"]


def test_every_judging_word_has_its_rule():
    """The style sheet has a class for each badge, and takes colours from the palette alone."""
    sheet = Path(render_module.__file__).with_name("page.css").read_text(encoding="utf-8")

    assert all(f".{name} {{" in sheet for name in BADGES)
    assert "#" not in sheet
