"""Settings of `onestop engine serve`: sections of one file, or variables of the environment."""

import re
from typing import Final

import msgspec

from engine.access.rates import RateSettings
from engine.http.patience import Patience
from engine.http.settings import HttpSettings
from engine.linked.network.address import LinkedSection
from engine.linked.network.url import URL_FORM, is_callable_url
from engine.service.errors import SettingError
from engine.service.settings import ServiceSettings

TENANT = "court"
_NAME: Final = re.compile(r"[a-z0-9-]{1,64}")


class IssuerSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who issues the tokens that are believed."""

    issuer: str = ""
    """The issuer's `iss`, to the letter; empty for development, in which the service issues tokens itself."""
    keys_url: str = ""
    """Where its key set is: an `https` address."""
    ca_file: str = ""
    """PEM file of who may vouch for that address; whom the machine trusts, if it is empty."""
    audience: str = "onestop"
    """This service, as tokens name it."""

    def __post_init__(self) -> None:
        """Refuse half an issuer."""
        for name, other in (("issuer", "keys_url"), ("keys_url", "issuer")):
            if getattr(self, other) and not getattr(self, name):
                raise SettingError(name, "", f"named together with issuer.{other}")
        if self.keys_url and not self.keys_url.startswith("https://"):
            raise SettingError("keys_url", self.keys_url, "an https address")


class DevelopmentSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a service has only while it issues its tokens itself."""

    simulated_systems: bool = True
    """Whether systems without an address in `linked` are simulated; in production those are not linked."""


class SnapshotSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When snapshots are made."""

    entries_min: int = 200_000
    """Entries since the last one: about what a start follows in some seconds."""
    every_seconds: float = 60.0
    """How often it is looked."""

    def __post_init__(self) -> None:
        """Refuse what would never end or never begin."""
        if self.entries_min < 1:
            raise SettingError("entries_min", self.entries_min, "at least 1")
        if not 0.1 <= self.every_seconds <= 86_400:
            raise SettingError("every_seconds", self.every_seconds, "within 0.1..86400")


class LogSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the files of the log are watched over while they are written."""

    scrub_hours: float = 24.0
    """In how many hours both are compared from the first byte to the last, over and over; 0 for never."""
    scrub_bytes_per_second_max: int = 8 * 2**20
    """Bytes read for it in a second at most; of a log of more than 600 GB a pass takes longer than a day."""

    def __post_init__(self) -> None:
        """Refuse what would keep the disk busy, or never end."""
        if self.scrub_hours and not 0.001 <= self.scrub_hours <= 8_784:
            raise SettingError("scrub_hours", self.scrub_hours, "0, or within 0.001..8784")
        if not 65_536 <= self.scrub_bytes_per_second_max <= 2**30:
            raise SettingError("scrub_bytes_per_second_max", self.scrub_bytes_per_second_max, "within 65536..2**30")


class WebhookSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A system that is told what happens."""

    name: str
    """Of its position in the store: small letters, digits and hyphens."""
    url: str
    """An `https` address; `http` on the loopback interface only."""
    secret_file: str
    """File with what signs the messages, at least 24 bytes."""
    kinds: tuple[str, ...] = ()
    """Kinds of events; all if empty."""

    def __post_init__(self) -> None:
        """Refuse names that are no file names, and addresses that anybody could listen in on."""
        if not _NAME.fullmatch(self.name):
            raise SettingError("webhooks.name", self.name, "1 to 64 small letters, digits and hyphens")
        if not is_callable_url(self.url):
            raise SettingError("webhooks.url", self.url, URL_FORM)


class ServeSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be set; every section and every setting has a default."""

    service: ServiceSettings = ServiceSettings()
    http: HttpSettings = HttpSettings(tenant=TENANT)
    connections: Patience = Patience()
    issuer: IssuerSettings = IssuerSettings()
    rates: RateSettings = RateSettings()
    development: DevelopmentSettings = DevelopmentSettings()
    snapshots: SnapshotSettings = SnapshotSettings()
    log: LogSettings = LogSettings()
    linked: LinkedSection = LinkedSection()
    webhooks: tuple[WebhookSettings, ...] = ()
    """In the file only, `[[webhooks]]` each."""
