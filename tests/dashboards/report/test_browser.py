"""The report in a real browser: it draws, asks nobody for anything, and nothing is cut off or covered."""

import shutil
import subprocess
from pathlib import Path

import pytest

from dashboards.report.render import write_report
from tests.dashboards.nation import national_report
from tests.dashboards.office import office_report
from tests.dashboards.variants import hostile_report, small_report

REPORTS = {"nation": national_report, "office": office_report, "small": small_report, "hostile": hostile_report}
WIDE, NARROW = 1400, 390
PAPER = 680  # A4 less its margins, in CSS pixels

# Words of a chart that leave its drawing or lie on one another by more than a pixel.
_CROWDED = """
[...document.querySelectorAll('.chart')].flatMap(chart => {
  const frame = chart.getBoundingClientRect();
  const words = [...chart.querySelectorAll('text')].filter(word => word.textContent.trim())
    .map(word => ({ text: word.textContent, box: word.getBoundingClientRect() }));
  const out = words.filter(({ box }) => box.left < frame.left - 1 || box.right > frame.right + 1
    || box.top < frame.top - 1 || box.bottom > frame.bottom + 1).map(({ text }) => `${chart.id} cut: ${text}`);
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return out.concat(words.flatMap((first, index) => words.slice(index + 1)
    .filter(second => over(first.box, second.box)).map(second => `${chart.id}: ${first.text} on ${second.text}`)));
})
"""
_OVERFLOWING = """
[...document.querySelectorAll('body *')].filter(item => item.getBoundingClientRect().right > innerWidth + 1
  && getComputedStyle(item).clipPath === 'none' && !item.closest('thead, svg')).map(item => item.outerHTML.slice(0, 80))
"""
_UNDRAWN = "[...document.querySelectorAll('.chart')].filter(c => !c.querySelector('.trace path')).map(c => c.id)"
# Two characters that look alike only when both are drawn as the empty box of a missing glyph.
_GLYPHS = """
(() => {
  const drawn = (char) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 40 });
    const pen = canvas.getContext('2d');
    pen.font = `30px ${getComputedStyle(document.body).fontFamily}`;
    pen.fillText(char, 4, 32);
    return canvas.toDataURL();
  };
  return new Set([...'调解法院'].map(drawn)).size;
})()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each report in each language, as files."""
    where = tmp_path_factory.mktemp("reports")
    for name, make in REPORTS.items():
        report = make()
        for language in ("en", "zh"):
            write_report(report, where / f"{name}-{language}.html", language=language)
    return where


@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("nation-en", WIDE),
        pytest.param("nation-en", 800, marks=pytest.mark.full),
        ("nation-en", NARROW),
        pytest.param("nation-zh", WIDE, marks=pytest.mark.full),
        ("nation-zh", NARROW),
        ("office-zh", 1000),
        ("small-en", NARROW),
    ],
)
def test_the_page_is_drawn_whole(browser, folder, name, width):
    """No complaint, no request, no empty chart, no word cut off or covered, nothing wider than the screen."""
    browser.open(folder / f"{name}.html", width=width)

    assert browser.complaints() == []
    assert browser.requests() == []
    assert browser.run(_UNDRAWN) == []
    assert browser.run(_CROWDED) == []
    assert browser.run(_OVERFLOWING) == []
    assert browser.run("document.documentElement.scrollWidth") <= width


def test_there_is_nothing_to_press_that_sends(browser, folder):
    """No tool bar, no logo and no word of sharing is in the drawn page."""
    browser.open(folder / "nation-en.html", width=WIDE)

    assert browser.run("document.querySelectorAll('.modebar-btn, .plotlyjsicon').length") == 0
    assert browser.run("/share chart|cloud/i.test(document.body.innerText)") is False


def test_the_browser_itself_refuses_the_network(browser, folder):
    """Even a script of the page's own could fetch nothing, nor could one that was slipped in run."""
    browser.open(folder / "office-en.html", width=WIDE)
    fetched = browser.run("fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused')")
    slipped_in = "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)"
    browser.run(slipped_in)

    assert fetched == "refused"
    assert any("Content Security Policy" in complaint for complaint in browser.complaints())
    assert browser.requests() == []
    assert browser.run("window.ran === undefined") is True


def test_a_hostile_text_is_only_text(browser, folder):
    """Tags in the data run nothing, change nothing and are drawn letter for letter."""
    browser.open(folder / "hostile-en.html", width=NARROW)

    assert browser.complaints() == []
    assert browser.run("document.title").startswith("</script>")
    assert browser.run("document.querySelectorAll('[onclick]').length") == 0
    assert "<b onclick=x>&amp; %{x}" in browser.run("document.querySelector('#chart-success-channel').textContent")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_chinese_characters_have_their_shapes(browser, folder, language):
    """Four characters give four pictures, not one empty box four times."""
    lister = shutil.which("fc-list")
    if lister and not subprocess.run([lister, ":lang=zh"], capture_output=True, check=True).stdout:
        pytest.skip("needs a Chinese font: fc-list :lang=zh finds none")
    browser.open(folder / f"nation-{language}.html", width=WIDE)

    assert browser.run(_GLYPHS) == 4
    assert browser.fonts("h1")


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.full)])
def test_the_page_fits_the_paper(browser, folder, language):
    """For print the charts are drawn anew, nothing is wider than the page, and the screen gets its own back."""
    browser.open(folder / f"nation-{language}.html", width=WIDE)
    widths = "[...document.querySelectorAll('.chart')].map(c => c._fullLayout.width)"
    before = browser.run(widths)
    browser.run("dispatchEvent(new Event('beforeprint'))")
    on_paper = browser.run(widths)
    browser.ask("Emulation.setEmulatedMedia", media="print")
    browser.resize(width=PAPER)
    too_wide, crowded = browser.run(_OVERFLOWING), browser.run(_CROWDED)
    browser.ask("Emulation.setEmulatedMedia", media="")
    browser.resize(width=WIDE)
    browser.run("dispatchEvent(new Event('afterprint'))")

    assert max(before) > 1000
    assert set(on_paper) == {PAPER, 360}
    assert too_wide == []
    assert crowded == []
    assert browser.run(widths) == before
    assert browser.ask("Page.printToPDF", preferCSSPageSize=True)["data"].startswith("JVBERi0")
