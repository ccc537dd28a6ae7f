"""A service put together: store, log, writer, access, party data, web surfaces, live page, snapshots."""

import gc
import logging
import os
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from cli.linked_systems import linked_by
from cli.live_source import LiveSource
from cli.receivers import teller
from cli.scrubbing import scrubber
from cli.serve_settings import IssuerSettings, ServeSettings
from dashboards.live.mount import LivePage, mount
from engine.access.denial_file import KeptDenyList
from engine.access.issuer import DevelopmentIssuer
from engine.access.keys import KeyCache
from engine.access.principal import Member
from engine.access.rates import RateLimiter
from engine.access.tokens import TrustedIssuer, Verifier, VerifierSettings
from engine.calendar.calendar import WorkCalendar
from engine.http.app import create_admin_app, create_app
from engine.http.exchange import Exchange, answered
from engine.http.gate import Access
from engine.http.key_source import fetch_over_https
from engine.log.store import open_store
from engine.log.stored import StoredLog
from engine.parties.master_key import make_master_key, read_master_keys
from engine.parties.store import PartyStore
from engine.service.clock import SteadyClock
from engine.service.entries import Entry
from engine.service.linking import Linking
from engine.service.opening import CODEC, PlatformFactory, open_writer
from engine.service.service import Service
from engine.service.snapshots import Recovered
from engine.service.store import DENIAL_FILE, MASTER_KEY_FILE, Store
from engine.service.upkeep import Snapshotter
from engine.service.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI

    from engine.linked.words import System
    from engine.service.answers import Group

BROKEN: Final = 70
"""Exit code after the disk has failed, as `sysexits` has it for a fault that is not the user's."""
_THRESHOLDS: Final = (50_000, 20, 100)
"""Of the collector: what a batch makes is no garbage, and looking for some every few hundred objects costs a tenth."""
_JOURNAL: Final = logging.getLogger("onestop")


@dataclass(frozen=True, kw_only=True)
class Running:
    """A service that serves, and its surfaces."""

    service: Service
    public: "FastAPI"
    admin: "FastAPI"
    live: LivePage | None
    issuer: DevelopmentIssuer | None
    """Issues tokens; of a service in development only."""
    verifier: Verifier
    clock: SteadyClock
    recovered: Recovered
    linked: "Mapping[System, str]"
    """Each linked system, and its address or that it is simulated."""


@contextmanager
def running(store: Store, settings: ServeSettings, *, has_live_page: bool) -> Generator[Running]:
    """Serve a store as long as the block lasts; it is stopped in order when the block ends.

    Parameters
    ----------
    store
        The store.
    settings
        Bounds, and who issues tokens; if nobody is named, the service does, and must listen on the loopback only.
    has_live_page
        Whether the live page is mounted beside the metrics.

    Raises
    ------
    engine.errors.EngineError
        If the store cannot be opened or followed.
    """
    clock = SteadyClock(lambda: time.time_ns() // 1_000, lambda: time.monotonic_ns() // 1_000)
    issuer = None if settings.issuer.issuer else DevelopmentIssuer(audience=settings.issuer.audience)
    with ExitStack() as parts:
        log = parts.enter_context(closing(open_store(store.log_folder, CODEC)))
        _note_repairs(log)
        parties = parts.enter_context(closing(_party_store(store)))
        linked = linked_by(settings, store.identity.store_id)
        recoveries: list[Recovered] = []
        writer = open_writer(
            store, log, PlatformFactory(store, linked.systems), recovered=recoveries.append, on_poison=_note_poison
        )
        _sweep(parties, writer, settings.http.tenant)
        service = Service(writer, clock, settings.service, answered=answered, end=_end)
        access = Access(_verifier(store, settings, issuer, clock()), RateLimiter(settings.rates, clock()))
        organisation_of = partial(_organisation, writer)
        public = create_app(service, access, parties, settings.http, clock=clock, organisation_of=organisation_of)
        admin = create_admin_app(public)
        live = _live_page(admin, service, settings, store, clock) if has_live_page else None
        parts.callback(Linking(service, lambda: writer.world, tuple(linked.how), linked.network).start())
        service.start(release=version("onestop"), roster_digest=store.identity.roster_digest)
        parts.callback(service.stop)
        keeper = _snapshotter(store, service, settings)
        keeper.start()
        parts.callback(keeper.stop)
        scrub = scrubber(log, settings.log, service.gauges, clock)
        if scrub is not None:
            scrub.start()
            parts.callback(scrub.stop)
        telling = teller(store, log, settings.webhooks, service.gauges, clock)
        telling.start()
        parts.callback(telling.stop)
        _ease()
        yield Running(
            service=service,
            public=public,
            admin=admin,
            live=live,
            issuer=issuer,
            verifier=access.verifier,
            clock=clock,
            recovered=recoveries[0],
            linked=linked.how,
        )


def _note_repairs(log: StoredLog[Entry]) -> None:
    for repair in log.repairs:
        _JOURNAL.warning("log_repaired", extra={"fields": {"kind": repair.part, "seq": repair.from_seq}})


def _organisation(writer: Writer, member: Member) -> int | None:
    """Return the organisation of somebody on a roster, appointed lately or not; None if there is no such roster."""
    desk = writer.world.platform.registry.desks.get(member.track)
    return None if desk is None else desk.organisation_of(member.number)


def _ease() -> None:
    """Leave the collector nothing of half a million cases to look through."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


def _party_store(store: Store) -> PartyStore:
    key = store.folder / MASTER_KEY_FILE
    if not key.exists():
        make_master_key(key)
    return PartyStore(store.party_folder, read_master_keys(key))


def _sweep(parties: PartyStore, writer: Writer, tenant: str) -> None:
    """Forget data of disputes that the log does not know, as after a restored backup: their numbers come again."""
    next_number = writer.world.platform.registry.next_number
    swept = parties.sweep(lambda whose, dispute_id: whose != tenant or dispute_id < next_number)
    if any(swept):
        _JOURNAL.warning("parties_swept", extra={"fields": swept._asdict()})


def _verifier(store: Store, settings: ServeSettings, issuer: DevelopmentIssuer | None, at: int) -> Verifier:
    keys, name = _keys(settings.issuer, issuer)
    if not keys.refresh(at):
        _JOURNAL.warning("issuer_keys_unavailable")
    trusted = TrustedIssuer(name, keys, frozenset({settings.http.tenant}))
    denied = KeptDenyList(store.folder / DENIAL_FILE)
    return Verifier([trusted], VerifierSettings(audience=settings.issuer.audience), denied)


def _keys(settings: IssuerSettings, issuer: DevelopmentIssuer | None) -> tuple[KeyCache, str]:
    if issuer is not None:
        return KeyCache(issuer.fetch), issuer.name
    return KeyCache(fetch_over_https(settings.keys_url)), settings.issuer


def _live_page(
    admin: "FastAPI", service: Service, settings: ServeSettings, store: Store, clock: SteadyClock
) -> LivePage:
    about = store.identity
    calendar = WorkCalendar.china(about.first_year, about.announced_until, provisional_until=about.provisional_until)
    exchange = Exchange(service, answer_seconds=settings.http.answer_seconds, read_seconds=settings.http.read_seconds)
    return mount(admin, LiveSource(exchange, store.folder, calendar, clock))


def _snapshotter(store: Store, service: Service, settings: ServeSettings) -> Snapshotter:
    command = (sys.executable, "-m", "cli.main", "engine", "snapshot", str(store.folder), "--json")
    return Snapshotter(
        command,
        lambda: service.health.seq,
        entries_min=settings.snapshots.entries_min,
        every_seconds=settings.snapshots.every_seconds,
        tell=_note_snapshot,
    )


def _note_snapshot(said: str, succeeded: bool) -> None:  # noqa: FBT001 - the signature is the snapshotter's
    level, event = (logging.INFO, "snapshot_made") if succeeded else (logging.ERROR, "snapshot_failed")
    _JOURNAL.log(level, event, extra={"fields": {"bytes": len(said)}})


def _note_poison(group: "Group", error: Exception) -> None:
    _JOURNAL.error(
        "command_poisoned",
        exc_info=error,
        extra={"fields": {"number": len(group.commands), "error": type(error).__name__}},
    )


def _end(reason: str) -> None:
    """End the process at once: nothing it knows can be trusted, and its successor finds out."""
    _JOURNAL.critical("disk_failed")
    logging.shutdown()
    sys.stderr.write(f"onestop: {reason}\n")
    sys.stderr.flush()
    os._exit(BROKEN)
