"""`onestop sim filings`: what reaches the courts beside mediation, by channel."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import print_json, say, table
from cli.run import Json, Seed

if TYPE_CHECKING:
    from sim.channels.records import FilingsMeasures

DEFAULT_FILINGS = "court-filings-2020"
Scenario = Annotated[str, typer.Argument(help='Preset (court-filings-2020) or TOML file that begins kind = "filings".')]


def filings(scenario: Scenario = DEFAULT_FILINGS, *, seed: Seed = 1, as_json: Json = False) -> None:
    """Draw court filings by channel and hour, visits to the mobile court, and the lawyers' site.

    \b
    Examples:
      onestop sim filings
      onestop sim filings my-filings.toml --seed 3 --json
    """
    from dataclasses import asdict

    import msgspec

    from cli.scenario import assumptions_table
    from engine.calendar.calendar import WorkCalendar
    from sim.channels.assumptions import channel_assumptions
    from sim.channels.load import load_filings
    from sim.channels.simulate import simulate_filings

    plan = load_filings(scenario)
    used = [asdict(assumption) for assumption in channel_assumptions(plan)]
    found = simulate_filings(plan, WorkCalendar.china(), seed=seed)
    if as_json:
        print_json({**msgspec.to_builtins(found), "assumptions": used})
    else:
        say("\n\n".join([assumptions_table(used), _channels(found), _summary(found)]))


def _channels(found: "FilingsMeasures") -> str:
    rows = [
        [
            each.channel,
            each.sort,
            f"{each.rates.count:,}",
            f"{each.workdays}",
            _rate(each.rates.per_workday),
            _rate(each.rates.per_working_minute),
            _rate(each.rates.per_calendar_day),
            f"{each.off_hours_share:.1%}",
            f"{each.off_day_share:.1%}",
        ]
        for each in found.channels
    ]
    head = ["channel", "sort", "count", "workdays", "a workday", "a working minute", "a calendar day"]
    return table([*head, "off hours", "off days"], rows)


def _summary(found: "FilingsMeasures") -> str:
    site = found.lawyers
    shares = f"{found.online_share:.1%} ({found.online_share_of_civil:.1%} of the {found.civil:,} civil ones alone)"
    pace = f"{site.cases_per_workday:,.0f} a workday of {site.workdays}, {site.cases_per_lawyer:.1f} a lawyer"
    lines = [
        f"{found.online:,} of {found.registered:,} registered filings online: {shares}",
        f"mobile court: {found.mobile_courts:,} courts; mediation platform: {found.platform_courts:,}",
        f"lawyers' site: {site.lawyers:,} lawyers, {site.cases:,} cases, {pace}",
    ]
    return "\n".join(lines)


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:,.1f}"
