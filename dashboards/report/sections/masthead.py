"""The head and the foot of the page: what this is, and what it was made from."""

from dashboards.catalogue import Texts
from dashboards.report import numbers
from dashboards.report.blocks import Section, badge
from dashboards.report.markup import Markup, element, join
from dashboards.report.records import Import, Report, Run


def page_title(report: Report, texts: Texts) -> str:
    """Name of the report: its own, or the scenario's, or that of the recorded data, or a general one."""
    named = texts.pick(report.title) or (texts.pick(report.run.title) or report.run.scenario if report.run else "")
    named = named or (report.imported.mapping if report.imported else "")
    return named or texts("page.simulated_untitled" if report.run else "page.recorded_untitled")


def masthead(report: Report, texts: Texts) -> Markup:
    """Title, period, size and, first of all, whether this was simulated or recorded."""
    kind = "simulated" if report.run else "recorded"
    symbol = "\N{WHITE DIAMOND}" if report.run else "\N{BLACK DIAMOND}"
    return element(
        "header",
        element(
            "p",
            element("span", texts(f"page.{kind}_kicker"), class_="kicker"),
            badge("assumed" if report.run else "found", symbol, texts(f"page.{kind}")),
        ),
        element("h1", element("bdi", page_title(report, texts))),
        element("p", period(report, texts), class_="period"),
        element("p", _size(report.run, texts), class_="size") if report.run else None,
        element("p", _source(report.imported, texts), class_="size") if report.imported else None,
        element("p", texts(f"page.{kind}_note", cases=numbers.count(report.measures.cases)), class_="note"),
    )


def navigation(sections: list[Section], texts: Texts) -> Markup:
    """Links to the parts of the page."""
    links = (element("li", element("a", section.title, href=f"#{section.identity}")) for section in sections)
    return element("nav", element("ul", join(links)), aria_label=texts("page.contents"))


def period(report: Report, texts: Texts) -> str:
    """The observed days, first and last, with their length in days and workdays."""
    observed = report.measures.period
    first, last = observed.starts_at, max(observed.starts_at, observed.ends_at - 1)
    days = numbers.decimal(observed.calendar_days, 0)
    words = texts("page.period", first=date_words(first, texts), last=date_words(last, texts), days=days)
    if observed.workdays is None:
        return words
    return texts("page.with_workdays", period=words, workdays=numbers.count(observed.workdays))


def footer(report: Report, texts: Texts) -> Markup:
    """Everything needed to make this report again."""
    facts = [("period", period(report, texts)), ("case_rows", numbers.count(report.measures.cases))]
    if report.measures.unrecorded:
        names = [texts.label("provenance.column", name) for name in report.measures.unrecorded]
        facts.append(("unrecorded", texts("page.and").join(names)))
    facts += _run_facts(report.run) if report.run else []
    pairs = [element("div", element("dt", texts(f"provenance.{key}")), element("dd", value)) for key, value in facts]
    return element(
        "footer",
        element("h2", texts("provenance.title")),
        element("dl", *pairs, class_="facts"),
        element("p", texts("provenance.note")),
    )


def _run_facts(run: Run) -> list[tuple[str, str]]:
    """Only what the run told."""
    facts = [
        ("scenario", run.scenario),
        ("seed", "" if run.seed is None else str(run.seed)),
        ("backend", run.backend),
        ("version", run.version),
        ("scenario_hash", run.scenario_hash),
        ("content_hash", run.content_hash or ""),
        ("events", "" if run.events is None else numbers.count(run.events)),
        ("wall_seconds", "" if run.wall_seconds is None else numbers.decimal(run.wall_seconds)),
    ]
    return [(key, value) for key, value in facts if value]


def _size(run: Run, texts: Texts) -> str:
    counts = {"courts": run.courts, "organisations": run.organisations, "mediators": run.mediators}
    known = [texts(f"page.{name}", count=numbers.count(count)) for name, count in counts.items() if count]
    return texts("page.separator").join(known)


def _source(imported: Import, texts: Texts) -> Markup:
    """The file, and how many of its rows are not on this page."""
    counts = {"rows": imported.rows_read, "rejected": imported.rows_rejected, "outside": imported.rows_outside_period}
    known = [texts(f"page.{name}", count=numbers.count(count)) for name, count in counts.items() if count is not None]
    return join([element("bdi", imported.source), *known], texts("page.separator"))


def date_words(at_us: int, texts: Texts) -> str:
    """The courts' local date of an instant, as it is written in a sentence."""
    day = numbers.court_date(at_us)
    return texts("date", year=str(day.year), month=texts(f"month.{day.month}"), day=str(day.day))
