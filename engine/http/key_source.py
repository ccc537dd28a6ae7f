"""Getting an issuer's keys over the network: one address, no redirects, little time, few bytes."""

from collections.abc import Callable
from http.client import HTTPException
from ssl import SSLContext, SSLError, create_default_context
from typing import Final
from urllib.error import URLError
from urllib.request import Request

from engine.access.errors import KeySourceError
from engine.http.outgoing import straight_opener

TIMEOUT_SECONDS: Final = 5.0
_OK: Final = 200


def fetch_over_https(
    url: str, *, ca_file: str = "", timeout_seconds: float = TIMEOUT_SECONDS
) -> Callable[[int], bytes]:
    """Return the fetch function of a `KeyCache` for an address.

    Parameters
    ----------
    url
        From the settings, never from a token.
    ca_file
        PEM file of the authorities that may vouch for the issuer; those that the machine trusts, if it is empty.
    timeout_seconds
        For each step of the connection.

    Raises
    ------
    KeySourceError
        If the address is no `https` one, or the file holds no certificates. The function that is returned raises it
        when the answer is no success, and `OSError` when there is none.
    """
    if not url.startswith("https://"):
        raise KeySourceError("keys_url: must be an https address")
    opener = straight_opener(_trusting(ca_file))

    def fetch(size_max: int) -> bytes:
        request = Request(url, headers={"accept": "application/json"})  # noqa: S310 - https, checked above
        try:
            with opener.open(request, timeout=timeout_seconds) as answer:
                if answer.status != _OK:
                    raise KeySourceError(f"keys_url: answered {answer.status}")
                return answer.read(size_max + 1)
        except HTTPException as error:
            raise KeySourceError(f"keys_url: its answer is no HTTP ({type(error).__name__})") from error
        except URLError as error:
            if isinstance(error.reason, OSError):
                raise error.reason from error  # tells a refused connection from a certificate that nobody vouches for
            raise

    return fetch


def _trusting(ca_file: str) -> SSLContext:
    try:
        return create_default_context(cafile=ca_file or None)
    except OSError as error:
        reason = "no certificate is in it" if isinstance(error, SSLError) else error.strerror
        raise KeySourceError(f"issuer.ca_file = {ca_file}: must be a readable PEM file ({reason})") from error
