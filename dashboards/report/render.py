"""From a run's measures to one HTML file that needs nothing else: no server, no network, no second file."""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from plotly.offline import get_plotlyjs

from dashboards.catalogue import HTML_LANGUAGE, Texts, load_texts
from dashboards.errors import ReportError
from dashboards.report.blocks import Section, section_block
from dashboards.report.markup import Markup, element, escape, join, script_json
from dashboards.report.records import Report, read_report
from dashboards.report.sections.assumptions import assumptions
from dashboards.report.sections.comparison import comparison
from dashboards.report.sections.courts import courts
from dashboards.report.sections.durations import durations
from dashboards.report.sections.headline import headline
from dashboards.report.sections.load import load
from dashboards.report.sections.masthead import footer, masthead, navigation, page_title
from dashboards.report.sections.published import published
from dashboards.report.sections.stock import stock
from dashboards.report.sections.success import success
from dashboards.report.sections.timeliness import timeliness
from dashboards.report.sections.volumes import volumes
from dashboards.style.css import root_variables
from dashboards.style.template import CONFIG, TEMPLATE
from engine.replacing import replacing

SECTIONS: tuple[Callable[[Report, Texts], Section | None], ...] = (
    headline,
    comparison,
    volumes,
    success,
    courts,
    durations,
    load,
    stock,
    timeliness,
    published,
    assumptions,
)
"""The parts of the page in order; each leaves itself out where its measures are absent."""

_HERE = Path(__file__).parent


def render(report: Mapping[str, Any], *, language: str) -> str:
    """Make the report as one self-contained HTML page.

    Parameters
    ----------
    report
        `measures` (what `measures.json` holds) and, where there are any, `run`, `published`, `assumptions`, `courts`,
        `comparison` and `compared_groups`; without `run` the cases are taken to be recorded, not simulated.
    language
        `en` or `zh`.

    Returns
    -------
    str
        HTML. The same report gives the same page, byte for byte.

    Raises
    ------
    ReportError
        If a field is missing or of the wrong kind.
    CatalogueError
        If there is no such language.
    """
    return page(read_report(report), load_texts(language))


def write_report(report: Mapping[str, Any], path: Path, *, language: str) -> None:
    """Write the report so that a file under `path` is always a whole one.

    Parameters
    ----------
    report, language
        As for `render`.
    path
        The file; one that is there is replaced.

    Raises
    ------
    ReportError
        As `render` does, and if the file cannot be written.
    """
    content = render(report, language=language)
    try:
        with replacing(path) as temporary:
            temporary.write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ReportError(f"{path}: cannot be written: {error.strerror or error}") from error


def page(report: Report, texts: Texts) -> str:
    """Fill the page with the sections that the report has something for."""
    sections = [found for make in SECTIONS if (found := make(report, texts)) is not None]
    library, starter = Markup(get_plotlyjs()), Markup(_read("page.js"))
    return Template(_read("page.html")).substitute(
        language=HTML_LANGUAGE[texts.language],
        policy=escape(_policy([library, starter])),
        title=escape(page_title(report, texts)),
        style=root_variables() + _read("page.css"),
        body=_body(report, sections, texts),
        charts=_charts(sections),
        library=library,
        starter=starter,
    )


def _body(report: Report, sections: list[Section], texts: Texts) -> Markup:
    return join(
        [
            masthead(report, texts),
            navigation(sections, texts),
            element(
                "main",
                element("noscript", element("p", texts("page.no_script"), class_="note")),
                *(section_block(section) for section in sections),
            ),
            footer(report, texts),
        ],
        "\n",
    )


def _charts(sections: Sequence[Section]) -> Markup:
    """Everything the starter script draws from, as data that cannot run."""
    figures = {f"chart-{chart.identity}": chart.figure for section in sections for chart in section.charts}
    return script_json({"template": TEMPLATE, "config": CONFIG, "figures": figures})


def _policy(scripts: Sequence[str]) -> str:
    """Content security policy: only these very scripts run, and nothing is fetched from anywhere."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
