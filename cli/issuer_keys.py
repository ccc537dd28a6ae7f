"""Whose tokens a service believes: the issuer of its settings, or in development itself; and its keys, kept fresh."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.access.denial_file import KeptDenyList
from engine.access.key_keeper import KeyKeeper
from engine.access.keys import KeyCache
from engine.access.tokens import TrustedIssuer, Verifier, VerifierSettings
from engine.http.key_source import fetch_over_https
from engine.http.routes.health import KEYS_USABLE
from engine.service.issuer_mark import keep_issuer
from engine.service.store import DENIAL_FILE, Store

if TYPE_CHECKING:
    from cli.serve_settings import ServeSettings
    from engine.access.issuer import DevelopmentIssuer
    from engine.service.gauges import Gauges

_JOURNAL = logging.getLogger("onestop")


def issuer_keys(settings: "ServeSettings", issuer: "DevelopmentIssuer | None") -> KeyCache:
    """Return the keys of the issuer that is named, or of the service itself in development; none is fetched yet.

    Raises
    ------
    engine.access.errors.KeySourceError
        If the issuer's address or the file of who may vouch for it is not right.
    """
    if issuer is not None:
        return KeyCache(issuer.fetch)
    return KeyCache(fetch_over_https(settings.issuer.keys_url, ca_file=settings.issuer.ca_file))


def verifier_of(
    store: Store, settings: "ServeSettings", issuer: "DevelopmentIssuer | None", keys: KeyCache
) -> Verifier:
    """Return what verifies tokens; a store that is served with a named issuer is marked as its own."""
    name = settings.issuer.issuer if issuer is None else issuer.name
    if issuer is None and keep_issuer(store.folder, name) not in ("", name):
        _JOURNAL.warning("issuer_changed")
    trusted = TrustedIssuer(name, keys, frozenset({settings.http.tenant}))
    denied = KeptDenyList(store.folder / DENIAL_FILE)
    return Verifier([trusted], VerifierSettings(audience=settings.issuer.audience), denied)


def keep_fresh(keys: KeyCache, clock: Callable[[], int], gauges: "Gauges") -> Callable[[], None]:
    """Fetch the keys, and again before they are old, showing monitoring how they are; return what ends that."""

    def show(is_usable: bool, fetched_at: int) -> None:  # noqa: FBT001 - the signature is the keeper's
        gauges.beside[KEYS_USABLE] = int(is_usable)
        gauges.beside["issuer_keys_fetched_timestamp_seconds"] = fetched_at / 1_000_000

    keeper = KeyKeeper(keys, clock, show=show, tell=_note)
    keeper.turn()
    keeper.start()
    return keeper.stop


def _note(failure: Exception | None) -> None:
    if failure is None:
        _JOURNAL.info("issuer_keys_fetched")
        return
    fields = {"error": type(failure).__name__, "status": getattr(failure, "code", None)}
    _JOURNAL.error("issuer_keys_unavailable", extra={"fields": fields})
