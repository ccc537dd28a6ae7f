"""`onestop engine serve`: the service, from an empty folder to its first answer in seconds."""

import socket
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.door_options import Arbitrators, Experts, Judges, people_files
from cli.output import say
from cli.store import DEFAULT_SCENARIO, DEFAULT_STORE

if TYPE_CHECKING:
    from cli.serve_settings import ServeSettings
    from cli.serving import Running
    from engine.service.store import Store

StoreFolder = Annotated[Path, typer.Argument(metavar="[STORE]", help="Folder of the store; made if it is not there.")]
Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port of the service; 0 for any free one.")]
AdminPort = Annotated[
    int, typer.Option(min=0, max=65535, help="Port of metrics, administration and the live page, on the loopback.")
]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="TOML file.", show_default=False)]
RosterScenario = Annotated[
    str | None,
    typer.Option(
        "--scenario",
        help="Preset or TOML file whose courts and mediators a new store is about; in development that of "
        f"{DEFAULT_SCENARIO} by default.",
        show_default=False,
    ),
]
Courts = Annotated[Path | None, typer.Option(help="Your own courts, CSV, for a new store.", show_default=False)]
Mediators = Annotated[Path | None, typer.Option(help="Your own mediators, CSV.", show_default=False)]
SparePlaces = Annotated[
    int | None,
    typer.Option(
        min=0,
        max=10_000,
        help="Places each court of a new store keeps vacant for people appointed later; of your own courts by default "
        "one a ten mediators and two at least, of made-up ones none.",
        show_default=False,
    ),
]
Development = Annotated[
    bool,
    typer.Option(
        "--development",
        help="Insist on development: fail if an issuer is named, and open a court's store all the same.",
    ),
]
BelieveClock = Annotated[
    bool,
    typer.Option(
        "--believe-clock", help="Start although the machine's clock is far from the log's last entry: it is right."
    ),
]
Live = Annotated[bool, typer.Option("--live/--no-live", help="Whether the live page is served.")]


def serve(
    store: StoreFolder = DEFAULT_STORE,
    *,
    host: Host = "127.0.0.1",
    port: Port = 8080,
    admin_port: AdminPort = 8081,
    settings: SettingsFile = None,
    scenario: RosterScenario = None,
    courts: Courts = None,
    mediators: Mediators = None,
    experts: Experts = None,
    arbitrators: Arbitrators = None,
    judges: Judges = None,
    spare_places: SparePlaces = None,
    development: Development = False,
    believe_clock: BelieveClock = False,
    live: Live = True,
) -> None:
    """Serve the assignment of cases: filings, offers, the lifecycle, decisions explained, a live page.

    Without an issuer of tokens in the settings the service is in development: it issues tokens itself and listens on
    the loopback interface only. A new store is about your own courts and mediators, and the experts, arbitrators and
    judges whom you name with them; in development about the national roster if you name none.

    \b
    Examples:
      onestop engine serve
      onestop engine serve my-store --courts courts.csv --mediators mediators.csv
      onestop engine serve court-store --settings court.toml --host 0.0.0.0
      onestop engine serve commercial --courts courts.csv --mediators mediators.csv --experts experts.csv
    """
    from cli.development import LOOPBACK, WARNING
    from cli.listening import bind
    from cli.store import check_is_named, open_or_make

    chosen = _chosen(settings, store, host, insists=development)
    in_development = not chosen.issuer.issuer
    began = time.perf_counter()
    now = time.time_ns() // 1_000
    others = people_files(experts, arbitrators, judges)
    # Before the store: a port that is taken, or a file that is not there, must not leave one behind.
    with (
        closing(bind("port", host, port)) as public,
        closing(bind("admin_port", "127.0.0.1", admin_port)) as admin,
    ):
        _check_files(chosen, in_development=in_development)
        if not in_development:
            check_is_named(store, scenario, courts, mediators)
        opened = open_or_make(
            store, scenario or DEFAULT_SCENARIO, courts, mediators, now=now, spare_places=spare_places, others=others
        )
        if in_development:
            say(WARNING)
        elif host not in LOOPBACK:
            say(f"  plain HTTP on {host}: whatever ends TLS must stand before it, and nobody else may reach it")
        _serve(opened, chosen, public, admin, has_live_page=live, believes_clock=believe_clock, began=began)


def _chosen(settings: Path | None, store: Path, host: str, *, insists: bool) -> "ServeSettings":
    """Read the settings, and refuse development where a court is served or could be meant."""
    import os

    from cli.development import LOOPBACK
    from cli.errors import CliError
    from cli.serve_settings import ServeSettings
    from engine.service.configuration import read_settings_file

    chosen = read_settings_file(ServeSettings, settings, os.environ)
    issuer = chosen.issuer.issuer
    if insists and issuer:
        raise CliError(f"issuer = {issuer}: must not be named with --development")
    if not issuer and host not in LOOPBACK:
        raise CliError(f"host = {host}: must be one of {', '.join(LOOPBACK)} unless the settings name an issuer")
    if not issuer and not insists:
        _check_owner(store)
    return chosen


def _check_owner(store: Path) -> None:
    """Refuse to give tokens of a court's store to anybody, because its settings were forgotten."""
    from cli.errors import CliError
    from engine.service.issuer_mark import kept_issuer

    owner = kept_issuer(store)
    if owner:
        raise CliError(
            f"issuer = : must be named in --settings, since the store in {store} was served with tokens of {owner}; "
            "--development gives tokens of any role to anybody on this machine all the same"
        )


def _check_files(settings: "ServeSettings", *, in_development: bool) -> None:
    from cli.issuer_keys import issuer_keys
    from cli.linked_systems import linked_by
    from cli.receivers import receivers_of

    receivers_of(settings.webhooks)
    linked_by(settings, "")
    if not in_development:
        issuer_keys(settings, None)


def _serve(
    store: "Store",
    settings: "ServeSettings",
    public: socket.socket,
    admin: socket.socket,
    *,
    has_live_page: bool,
    believes_clock: bool,
    began: float,
) -> None:
    from cli.development import add_token_route
    from cli.journal import write_journal
    from cli.listening import address_of, take
    from cli.open_files import allow_open_files
    from cli.serving import running
    from cli.traces import send_traces
    from cli.warm_service import compile_unless_done
    from engine.http.server import Served, WebServer, run

    write_journal()
    compile_unless_done(say)
    with (
        ExitStack() as last,
        running(store, settings, has_live_page=has_live_page, believes_clock=believes_clock) as service,
    ):
        last.callback(send_traces())
        if service.issuer is not None:
            add_token_route(service.admin, service.issuer, service.verifier, settings.http.tenant, service.clock)
        addresses = (address_of(public), address_of(admin))
        for listening in (public, admin):
            take(listening)
        room = allow_open_files(settings.connections.connections_max)
        if room is not None:
            say(f"  files      room for {room:,} connections only: raise the limit of open files (ulimit -n)")
        server = WebServer(
            [Served(service.public, public), Served(service.admin, admin)],
            settings.connections,
            started=lambda: _greet(service, addresses, time.perf_counter() - began),
            stopping=(lambda: None) if service.live is None else service.live.close,
        )
        service.service.gauges.looked_up.append(server.measures)
        run(server)
    say("stopped; everything that was acknowledged is stored")


def _greet(service: "Running", addresses: tuple[str, str], seconds: float) -> None:
    from cli.development import TOKEN_PATH

    health, found = service.service.health, service.recovered
    public, admin = addresses
    say(f"serving after {seconds:.1f} s: position {health.seq:,}, {health.seq - found.from_seq:,} entries followed")
    for reason in found.passed_over:
        say(f"  snapshot passed over: {reason}")
    for line in [f"{system.value}: {how}" for system, how in service.linked.items()] or ["to no other system"]:
        say(f"  linked     {line}")
    say(f"  service    {public}   (description: {public}/docs)")
    page = "" if service.live is None else f", live page: {admin}/live/"
    say(f"  operation  {admin}   (metrics: {admin}/metrics{page})")
    if service.issuer is None:
        failure = service.keys.failure
        how = "its keys have come" if failure is None else f"its keys cannot be had yet ({failure})"
        say(f"  issuer     {', '.join(service.verifier.issuers)}: {how}")
    else:
        wish = '{"subject": "me", "roles": ["court_clerk"], "claims": {"court_id": 0}}'
        say(f"  token      curl -s {admin}{TOKEN_PATH} -d '{wish}'")
