"""The page of a calibration: whole, self-contained, honest about what was met and how."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from dashboards.calibration import page as page_module
from dashboards.calibration.page import answer, calibration_page, write_calibration
from dashboards.planner.texts import page_texts
from sim.calibration.calibrate import calibrate
from sim.calibration.crew import ESTIMATORS
from tests.dashboards.leftovers import english_left
from tests.sim.calibration.lookalike import mapping, write_log

HOSTILE = "<b onclick=alert(1)>.csv"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """A look-alike of nine days, calibrated."""
    made = write_log(tmp_path_factory.mktemp("page") / "log.csv", days=9, burst_day=3)
    return calibrate(made.path, mapping(), replications=4)


@pytest.fixture(scope="module")
def page(found):
    """Its page."""
    return calibration_page(found)


def test_every_chart_has_its_data(page):
    """Each chart has a place on the page and traces with something in them."""
    (text,) = re.findall(r'<script type="application/json" id="charts">(.*?)</script>', page)
    figures = json.loads(text)["figures"]
    parts = {f"chart-{part}-{what}" for part in ("whole", "hold-out") for what in ("waits", "abandonment", "arrivals")}

    assert set(figures) == parts | {"chart-patience-0", "chart-staff"}
    assert all(trace["x"] for figure in figures.values() for trace in figure["data"])


def test_the_page_says_the_tolerance_and_what_became_of_it(page):
    """Margins stand on the page before the comparison, and each judged measure has its verdict."""
    assert page.index('id="tolerance"') < page.index('id="whole"') < page.index('id="hold-out"')
    assert "wait_mean_served: 15% of what was observed" in page
    assert re.search(r">(met|missed|met with the spread)<", page)


def test_rows_that_were_left_out_are_told(page):
    """Every reason stands on the page with its rows."""
    for words in ("Left without queueing", "outcome: not in the mapping", "arrival: not a time"):
        assert words in page


def test_a_miss_is_said_first(found):
    """If a judged measure is off, the first sentence says which."""
    far = [replace(each, difference=1e6) if each.judged else each for each in found.whole.verdicts]
    missed = replace(found, whole=replace(found.whole, verdicts=tuple(far)))

    texts = page_texts("en", Path(page_module.__file__).parent)

    assert answer(missed, texts).startswith("Outside (by wait_mean_served")
    assert answer(replace(found, whole=None, hold_out=None), texts) == "Nothing was simulated."


def test_a_chinese_page_is_chinese(found):
    """Every word is Chinese but names; each estimate of staff and each reason has its Chinese."""
    chinese = calibration_page(found, language="zh")
    texts = page_texts("zh", Path(page_module.__file__).parent)

    assert '<html lang="zh-CN">' in chinese
    assert english_left(chinese, [found.source, *found.fit.classes]) == []
    assert [words for words in ESTIMATORS.values() if texts.said(words) == words] == []
    assert texts.said("service: ends before it begins") == "service：结束早于开始"


def test_a_hostile_name_is_only_text(found):
    """A log called like a script is shown as it is called."""
    page = calibration_page(replace(found, source=HOSTILE))

    assert HOSTILE not in page
    assert "&lt;b onclick=" in page


@pytest.mark.parametrize(("language", "width"), [("en", 1400), ("zh", 390)])
def test_the_page_fits_the_screen(found, browser, tmp_path, language, width):
    """Nothing is wider than the screen, no script complains, and nothing is fetched."""
    write_calibration(found, tmp_path / "page.html", language=language)
    browser.open(tmp_path / "page.html", width=width)

    assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.run("document.querySelectorAll('.chart .main-svg').length") >= 8
    assert (browser.complaints(), browser.requests()) == ([], [])
