"""At which hours of the week the work comes and is done."""

from analytics.records import Volume
from dashboards.catalogue import Texts
from dashboards.figures.week import hour_label, is_nominally_working, week_figure
from dashboards.report import numbers
from dashboards.report.blocks import Chart
from dashboards.report.markup import Markup, element
from dashboards.report.tables import columns, table


def week(volume: Volume, texts: Texts) -> Chart | None:
    """The 168-hour chart; None where no filing has a time of day."""
    if not any(volume.filed_by_hour_of_week):
        return None
    return Chart(
        identity="week",
        title=texts("week.chart"),
        summary=_summary(volume, texts),
        figure=week_figure(volume, texts),
        table=element("div", _by_weekday(volume, texts), _volumes(volume, texts), class_="pair"),
        definition=_definition(volume, texts),
        wide=True,
    )


def _summary(volume: Volume, texts: Texts) -> str:
    filed, closed = volume.filed_by_hour_of_week, volume.closed_by_hour_of_week
    words = texts("week.summary", hour=_busiest(filed, texts), count=numbers.count(max(filed)))
    if not any(closed):
        return words
    more = texts("week.summary_closed", hour=_busiest(closed, texts), count=numbers.count(max(closed)))
    return texts("sentences", first=words, second=more)


def _definition(volume: Volume, texts: Texts) -> str:
    words = texts("week.definition")
    without = volume.filed_without_time, volume.closed_without_time
    if not any(without):
        return words
    more = texts("week.without_time", filed=numbers.count(without[0]), closed=numbers.count(without[1]))
    return texts("sentences", first=words, second=more)


def _busiest(counts: list[int], texts: Texts) -> str:
    return hour_label(counts.index(max(counts)), texts)


def _by_weekday(volume: Volume, texts: Texts) -> Markup:
    heads = columns(texts(f"week.column.{name}") for name in ("weekday", "filed", "off_hours", "closed"))
    rows = [
        [
            texts(f"weekday.{day + 1}"),
            numbers.count(sum(volume.filed_by_hour_of_week[24 * day : 24 * day + 24])),
            _outside(volume.filed_by_hour_of_week, day),
            numbers.count(sum(volume.closed_by_hour_of_week[24 * day : 24 * day + 24])),
        ]
        for day in range(7)
    ]
    return table(texts("week.table"), heads, rows)


def _outside(counts: list[int], day: int) -> str:
    """Share of a weekday's filings outside the shaded hours."""
    hours = range(24 * day, 24 * day + 24)
    outside = sum(counts[hour] for hour in hours if not is_nominally_working(hour))
    total = sum(counts[hour] for hour in hours)
    return numbers.share(outside / total if total else None)


def _volumes(volume: Volume, texts: Texts) -> Markup:
    heads = columns(
        texts(f"volume.column.{name}")
        for name in ("flow", "count", "per_workday", "per_working_minute", "per_calendar_day")
    )
    flows = {"filed": volume.filed, "accepted": volume.accepted, "closed": volume.closed}
    rows = [
        [
            texts(f"volume.{name}"),
            numbers.count(rates.count),
            numbers.rate(rates.per_workday),
            numbers.rate(rates.per_working_minute),
            numbers.rate(rates.per_calendar_day),
        ]
        for name, rates in flows.items()
        if rates.count or name != "accepted"
    ]
    return table(texts("volume.table"), heads, rows)
