"""`onestop analytics ...`: anyone's cases in, measures and a report out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.analytics_options import Against, Before, By, Cases, CsvOut, Grouping, PeriodWords, YearFiles
from cli.compare_periods import compare
from cli.errors import CliError
from cli.output import print_json, say, table
from cli.progress import progress
from cli.run import REPORT_FILE, Json, Language, ReportLanguage

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.groups import GroupMeasures
    from analytics.importer.summary import ImportSummary
    from analytics.records import GroupDuration, Measures

app = typer.Typer(
    help="Measure: import a log, take the measures, write a report.", no_args_is_help=True, rich_markup_mode=None
)

Source = Annotated[Path, typer.Argument(help="CSV file, one row a case or one row an event.")]
Mapping = Annotated[str, typer.Option(help="Mapping file (TOML), or the name of a shipped one: permit-receipt.")]
ImportOut = Annotated[Path | None, typer.Option(help="Folder to write; by default imports/<file>.", show_default=False)]
ReportOut = Annotated[
    Path | None, typer.Option(help="HTML file; by default report.html beside the cases.", show_default=False)
]


@app.command(name="import")
def import_(
    source: Source,
    *,
    mapping: Mapping,
    out: ImportOut = None,
    year_files: YearFiles = None,
    as_json: Json = False,
) -> None:
    """Read a CSV into a case table; rows that are wrong go to rejected.csv, suspicious cases to flagged.csv.

    \b
    Examples:
      onestop analytics import receipt.csv --mapping permit-receipt
    """
    import msgspec

    from analytics.importer.importing import import_cases
    from analytics.importer.mapping_file import find_mapping
    from cli.measures import measures_of

    folder = out if out is not None else Path("imports") / source.stem
    chosen = find_mapping(mapping)
    with progress(f"reading {source.name}", quiet=as_json) as show:
        summary = import_cases(source, chosen, folder, progress=None if show is None else _share_of(show))
    measures = measures_of(folder, year_files or ())
    if as_json:
        print_json({"import": msgspec.to_builtins(summary), "timeliness": msgspec.to_builtins(measures.timeliness)})
        return
    say(_account(summary))
    say("")
    say(_timeliness(measures))
    say(f"\nfolder: {folder}   next: onestop analytics report {folder}")


@app.command()
def measure(
    cases: Cases,
    *,
    period: PeriodWords = None,
    by: By = None,
    csv: CsvOut = None,
    year_files: YearFiles = None,
    as_json: Json = False,
) -> None:
    """Take every measure of a case table, or the main ones of each court, organisation, dispute type or channel.

    \b
    Examples:
      onestop analytics measure runs/national-2020-1
      onestop analytics measure imports/receipt --period 2011-Q4
      onestop analytics measure imports/receipt --json --csv measures.csv
      onestop analytics measure imports/receipt --by channel --csv channels.csv
    """
    if by is not None:
        if year_files:
            raise CliError(f"year-file = {year_files[0]}: must be left out with --by, which measures no working time")
        _measure_groups(cases, by, period, csv, as_json=as_json)
        return
    import msgspec

    from analytics.export import write_csv
    from analytics.flat_table import flat_rows
    from cli.measures import measures_of

    measures = measures_of(cases, year_files or (), period)
    if csv is not None:
        write_csv(measures, csv)
    if as_json:
        print_json(msgspec.to_builtins(measures))
        return
    rows = [
        [row.measure, row.group, row.key, "" if row.value is None else f"{row.value:,.6g}", row.unit]
        for row in flat_rows(measures)
        if not row.measure.startswith(_LONG)
    ]
    say(table(["measure", "group", "key", "value", "unit"], rows))


@app.command()
def report(
    cases: Cases,
    *,
    out: ReportOut = None,
    lang: Language = ReportLanguage.EN,
    period: PeriodWords = None,
    against: Against = None,
    before: Before = None,
    year_files: YearFiles = None,
    as_json: Json = False,
) -> None:
    """Write the report of a run or an import as one HTML file that needs no network.

    \b
    Examples:
      onestop analytics report imports/receipt --lang zh
      onestop analytics report imports/receipt --period 2011-Q4 --against year-before --out fourth-quarter.html
    """
    from cli.periods import Asked
    from cli.report_material import report_material
    from dashboards.report.render import write_report

    folder = cases if cases.is_dir() else cases.parent
    target = out if out is not None else folder / REPORT_FILE
    asked = Asked(period=period, against=against, before=before)
    write_report(report_material(cases, year_files or (), asked), target, language=lang.value)
    if as_json:
        print_json({"report": str(target)})
    else:
        say(f"report: {target}")


app.command()(compare)


def _measure_groups(cases: Path, by: Grouping, period: str | None, csv: Path | None, *, as_json: bool) -> None:
    import msgspec

    from analytics.export import write_groups_csv
    from cli.measures import groups_of

    groups = groups_of(cases, by.value, period)
    if csv is not None:
        write_groups_csv(groups, csv)
    if as_json:
        print_json({"by": by, "groups": msgspec.to_builtins(groups)})
        return
    head = [by, "filed", "closed", "open", "clearance", "settled of concluded", "interval", "half in days", "9 in 10"]
    say(table([*head, "past deadline"], [_group_cells(group) for group in groups]))


def _group_cells(group: "GroupMeasures") -> list[str]:
    success, late = group.success, group.past_deadline_share
    interval = "-" if success.low is None or success.high is None else f"{success.low:.1%} to {success.high:.1%}"
    return [
        group.label,
        *(f"{count:,}" for count in (group.filed, group.closed, group.open_at_end)),
        "-" if group.clearance_rate is None else f"{group.clearance_rate:.1%}",
        "-" if success.rate is None else f"{success.rate:.1%} of {success.denominator:,}",
        interval,
        *("-" if days is None else f"{days:.1f}" for days in (group.median_days, group.late_days)),
        "-" if late is None else f"{late:.1%}",
    ]


_LONG = ("volume_by_hour_of_week", "survival_curve", "time_to_acceptance_curve", "time_to_close_curve")
"""Measures of hundreds of rows, left to the CSV."""


def _share_of(show: "Callable[[float], None]") -> "Callable[[int, int], None]":
    """Turn bytes read and bytes there are into the share that is done."""
    return lambda read, there: show(read / there if there else 1.0)


def _account(summary: "ImportSummary") -> str:
    channels = ", ".join(f"{channel} {count:,}" for channel, count in summary.channels.items())
    more = summary.cases_flagged - len(summary.flagged_ids)
    lines = [
        f"{summary.source}: {summary.rows_read:,} rows, {summary.cases:,} cases, {summary.cases_open:,} still open",
        f"channels: {channels}" if channels else "no channels",
        f"rejected rows: {summary.rows_rejected:,}",
    ]
    lines += [f"  {reason}: {count:,}" for reason, count in summary.rejected_by_reason.items()]
    if summary.rows_outside_period:
        lines.append(f"rows of cases outside the period: {summary.rows_outside_period:,}")
    lines.append(f"flagged cases: {summary.cases_flagged:,} {' '.join(summary.flagged_ids)}".rstrip())
    lines[-1] += f" and {more:,} more, all in flagged.csv" if more else ""
    lines += [f"  {reason}: {count:,}" for reason, count in summary.flagged_by_reason.items()]
    lines += [f"kept as they are, {fact}: {', '.join(words)}" for fact, words in summary.words_untranslated.items()]
    return "\n".join(lines)


def _timeliness(measures: "Measures") -> str:
    """Mean days and share past the deadline, with the flagged cases and without."""
    timeliness = measures.timeliness
    without = {group.label: group for group in timeliness.without_flagged}
    rows = [
        [group.label, f"{group.closed:,}", *_pair(group), *_pair(without[group.label])]
        for group in timeliness.with_flagged
    ]
    head = ["channel", "closed", "mean days", "past deadline", "mean days without flagged", "past deadline without"]
    return table(head, rows)


def _pair(group: "GroupDuration") -> tuple[str, str]:
    days = "-" if group.mean_days is None else f"{group.mean_days:.1f}"
    late = "-" if group.past_deadline_share is None else f"{group.past_deadline_share:.1%}"
    return days, late
