"""Getting an issuer's keys over the network: one address, no redirects, little time, few bytes."""

from collections.abc import Callable
from typing import Final
from urllib.request import Request

from engine.access.errors import KeySourceError
from engine.http.outgoing import straight_opener

TIMEOUT_SECONDS: Final = 5.0
_OK: Final = 200


def fetch_over_https(url: str, *, timeout_seconds: float = TIMEOUT_SECONDS) -> Callable[[int], bytes]:
    """Return the fetch function of a `KeyCache` for an address.

    Parameters
    ----------
    url
        From the settings, never from a token.
    timeout_seconds
        For each step of the connection.

    Raises
    ------
    KeySourceError
        If the address is no `https` one. The function that is returned raises it when the answer is no success, and
        `OSError` when there is none.
    """
    if not url.startswith("https://"):
        raise KeySourceError("keys_url: must be an https address")
    opener = straight_opener()

    def fetch(size_max: int) -> bytes:
        request = Request(url, headers={"accept": "application/json"})  # noqa: S310 - https, checked above
        with opener.open(request, timeout=timeout_seconds) as answer:
            if answer.status != _OK:
                raise KeySourceError(f"keys_url: answered {answer.status}")
            return answer.read(size_max + 1)

    return fetch
