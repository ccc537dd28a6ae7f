"""The systems that a service is linked to, as the command line chooses them."""

import logging
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cli.serve_settings import ServeSettings
    from engine.linked.network.address import LinkedSection
    from engine.linked.network.call import Call, Failure
    from engine.linked.network.network import Network
    from engine.linked.words import System
    from engine.service.opening import LinkedSystems

SIMULATED = "simulated"
_JOURNAL = logging.getLogger("onestop")


@dataclass(frozen=True, kw_only=True)
class Linked:
    """The systems of a running service."""

    systems: "LinkedSystems"
    network: "Network"
    how: "Mapping[System, str]"
    """Of each that is linked, its address, or that it is simulated."""


def unlinked() -> "LinkedSystems":
    """Return none: nothing is asked of any system."""
    from engine.linked.settings_text import shipped_settings
    from engine.linked.simulator.words import mixed_words
    from engine.service.opening import LinkedSystems

    return LinkedSystems(settings=shipped_settings(), ports={}, words=mixed_words(0))


def simulated(seed: int) -> "LinkedSystems":
    """Return simulators of all of them, for development: they answer as the shipped settings say."""
    from engine.linked.settings_text import shipped_settings
    from engine.linked.simulator.systems import simulated_systems
    from engine.linked.simulator.words import mixed_key_words, mixed_words
    from engine.service.opening import LinkedSystems

    settings = shipped_settings()
    return LinkedSystems(
        settings=settings, ports=simulated_systems(settings, mixed_key_words(seed)), words=mixed_words(seed + 1)
    )


def linked_by(settings: "ServeSettings", store_id: str) -> Linked:
    """Return the systems of a service: without an issuer it is in development, and may simulate them."""
    simulates = not settings.issuer.issuer and settings.development.simulated_systems
    return configured(settings.linked, store_id, simulates=simulates)


def configured(section: "LinkedSection", store_id: str, *, simulates: bool) -> Linked:
    """Return the systems that the settings name, over a network; the others simulated, or not at all.

    Parameters
    ----------
    section
        Addresses.
    store_id
        Of the store: it stands before the keys of all requests.
    simulates
        Whether those without an address are simulated.

    Raises
    ------
    LinkSettingsError
        If a token, a file of authorities or a certificate cannot be used, or a timeout is out of its bounds.
    """
    from engine.linked.network.address import patience
    from engine.linked.network.network import Link, Network
    from engine.linked.network.tls import tls_context
    from engine.linked.network.token import token_source
    from engine.linked.network.transport import HttpTransport
    from engine.service.opening import LinkedSystems

    named = section.named
    base = simulated(1) if simulates else unlinked()
    settings = patience(base.settings, named)
    links = {
        system: Link(
            HttpTransport(
                address,
                store_id,
                tls_context(system, address),
                token_source(system, address, os.environ),
                time.monotonic,
                failed=_note_unanswered,
            ),
            address.connections,
        )
        for system, address in named.items()
    }
    network = Network(links, settings, time.monotonic, failed=_note_failure)
    ports = {**base.ports, **network.ports}
    return Linked(
        systems=LinkedSystems(settings=settings, ports=ports, words=base.words),
        network=network,
        how={system: named[system].url if system in named else SIMULATED for system in ports},
    )


def _note_unanswered(call: "Call", failure: "Failure") -> None:
    fields = {
        "system": call.request.system.value,
        "number": call.number,
        "attempt": call.attempt,
        "reason": failure.reason.value,
        "duration_us": round(failure.seconds * 1e6),
        **({} if failure.status is None else {"status": failure.status}),
        **({"error": failure.error} if failure.error else {}),
    }
    _JOURNAL.warning("linked_call_unanswered", extra={"fields": fields})


def _note_failure(error: Exception) -> None:
    _JOURNAL.error("linked_call_failed", exc_info=error, extra={"fields": {"error": type(error).__name__}})
