"""`onestop load`: what the service holds, and whether it keeps what it promised while it does."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli.errors import CliError
from cli.output import print_json, say, table
from cli.progress import progress
from cli.run import Json, Seed

if TYPE_CHECKING:
    from loadtests.objectives import Verdict
    from loadtests.profile import Profile
    from loadtests.report import Duration, Report
    from sim.population.population import Population
    from sim.scenario.scenario import Scenario

MISSED: Final = 3
"""Exit code when an objective was missed, as load tools have it."""
_SCENARIO: Final = "national-2020"
_MEANT: Final = {
    "answer": "answers of the service",
    "commit": "batches stored by it",
    "lodge": "filings in it",
    "late": "requests sent late by the load",
    "client": "filings, from the moment planned",
}
"""What the durations of a report are of."""
_WHOLE_MS: Final = 1000
"""From there on without fractions."""
_MINUTE_RATE: Final = "a"
"""Published figure: cases a working minute."""

app = typer.Typer(
    help="Put a load on the service and judge it by stated objectives.", no_args_is_help=True, rich_markup_mode=None
)

ProfileName = Annotated[str, typer.Argument(help="national: a working minute of 2020, times the factor.")]
Factor = Annotated[float, typer.Option(help="National working minutes in one minute; 20 are 1,320 filings a minute.")]
Seconds = Annotated[float, typer.Option(help="How long cases arrive.")]
TokenSeconds = Annotated[
    int, typer.Option(help="How long access tokens live, 4 to 3600; they are renewed before they expire.")
]
Folder = Annotated[
    Path | None, typer.Option(help="Keep plan, notes, journals and the store here; must not be there yet.")
]
Objectives = Annotated[Path | None, typer.Option(help="TOML file of objectives, instead of those that are shipped.")]


@app.callback()
def load() -> None:
    """Put a load on the service and judge it by stated objectives."""


@app.command()
def run(
    profile: ProfileName = "national",
    *,
    factor: Factor = 20.0,
    seconds: Seconds = 60.0,
    seed: Seed = 1,
    token_seconds: TokenSeconds = 3600,
    folder: Folder = None,
    objectives: Objectives = None,
    as_json: Json = False,
) -> None:
    """Start a service on a store of its own, file cases at moments of their own, and compare with what it says.

    Arrivals do not wait for answers, so a service that falls behind shows it. Afterwards every case that was
    acknowledged is looked up. Ends with 3 if an objective was missed. Needs the extras "serve", "sim" and "load".

    \b
    Examples:
      onestop load run national --factor 20
      onestop load run national --factor 100 --seconds 30 --json
    """
    from tempfile import TemporaryDirectory

    import msgspec

    if profile != "national":
        raise CliError(f"profile = {profile!r}: must be national")
    with TemporaryDirectory(prefix="onestop-load-") as scratch:
        place = Path(scratch) if folder is None else folder
        if folder is not None:
            folder.mkdir(parents=True)
        with progress("load", quiet=as_json):
            report = _run(place, factor, seconds, seed, token_seconds, objectives)
    if as_json:
        print_json({**msgspec.to_builtins(report), "held": report.held})
    else:
        say(_report(report))
    if not report.held:
        raise typer.Exit(MISSED)


def _run(
    folder: Path, factor: float, seconds: float, seed: int, token_seconds: int, objectives: Path | None
) -> "Report":
    from loadtests.objectives import OBJECTIVES_FILE, read_objectives
    from loadtests.plan import plan
    from loadtests.run import run_load
    from loadtests.serving import free_addresses, serve_command
    from sim.population.build import build_population
    from sim.scenario.load import load_scenario

    asked = read_objectives(OBJECTIVES_FILE if objectives is None else objectives)
    scenario = load_scenario(_SCENARIO)
    profile = national_profile(scenario, build_population(scenario, seed=1), factor)
    return run_load(
        plan(profile, seconds=seconds, seed=seed),
        lambda addresses: serve_command(folder / "store", addresses, _SCENARIO),
        free_addresses(),
        asked,
        folder,
        name=f"load-{seed}",
        token_seconds=token_seconds,
    )


def national_profile(scenario: "Scenario", population: "Population", factor: float) -> "Profile":
    """Take a profile from a scenario: its courts' shares, its mix of cases, and what mediators do with offers.

    How many cases a working minute has is the published figure.

    Parameters
    ----------
    scenario
        As loaded.
    population
        Built from it: courts and their shares of the cases.
    factor
        How many working minutes make one.
    """
    from loadtests.profile import Course, CourtShare, Mix, Profile
    from sim.reproduce.figures import published_entries

    roster, languages = population.roster, _languages_by_code(scenario)
    provinces: list[int] = roster.region_province[roster.court_region].tolist()
    shares: list[float] = population.court_share.tolist()
    courts = tuple(
        CourtShare(court_id=court, share=share, languages=languages.get(population.province_codes[province], ()))
        for court, (province, share) in enumerate(zip(provinces, shares, strict=True))
    )
    cases, offers = scenario.cases, scenario.offers
    return Profile(
        name=scenario.name,
        base_filings_per_minute=float(published_entries()[_MINUTE_RATE]["published"]),
        factor=factor,
        mix=Mix(
            courts=courts,
            dispute_types={one.name.value: one.share for one in cases.dispute_type},
            channels={channel.value: share for channel, share in cases.channel.items()},
            entry_routes={route.value: share for route, share in cases.entry_route.items()},
            minority_language_share=cases.minority_language_share,
        ),
        course=Course(accept_share=offers.accept_share, lapse_share=offers.lapse_share),
    )


def _languages_by_code(scenario: "Scenario") -> dict[str, tuple[str, ...]]:
    provinces = getattr(scenario.population, "jurisdictions", ())
    return {province.code: tuple(language.value for language in province.languages) for province in provinces}


def _report(report: "Report") -> str:
    heads = ["request", "sent", "done", "refused", "unknown", "expired", "tried again"]
    rows = [
        [
            one.name,
            *(f"{n:,}" for n in (one.requests, one.done, one.refused, one.unknown, one.expired, one.tried_again)),
        ]
        for one in report.requests
    ]
    verdicts = [_judged(verdict) for verdict in report.verdicts]
    pace = f"{report.profile}: {report.filings_per_minute:,.0f} filings a minute for {report.seconds:g} s"
    seen = report.observed
    tokens = f"tokens: {seen.renewed:,} renewed before they expired; {seen.expired:,} answers that one had expired"
    timed = table(["ms, at most", "50 %", "95 %", "99 %"], [_timed(one) for one in report.durations])
    judged = table(["objective", "value", "bound", ""], verdicts)
    return "\n\n".join([pace, table(heads, rows), tokens, timed, judged])


def _timed(one: "Duration") -> list[str]:
    return [_MEANT[one.name], *(_in_ms(seconds) for seconds in (one.p50_seconds, one.p95_seconds, one.p99_seconds))]


def _judged(verdict: "Verdict") -> list[str]:
    held = "held" if verdict.held else "MISSED"
    if not verdict.measure.endswith("_seconds"):
        return [verdict.objective, "-" if verdict.value is None else f"{verdict.value:.4g}", verdict.bound, held]
    words, _, bound = verdict.bound.rpartition(" ")
    value = "-" if verdict.value is None else f"{_in_ms(verdict.value)} ms"
    return [verdict.objective, value, f"{words} {_in_ms(float(bound))} ms", held]


def _in_ms(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    ms = 1000 * seconds
    return f"{ms:,.0f}" if ms >= _WHOLE_MS else f"{ms:.4g}"
