"""Where each linked system is: addresses as an administrator writes them, checked by name."""

from collections.abc import Mapping
from typing import Final

import msgspec

from engine.linked.errors import LinkSettingsError
from engine.linked.network.url import URL_FORM, is_callable_url
from engine.linked.settings import SECOND_US, LinkedSettings
from engine.linked.words import System

CONNECTIONS_MAX: Final = 256
TIMEOUT_SECONDS_MIN: Final = 0.1


class SystemAddress(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a system is and how it is spoken to; without a `url` it is not linked."""

    url: str = ""
    """Where requests are posted: `https`, or `http` on the loopback interface."""
    token_file: str = ""
    """File with the bearer token; it is read for every call, so a new token needs no restart."""
    token_variable: str = ""
    """Name of the environment variable that holds the token, instead of a file."""
    ca_file: str = ""
    """PEM file of the authorities that are believed, instead of the machine's."""
    certificate_file: str = ""
    """PEM file of the certificate by which the service says who it is, with those between it and a known authority;
    read at the start."""
    key_file: str = ""
    """PEM file of its key, not encrypted, if that is not in the same file."""
    timeout_seconds: float = 0.0
    """How long an answer is waited for; 0: as `engine/linked/settings.toml` says."""
    connections: int = 32
    """Calls under way at a time: with answers of a second or two enough for the 20 a second that follow an outage."""


_NOWHERE: Final = SystemAddress()


class LinkedSection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section `linked` of the service's settings, one field a system.

    Raises
    ------
    LinkSettingsError
        With system, setting, value and bound.

    Examples
    --------
    >>> LinkedSection(preservation=SystemAddress(url="http://court.example"))
    Traceback (most recent call last):
    ...
    engine.linked.errors.LinkSettingsError: linked.preservation.url = http://court.example: must be an https address, \
or http on 127.0.0.1 or [::1], without user, password and fragment
    """

    identity_authentication: SystemAddress = _NOWHERE
    mediation_platform: SystemAddress = _NOWHERE
    litigation_service: SystemAddress = _NOWHERE
    preservation: SystemAddress = _NOWHERE
    case_handling: SystemAddress = _NOWHERE
    commercial_court: SystemAddress = _NOWHERE

    def __post_init__(self) -> None:
        """Check every address; whether files can be read is found out when they are."""
        for system in System:
            _check(system, getattr(self, system.value))

    @property
    def named(self) -> dict[System, SystemAddress]:
        """The systems that have an address."""
        found: dict[System, SystemAddress] = {system: getattr(self, system.value) for system in System}
        return {system: address for system, address in found.items() if address.url}


def patience(settings: LinkedSettings, named: Mapping[System, SystemAddress]) -> LinkedSettings:
    """Return settings with the timeouts that addresses name.

    Nothing else of them is changed by an address: a log follows from the other settings it was written under.

    Raises
    ------
    LinkSettingsError
        If a timeout is outside its bounds: a system is left alone for longer than one attempt takes.

    Examples
    --------
    >>> from engine.linked.settings_text import shipped_settings
    >>> named = {System.PRESERVATION: SystemAddress(url="https://court.example", timeout_seconds=12)}
    >>> patience(shipped_settings(), named).systems[System.PRESERVATION].timeout_us
    12000000
    """
    systems = dict(settings.systems)
    for system, address in named.items():
        if not address.timeout_seconds:
            continue
        most = systems[system].breaker_rest_us / SECOND_US
        if not TIMEOUT_SECONDS_MIN <= address.timeout_seconds <= most:
            bound = f"0, or within {TIMEOUT_SECONDS_MIN}..{most:g}"
            raise _refused(system, "timeout_seconds", address.timeout_seconds, bound)
        timeout_us = round(address.timeout_seconds * SECOND_US)
        systems[system] = msgspec.structs.replace(systems[system], timeout_us=timeout_us)
    return msgspec.structs.replace(settings, systems=systems)


def _check(system: System, address: SystemAddress) -> None:
    if not address.url:
        for field in address.__struct_fields__:
            if (value := getattr(address, field)) != getattr(_NOWHERE, field):
                raise _refused(system, field, value, "left out where no url is named")
        return
    if not is_callable_url(address.url):
        raise _refused(system, "url", address.url, URL_FORM)
    if address.token_file and address.token_variable:
        raise _refused(system, "token_variable", address.token_variable, "empty where a token_file is named")
    if address.key_file and not address.certificate_file:
        raise _refused(system, "key_file", address.key_file, "left out where no certificate_file is named")
    if address.certificate_file and not address.url.startswith("https://"):
        raise _refused(system, "certificate_file", address.certificate_file, "left out where the url is not https")
    if not 1 <= address.connections <= CONNECTIONS_MAX:
        raise _refused(system, "connections", address.connections, f"within 1..{CONNECTIONS_MAX}")


def _refused(system: System, field: str, value: object, bound: str) -> LinkSettingsError:
    return LinkSettingsError(f"linked.{system.value}.{field} = {value}: must be {bound}")
