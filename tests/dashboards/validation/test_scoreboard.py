"""The scoreboard's page: whole, self-contained, filtered without a script, readable on a telephone."""

import dataclasses
import json
import re
from math import inf
from pathlib import Path

import pytest

from dashboards.errors import DashboardError
from dashboards.planner.page import write_page
from dashboards.planner.texts import page_texts
from dashboards.validation import scoreboard as scoreboard_module
from dashboards.validation.scoreboard import scoreboard_page, write_scoreboard
from sim.validation.catalogue import chosen
from sim.validation.coverage import covered
from sim.validation.metamorphic import Check, metamorphic_checks
from sim.validation.score import Score, Verdict
from sim.validation.scoreboard import Scoreboard
from tests.dashboards.leftovers import english_left

NAMES = ("fast", "simpy", "erlang-c", "mm1", "&lt;b onclick=x&gt;")


def score(name, family, backend, z, verdict: Verdict = "agrees"):
    """A score with made-up numbers."""
    return Score(
        name=name, family=family, theory="A formula", backend=backend, measure="wait_mean", exact=4.0,
        estimate=4.0 + 0.02 * z if z != inf else 5.0, low=3.9, high=4.1, z=z, relative_error=0.005, runs=40,
        verdict=verdict,
    )  # fmt: skip


BOARD = Scoreboard(
    seed=7,
    scores=(
        score("mm1", "M/M/c", "fast", 0.4),
        score("mm1", "M/M/c", "simpy", -1.2),
        score("<b onclick=x>", "Loss", "fast", inf, "differs"),
    ),
    coverage=covered("erlang-c", 1.0, [[0.9, 1.1], [0.8, 1.3], [1.0, 1.2]]),
    checks=(
        Check(name="merged", change="Two to one.", rule="Falls.", before=2.0, after=1.0, found="Yes.", holds=True),
    ),
)


@pytest.fixture(scope="module")
def page():
    """The page of a small scoreboard."""
    return scoreboard_page(BOARD)


def test_the_verdict_stands_on_top(page):
    """The first sentence counts comparisons, measures, scenarios and what differs."""
    assert "3 comparisons of 2 measures of 2 scenarios: 1 differs from theory." in page


def test_charts_are_data(page):
    """Overview, one chart a family, and coverage; what is infinitely far stands at the edge."""
    (text,) = re.findall(r'<script type="application/json" id="charts">(.*?)</script>', page)
    figures = json.loads(text)["figures"]

    assert set(figures) == {"chart-overview", "chart-family-m-m-c", "chart-family-loss", "chart-coverage"}
    assert [trace["x"] for trace in figures["chart-family-loss"]["data"]] == [[5.5]]


def test_a_chinese_page_is_chinese():
    """Every word is Chinese but names and formulas; buttons, charts and parts are those of the English page."""
    chinese = scoreboard_page(BOARD, language="zh")

    assert '<html lang="zh-CN">' in chinese
    assert "2 个情景、2 项指标共 3 次比较：1 次与理论不符。" in chinese
    assert english_left(chinese, ["<b onclick=x>", "A formula", "Two to one.", "Falls.", "Yes.", *NAMES]) == []
    assert all(f'id="{part}"' in chinese for part in ("only-loss", "chart-coverage", "metamorphic"))


def test_families_theories_and_checks_are_translated():
    """Every sentence that a whole validation puts on the page has its Chinese."""
    texts = page_texts("zh", Path(scoreboard_module.__file__).parent)
    cases = chosen([], quick=False)
    checks = metamorphic_checks(seed=1, runs=3, length=100.0)
    said = {case.family for case in cases} | {case.theory for case in cases}
    said |= {words for check in checks for words in (check.change, check.rule, check.found)}
    formulas = {words for words in said if re.fullmatch(r"[A-Z/a-z1]+", words) and "/" in words}

    assert [words for words in said - formulas if texts.said(words) == words] == []


def test_a_hostile_name_is_only_text(page):
    """A case called like a tag is shown as it is called."""
    assert "<b onclick" not in page
    assert "&lt;b onclick=" in page


def test_a_page_without_coverage_and_checks_is_whole():
    """Parts that were not asked for are left out."""
    part = scoreboard_page(dataclasses.replace(BOARD, coverage=None, checks=()))

    assert 'id="families"' in part
    assert 'id="coverage-part"' not in part
    assert 'id="metamorphic"' not in part


def test_a_page_that_cannot_be_written_is_reported(tmp_path):
    """A folder that is not there is one clear line."""
    with pytest.raises(DashboardError, match=r"missing/a.html: cannot be written"):
        write_scoreboard(BOARD, tmp_path / "missing" / "a.html")


def test_the_page_is_drawn_and_filtered(page, browser, tmp_path):
    """At 1400 and 390 pixels charts are drawn and nothing sticks out; a button leaves one family; no network."""
    write_page(page, tmp_path / "page.html")
    shown = "[...document.querySelectorAll('.family')].filter(e => e.offsetHeight > 0).map(e => e.id)"
    for width in (1400, 390):
        browser.open(tmp_path / "page.html", width=width)
        assert browser.run("document.querySelectorAll('.chart .main-svg').length") >= 4
        assert browser.run("document.documentElement.scrollWidth") <= width
        assert browser.run(shown) == ["block-m-m-c", "block-loss"]
        browser.run("document.getElementById('only-loss').click()")
        assert browser.run(shown) == ["block-loss"]
        assert (browser.complaints(), browser.requests()) == ([], [])
