"""One page for one answer: a single HTML file that needs no server, no network and no second file."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from string import Template

from plotly.offline import get_plotlyjs

from dashboards.catalogue import HTML_LANGUAGE, Texts
from dashboards.errors import ReportError
from dashboards.report import render
from dashboards.report.blocks import Section, section_block
from dashboards.report.markup import Markup, element, escape, join, script_json
from dashboards.style.css import root_variables
from dashboards.style.template import CONFIG, TEMPLATE
from engine.replacing import replacing

_FILES = Path(render.__file__).parent
"""Skeleton, style sheet and script are the report's, so that all pages look alike."""
_CHINESE_CELLS = (
    ":lang(zh) thead th, :lang(zh) td.number { word-break: keep-all; }\n"
    ".stacked td::before { word-break: normal; overflow-wrap: anywhere; }\n"  # names of values, on a telephone
)
"""Short Chinese words in narrow columns stay whole, as English ones do."""


def planner_page(
    kicker: str, title: str, answer: str, facts: Mapping[str, str], sections: Sequence[Section], texts: Texts
) -> str:
    """Make a page.

    Parameters
    ----------
    kicker
        Kind of question.
    title
        The question.
    answer
        The answer in one or two sentences, which stands above everything else.
    facts
        Seed, runs and the like, by name.
    sections
        The parts, in order.
    texts
        Words of the page around them, in the language of all others.

    Returns
    -------
    str
        HTML. The same answer gives the same page, byte for byte.
    """
    library, starter = Markup(get_plotlyjs()), Markup(_read("page.js"))
    figures = {f"chart-{chart.identity}": chart.figure for section in sections for chart in section.charts}
    return Template(_read("page.html")).substitute(
        language=HTML_LANGUAGE[texts.language],
        policy=escape(_policy([library, starter])),
        title=escape(title),
        style=root_variables() + _read("page.css") + _CHINESE_CELLS,
        body=_body(kicker, title, answer, facts, sections, texts),
        charts=script_json({"template": TEMPLATE, "config": CONFIG, "figures": figures}),
        library=library,
        starter=starter,
    )


def write_page(page: str, path: Path) -> None:
    """Write a page so that a file under `path` is always a whole one.

    Raises
    ------
    ReportError
        If the file cannot be written.
    """
    try:
        with replacing(path) as temporary:
            temporary.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ReportError(f"{path}: cannot be written: {error.strerror or error}") from error


def _body(
    kicker: str, title: str, answer: str, facts: Mapping[str, str], sections: Sequence[Section], texts: Texts
) -> Markup:
    links = (element("li", element("a", section.title, href=f"#{section.identity}")) for section in sections)
    return join(
        [
            element(
                "header",
                element("p", element("span", kicker, class_="kicker")),
                element("h1", title),
                element("p", answer, class_="period"),
            ),
            element("nav", element("ul", *links), aria_label=texts("planner.parts")),
            element(
                "main",
                element("noscript", element("p", texts("planner.no_script"), class_="note")),
                *(section_block(section) for section in sections),
            ),
            _footer(facts, texts),
        ],
        "\n",
    )


def _footer(facts: Mapping[str, str], texts: Texts) -> Markup:
    stamped = {**facts, texts("planner_fact.version"): version("onestop")}
    rows = (element("div", element("dt", name), element("dd", text)) for name, text in stamped.items())
    return element("footer", element("h2", texts("planner.how")), element("dl", *rows, class_="facts"))


def _policy(scripts: Sequence[str]) -> str:
    """Content security policy: only these very scripts run, and nothing is fetched from anywhere."""
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _read(name: str) -> str:
    return (_FILES / name).read_text(encoding="utf-8")
