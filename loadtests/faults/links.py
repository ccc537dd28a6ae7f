"""The town's linked systems at the other end of a network: in the process that hurts the service, and outliving it.

They fail over some requests, take some twice, and one of them is away for half an hour of the town's time. What becomes
of their answers on the way is in `loadtests.faults.line`.
"""

import sys
import time
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from engine.linked.network.address import SystemAddress
from engine.linked.network.call import Call, Failure
from engine.linked.network.network import Link, Network
from engine.linked.network.transport import HttpTransport
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.book import Book
from engine.linked.simulator.faults import Faults, Outage
from engine.linked.simulator.site import SimulatedSite
from engine.linked.simulator.systems import simulated_systems
from engine.linked.simulator.words import mixed_key_words, mixed_words
from engine.linked.words import System
from engine.service.opening import LinkedSystems
from loadtests.faults.town import BEGINS_AT, town_identity

_CONNECTIONS: Final = 4
_MINUTE_US: Final = 60_000_000
_USUAL: Final = Faults(error_milli=150, duplicate_milli=100)
_AWAY: Final = Outage(from_at=BEGINS_AT + 10 * _MINUTE_US, to_at=BEGINS_AT + 40 * _MINUTE_US)
FAULTS: Final[Mapping[System, Faults]] = dict.fromkeys(System, _USUAL) | {
    System.MEDIATION_PLATFORM: Faults(error_milli=150, duplicate_milli=100, outages=(_AWAY,))
}


class Linked(NamedTuple):
    """What a service is given of its linked systems."""

    systems: LinkedSystems
    network: Network


def town_site(clock: Callable[[], int]) -> SimulatedSite:
    """Return the systems' side of the network, not started yet; what is due comes at once.

    Parameters
    ----------
    clock
        The town's, microseconds since the epoch.
    """
    words = mixed_key_words(1)
    return SimulatedSite(lambda: simulated_systems(shipped_settings(), words, FAULTS), clock, lambda _seconds: None)


def books_of(site: SimulatedSite) -> Mapping[System, Book]:
    """Return what each system has really done for the town."""
    met = site.stores.get(town_identity().store_id, {})
    return {system: met[system].book if system in met else Book() for system in System}


def town_links(urls: Mapping[System, str]) -> Linked:
    """Return the service's side of the network.

    Parameters
    ----------
    urls
        Where each system is.
    """
    settings = shipped_settings()
    links = {system: Link(_transport(url), _CONNECTIONS) for system, url in urls.items()}
    network = Network(links, settings, time.monotonic, failed=_unforeseen)
    return Linked(LinkedSystems(settings=settings, ports=network.ports, words=mixed_words(2)), network)


def _transport(url: str) -> HttpTransport:
    return HttpTransport(
        SystemAddress(url=url), town_identity().store_id, None, str, time.monotonic, failed=_as_expected
    )


def _as_expected(call: Call, failure: Failure) -> None:
    """Say nothing: attempts fail here by design, and the log has each of them."""
    del call, failure


def _unforeseen(error: Exception) -> None:
    sys.stderr.write(f"service: a call to a linked system ended with {error!r}\n")
