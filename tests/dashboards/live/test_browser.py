"""The live page in a real browser, on a real web server: it draws, follows the numbers and asks nobody else."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.dashboards.browser import NAMES
from tests.dashboards.live.serving import Served, served

WIDE, NARROW = 1400, 390
DRAWN = ".js-plotly-plot .bars path"
PATIENCE_MILLISECONDS = 15_000

# Text nodes whose contrast with the nearest ground is below 4.5 to 1.
_FAINT = """
() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const linear = (value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const ground = (item) => {
    for (; item; item = item.parentElement) {
      const colour = parse(getComputedStyle(item).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.querySelector('.page'), NodeFilter.SHOW_TEXT);
  const out = [];
  while (walker.nextNode()) {
    const item = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !item.getBoundingClientRect().width) continue;
    const style = getComputedStyle(item);
    const text = parse(item.closest('svg') ? style.fill : style.color);
    const [low, high] = [light(text), light(ground(item))].sort((a, b) => a - b);
    if ((high + 0.05) / (low + 0.05) < 4.5) out.push(walker.currentNode.textContent);
  }
  return out;
}
"""
_OVERFLOWING = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless browser, kept for all tests of the file."""
    executable = next((path for name in NAMES if (path := shutil.which(name))), None)
    if executable is None:
        pytest.skip("NO BROWSER on this machine: the live page was not looked at (install chromium-headless-shell)")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site() -> Iterator[Served]:
    """The page on a web server."""
    with served() as found:
        yield found


@pytest.fixture
def page(browser, site) -> Iterator[Page]:
    """An empty page that fails the test if it complains, or asks anybody but the server for anything."""
    context = browser.new_context(viewport={"width": WIDE, "height": 1000})
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    opened = context.new_page()
    complaints: list[str] = []
    foreign: list[str] = []

    def judge(route) -> None:
        address = route.request.url
        if address.startswith((site.address, "data:", "blob:")):
            route.continue_()
        else:
            foreign.append(address)
            route.abort()

    opened.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.route("**/*", judge)
    yield opened
    context.close()
    assert foreign == []
    assert complaints == []


def test_numbers_follow_without_reload(page, site):
    """The page draws its charts and follows the service by push, in place; the reader's choice of a chart stays."""
    site.script.turn = 0
    page.goto(f"{site.address}/live/")
    page.wait_for_selector(DRAWN, state="attached")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#waiting-value")).to_have_text("3,061")
    page.evaluate("() => { window.kept = true; }")
    page.get_by_label("调解中").check()
    site.script.turn = 10
    expect(page.locator("#waiting-value")).to_have_text("3,381")
    expect(page.locator("#counted")).to_contain_text("16:31:19")
    assert page.evaluate("() => window.kept")
    longest = "() => Math.max(...document.getElementById('cases-chart').querySelector('.js-plotly-plot').data[0].x)"
    page.wait_for_function(f"({longest})() > 40000")
    assert page.get_by_label("调解中").is_checked()


def test_the_language_switch(page, site):
    """The switch leads to the same page in the other language, whose document says so."""
    page.goto(f"{site.address}/live/zh/")
    page.locator("#language-en").click()
    page.wait_for_url("**/live/en/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Mediation service, live")
    expect(page.locator("#mark")).to_contain_text("Live")
    page.wait_for_selector(DRAWN, state="attached")


@pytest.mark.full
def test_a_page_without_numbers_says_so(page, site):
    """When no numbers come the page says that it is not live, and takes that back when they come again."""
    page.goto(f"{site.address}/live/en/")
    expect(page.locator("#mark")).to_contain_text("Live")
    site.script.broken = True
    expect(page.locator("#mark")).to_contain_text("Not live")
    site.script.broken = False
    expect(page.locator("#mark")).to_have_text("●\N{NO-BREAK SPACE}Live")


@pytest.mark.full
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everything_can_be_read(page, site, width, tmp_path):
    """On a wide and a narrow screen all words stand out from their ground and nothing is wider than the screen."""
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(f"{site.address}/live/en/")
    page.wait_for_selector(DRAWN, state="attached")
    expect(page.locator("#deadlines-rows tr")).to_have_count(5)
    assert page.evaluate(_FAINT) == []
    assert page.evaluate(_OVERFLOWING) <= 0
    assert len(page.screenshot(path=tmp_path / "page.png", full_page=True)) > 50_000
