"""The planner's pages: whole, self-contained, readable on a telephone, with the checklist in order."""

import html
import json
import re
from itertools import product

import pytest

from dashboards.catalogue import LANGUAGES
from dashboards.errors import DashboardError
from dashboards.planner.page import write_page
from dashboards.planner.staffing import staffing_page
from sim.experiments.job import load_any
from sim.experiments.stress import TITLES, Experiment, stress_items
from tests.dashboards.leftovers import english_left
from tests.dashboards.planner.answers import HOSTILE, RATE, SERVERS, court_report, pages
from tests.sim.experiments.queues import mmc

NAMES = ("comparison", "budgeted", "replications", "staff", "shifts", "by_load", "courts", "tornado", "morris", "sobol")
CHARTS = {
    "comparison": {"differences", "means"},
    "budgeted": {"differences", "means"},
    "replications": {"settling", "warm-up", "runs"},
    "staff": {"search", "frontier"},
    "shifts": {"search", "shifts"},
    "by_load": {"search", "shifts"},
    "courts": {"gaps", "pooling", "marginal"},
    "tornado": {"effects"},
    "morris": {"effects"},
    "sobol": {"effects"},
}


@pytest.fixture(scope="module")
def every():
    """Every page in every language."""
    return pages()


@pytest.fixture(scope="module")
def made(every):
    """Every page in English."""
    return every["en"]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_its_charts_as_data(made, name):
    """Each chart promised has a place on the page and a figure with something in it."""
    (text,) = re.findall(r'<script type="application/json" id="charts">(.*?)</script>', made[name])
    figures = json.loads(text)["figures"]

    assert set(figures) == {f"chart-{chart}" for chart in CHARTS[name]}
    assert all(f'id="{chart}"' in made[name] for chart in figures)
    assert all(trace["x"] for figure in figures.values() for trace in figure["data"])


@pytest.mark.parametrize("name", NAMES)
def test_the_checklist_is_whole_and_in_order(made, name):
    """All twenty items of STRESS-DES stand on every page, in their order."""
    places = [made[name].index(f"{number} {title}") for number, _, title in TITLES]

    assert len(places) == 20
    assert places == sorted(places)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_the_same_every_time(made, name):
    """No name, address or moment gets into a page that is not in its answer."""
    assert "http://" not in made[name].replace("http://www.w3.org", "").split("<script>")[0]
    assert "https://" not in made[name].split("<script>")[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_chinese_page_is_chinese(every, name):
    """The page says its language, has the charts of the English one, and says nothing in English but names."""
    page = every["zh"][name]
    data = [HOSTILE, html.escape(HOSTILE, quote=False), RATE, SERVERS, "base", "Court", "alert", "onclick"]

    assert '<html lang="zh-CN">' in page
    assert all(f'id="chart-{chart}"' in page for chart in CHARTS[name])
    assert english_left(page, data) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_chinese_page_has_the_numbers_of_the_english_one(every, name):
    """Both languages show the same table cells, words aside."""
    english, chinese = (re.findall(r'role="cell" class="number"[^>]*><div>([^<]*)</div>', every[lang][name])
                        for lang in ("en", "zh"))  # fmt: skip

    assert len(english) > 0
    assert [re.findall(r"[\d.,]+", cell) for cell in english] == [re.findall(r"[\d.,]+", cell) for cell in chinese]


def test_what_to_know_of_a_court_stands_beside_it(every):
    """A court's notes are in the table of the page, in its language, each of them."""
    assert "out of reach with any staff tried; nobody there takes sales, injury" in every["en"]["courts"]
    assert "所试各人数均无法达标；该院无人受理" in every["zh"]["courts"]


def test_an_unknown_language_is_refused():
    """The message names the language."""
    with pytest.raises(DashboardError, match="'fr' is not one of en, zh"):
        staffing_page(court_report(), load_any("one-court"), language="fr")


def test_a_hostile_name_is_only_text(made):
    """A scenario or court called like a script is shown as it is called."""
    for name in ("comparison", "courts"):
        assert HOSTILE not in made[name]
        assert "&lt;b onclick=" in made[name]


@pytest.mark.parametrize("scenario", [mmc(12), load_any("one-court"), load_any("national-2020")], ids=lambda s: s.name)
def test_no_item_of_the_checklist_is_empty(scenario):
    """Every item says something, whatever the scenario; the platform's parameters and sources are all there."""
    words = Experiment(
        purpose="Why", outputs=["what"], aims="which", scenarios="how", estimation="how sure", seeds="Seed 1."
    )
    items = stress_items(scenario, words)

    assert [(item.number, item.section, item.title) for item in items] == list(TITLES)
    assert all(any(line.strip() for line in item.text) for item in items)


def test_a_page_that_cannot_be_written_is_reported(tmp_path):
    """A folder that is not there is one clear line."""
    with pytest.raises(DashboardError, match=r"missing/a.html: cannot be written"):
        write_page("<p>", tmp_path / "missing" / "a.html")


CRAMPED = """[...document.querySelectorAll('.chart')].flatMap(chart => {
    const edge = chart.getBoundingClientRect();
    const at = each => [each.textContent, each.getBoundingClientRect()];
    const box = words => [...chart.querySelectorAll(words)].map(at);
    const titles = box('.g-xtitle text, .g-ytitle text'), ticks = box('.xtick text, .ytick text');
    const cut = titles.filter(([, at]) =>
        at.left < edge.left - 1 || at.right > edge.right + 1 || at.top < edge.top - 1);
    const under = titles.filter(([, at]) => ticks.some(([, tick]) =>
        Math.min(at.right, tick.right) - Math.max(at.left, tick.left) > 2 &&
        Math.min(at.bottom, tick.bottom) - Math.max(at.top, tick.top) > 3));
    return [...cut, ...under].map(([words]) => chart.id + ': ' + words);
})"""
"""Titles of axes that are cut at the edge of their chart, or lie over the numbers of the axis."""


@pytest.mark.parametrize(
    "names",
    [("courts", "comparison", "tornado"), pytest.param(NAMES, marks=pytest.mark.full)],
    ids=["widest", "all"],
)
def test_pages_are_drawn_on_a_screen_and_on_a_telephone(every, browser, tmp_path, names):
    """At 1400 and 390 pixels every chart is drawn, no title is cut or sticks out, and no network is asked."""
    for (name, language), width in product(product(names, LANGUAGES), (1400, 390)):
        write_page(every[language][name], tmp_path / "page.html")
        browser.open(tmp_path / "page.html", width=width)
        drawn = browser.run("document.querySelectorAll('.chart .main-svg').length")
        assert drawn >= len(CHARTS[name]), (name, language, width)
        assert browser.run("document.documentElement.scrollWidth") <= width, (name, language, width)
        assert browser.run(CRAMPED) == [], (name, language, width)
        assert (browser.complaints(), browser.requests()) == ([], []), (name, language, width)
