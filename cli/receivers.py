"""The receivers that a service tells of its events, as the settings name them, and what monitoring reads of them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.http.webhooks import post
from engine.service.errors import SettingError
from engine.service.receiver import Receiver
from engine.service.telling import Teller

if TYPE_CHECKING:
    from cli.serve_settings import WebhookSettings
    from engine.log.stored import StoredLog
    from engine.service.entries import Entry
    from engine.service.gauges import Gauges
    from engine.service.outbox import Position
    from engine.service.store import Store

WEBHOOK_FOLDER: Final = "webhooks"


def teller(
    store: "Store",
    log: "StoredLog[Entry]",
    named: "tuple[WebhookSettings, ...]",
    gauges: "Gauges",
    clock: Callable[[], int],
) -> Teller:
    """Return what tells the receivers that are named, none of them yet.

    Raises
    ------
    SettingError
        If the file of a secret cannot be read, or a receiver is not right.
    """

    def show(name: str, position: "Position") -> None:
        gauges.beside[f'webhook_seq{{receiver="{name}"}}'] = position.seq
        gauges.beside[f'webhook_failures{{receiver="{name}"}}'] = position.failures

    receivers = receivers_of(named)
    source = f"urn:onestop:{store.identity.store_id}"
    return Teller(receivers, source, log.read, post, store.folder / WEBHOOK_FOLDER, clock, show=show)


def receivers_of(named: "tuple[WebhookSettings, ...]") -> list[Receiver]:
    """Return the receivers that are named, with what signs their messages.

    Raises
    ------
    SettingError
        If the file of a secret cannot be read, or a receiver is not right.
    """
    return [Receiver(name=one.name, url=one.url, secret=_secret(one.secret_file), kinds=one.kinds) for one in named]


def _secret(path: str) -> bytes:
    try:
        return Path(path).read_bytes().strip()
    except OSError as error:
        raise SettingError("webhooks.secret_file", path, f"a readable file ({error.strerror})") from error
