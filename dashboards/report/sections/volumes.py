"""When the work comes: over the period and over the week."""

from dashboards.catalogue import Texts
from dashboards.report import numbers
from dashboards.report.blocks import Section, charts_section
from dashboards.report.records import Report
from dashboards.report.sections.course import course
from dashboards.report.sections.week import week


def volumes(report: Report, texts: Texts) -> Section | None:
    """The course of the period, where it has several units, and the week; None where nothing was filed."""
    charts = [chart for chart in (course(report.measures, texts), week(report.measures.volume, texts)) if chart]
    return charts_section("volumes", texts("volume.title"), _lead(report, texts), charts) if charts else None


def _lead(report: Report, texts: Texts) -> str:
    volume = report.measures.volume
    if volume.off_hours_share is None or volume.off_day_share is None:
        return texts("volume.lead_plain", filed=numbers.count(volume.filed.count))
    return texts(
        "volume.lead",
        off_hours=numbers.share(volume.off_hours_share),
        off_days=numbers.share(volume.off_day_share),
    )
