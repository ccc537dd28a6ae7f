"""Who is told: a system's name, its address, what signs its messages, and the kinds of events it wants."""

from typing import Final, get_args

import msgspec

from engine.events.records import AnyEvent
from engine.linked.network.url import URL_FORM, is_callable_url
from engine.service.errors import SettingError

SECRET_BYTES_MIN: Final = 24
"""Of a signing secret (Standard Webhooks)."""
KINDS: Final = frozenset(str(kind.__struct_config__.tag) for kind in get_args(AnyEvent))
"""Every kind of event that there is."""


class Receiver(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A system that wants to be told.

    Raises
    ------
    SettingError
        If its address is none, its secret is too short, or there is no such kind of event.
    """

    name: str
    url: str
    """`https`, or `http` on the loopback interface."""
    secret: bytes
    """Known to it and to this service, at least 24 bytes: signs each message."""
    kinds: tuple[str, ...] = ()
    """Kinds of events it wants; all if empty."""

    def __post_init__(self) -> None:
        if not is_callable_url(self.url):
            raise SettingError("webhooks.url", self.url, URL_FORM)
        if len(self.secret) < SECRET_BYTES_MIN:
            bound = f"at least {SECRET_BYTES_MIN} bytes"
            raise SettingError(f"length of the secret of {self.name}", len(self.secret), bound)
        for kind in self.kinds:
            if kind not in KINDS:  # a receiver would wait for it for ever
                raise SettingError(f"webhooks.kinds of {self.name}", kind, f"one of {', '.join(sorted(KINDS))}")
