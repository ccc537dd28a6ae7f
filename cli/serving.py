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
from typing import TYPE_CHECKING, Final

from cli.beside import start_beside
from cli.issuer_keys import issuer_keys, keep_fresh, verifier_of
from cli.journal import RELEASE, note_clock, note_poison, note_repairs, note_start, note_state, note_stop
from cli.linked_systems import linked_by
from cli.live_source import LiveSource
from cli.serve_settings import ServeSettings
from dashboards.live.mount import LivePage, mount
from engine.access.issuer import DevelopmentIssuer
from engine.access.keys import KeyCache
from engine.access.principal import Member
from engine.access.rates import RateLimiter
from engine.access.tokens import Verifier
from engine.calendar.calendar import WorkCalendar
from engine.http.app import create_admin_app, create_app
from engine.http.exchange import Exchange, answered
from engine.http.gate import Access
from engine.log.store import open_store
from engine.parties.errors import MasterKeyError
from engine.parties.files import KEYS_FILE
from engine.parties.master_key import make_master_key, read_master_keys
from engine.parties.store import PartyStore
from engine.service.clock import SteadyClock
from engine.service.errors import ClockError
from engine.service.linking import Linking
from engine.service.opening import CODEC, PlatformFactory, open_writer
from engine.service.service import Service
from engine.service.snapshots import Recovered
from engine.service.starting_clock import check_clock
from engine.service.store import MASTER_KEY_FILE, Store
from engine.service.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI

    from engine.linked.words import System

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
    keys: KeyCache
    """Of the issuer, or of the service itself in development."""
    clock: SteadyClock
    recovered: Recovered
    linked: "Mapping[System, str]"
    """Each linked system, and its address or that it is simulated."""


@contextmanager
def running(
    store: Store, settings: ServeSettings, *, has_live_page: bool, believes_clock: bool = False
) -> Generator[Running]:
    """Serve a store as long as the block lasts; it is stopped in order when the block ends.

    Parameters
    ----------
    store
        The store.
    settings
        Bounds, and who issues tokens; if nobody is named, the service does, and must listen on the loopback only.
    has_live_page
        Whether the live page is mounted beside the metrics.
    believes_clock
        Whether somebody has looked at the clock, however far it is from the log's end.

    Raises
    ------
    engine.errors.EngineError
        If the store cannot be opened or followed, or the clock does not fit its log.
    """
    clock = _clock()
    issuer = None if settings.issuer.issuer else DevelopmentIssuer(audience=settings.issuer.audience)
    with ExitStack() as parts:
        log = parts.enter_context(closing(open_store(store.log_folder, CODEC)))
        note_repairs(log)
        parties = parts.enter_context(closing(_party_store(store)))
        linked = linked_by(settings, store.identity.store_id)
        recoveries: list[Recovered] = []
        platforms = PlatformFactory(store, linked.systems)
        writer = open_writer(store, log, platforms, recovered=recoveries.append, on_poison=note_poison)
        _check_clock(writer, clock(), settings, believes_clock=believes_clock)
        _sweep(parties, writer, settings.http.tenant)
        service = Service(writer, clock, settings.service, answered=answered, changed=note_state, end=_end)
        keys = issuer_keys(settings, issuer)
        access = Access(verifier_of(store, settings, issuer, keys), RateLimiter(settings.rates, clock()))
        known = partial(_organisation, writer)
        public = create_app(service, access, parties, settings.http, clock=clock, organisation_of=known)
        admin = create_admin_app(public)
        live = _live_page(admin, service, settings, store, clock) if has_live_page else None
        parts.callback(Linking(service, lambda: writer.world, tuple(linked.how), linked.network).start())
        service.start(release=RELEASE, roster_digest=store.identity.roster_digest)
        parts.callback(note_stop, service)
        parts.callback(service.stop)
        parts.callback(keep_fresh(keys, clock, service.gauges))
        start_beside(parts, store, log, service, settings, clock)
        _ease()
        note_start(service, recoveries[0])
        yield Running(
            service=service,
            public=public,
            admin=admin,
            live=live,
            issuer=issuer,
            verifier=access.verifier,
            keys=keys,
            clock=clock,
            recovered=recoveries[0],
            linked=linked.how,
        )


def _organisation(writer: Writer, member: Member) -> int | None:
    """Return the organisation of somebody on a roster, appointed lately or not; None if there is no such roster."""
    desk = writer.world.platform.registry.desks.get(member.track)
    return None if desk is None else desk.organisation_of(member.number)


def _ease() -> None:
    """Leave the collector nothing of half a million cases to look through."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


def _clock() -> SteadyClock:
    return SteadyClock(lambda: time.time_ns() // 1_000, lambda: time.monotonic_ns() // 1_000, changed=note_clock)


def _check_clock(writer: Writer, now: int, settings: ServeSettings, *, believes_clock: bool) -> None:
    world = writer.world
    try:
        absence_hours_max = settings.service.absence_hours_max
        check_clock(now, world.last_at, world.platform.next_due, absence_hours_max=absence_hours_max)
    except ClockError:
        if not believes_clock:
            raise
        _JOURNAL.warning("clock_believed", extra={"fields": {"wait_us": max(0, world.last_at - now)}})


def _party_store(store: Store) -> PartyStore:
    key = store.folder / MASTER_KEY_FILE
    if not key.exists():
        if (store.party_folder / KEYS_FILE).exists():
            raise MasterKeyError(
                f"master key file {key}: must be there, since {store.party_folder} holds party data under it; put it "
                "back, or move that folder away: without the key nobody reads what is in it"
            )
        make_master_key(key)
    return PartyStore(store.party_folder, read_master_keys(key))


def _sweep(parties: PartyStore, writer: Writer, tenant: str) -> None:
    """Forget data of disputes that the log does not know, as after a restored backup: their numbers come again."""
    next_number = writer.world.platform.registry.next_number
    swept = parties.sweep(lambda whose, dispute_id: whose != tenant or dispute_id < next_number)
    if any(swept):
        _JOURNAL.warning("parties_swept", extra={"fields": swept._asdict()})


def _live_page(
    admin: "FastAPI", service: Service, settings: ServeSettings, store: Store, clock: SteadyClock
) -> LivePage:
    about = store.identity
    calendar = WorkCalendar.china(about.first_year, about.announced_until, provisional_until=about.provisional_until)
    exchange = Exchange(service, answer_seconds=settings.http.answer_seconds, read_seconds=settings.http.read_seconds)
    return mount(admin, LiveSource(exchange, store.folder, calendar, clock))


def _end(reason: str) -> None:
    """End the process at once: nothing it knows can be trusted, and its successor finds out."""
    _JOURNAL.critical("disk_failed")
    logging.shutdown()
    sys.stderr.write(f"onestop: {reason}\n")
    sys.stderr.flush()
    os._exit(BROKEN)
