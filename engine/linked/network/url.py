"""Which addresses a service calls: nobody listens in on the way, and nothing is hidden in them."""

from typing import Final
from urllib.parse import urlsplit

URL_CHARACTERS_MAX: Final = 2_000
URL_FORM: Final = "an https address, or http on 127.0.0.1 or [::1], without user, password and fragment"
"""What an address must be, for messages."""
_THIS_MACHINE: Final = frozenset({"127.0.0.1", "::1"})


def is_callable_url(url: str) -> bool:
    r"""Tell whether an address of the settings is `URL_FORM`.

    A name may stand for a private address: systems are named by the operator, and are often inside the house; whoever
    answers under it must prove the name.

    Examples
    --------
    >>> [is_callable_url(url) for url in ("https://court.example/box", "http://127.0.0.1:80@court.example/")]
    [True, False]
    """
    if len(url) > URL_CHARACTERS_MAX or not url.isascii() or not url.isprintable() or set(url) & {" ", "#", "\\"}:
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
        name = (parts.hostname or "").encode("idna")  # a label that is empty or too long names nobody
    except ValueError:
        return False
    if not name or "@" in parts.netloc or port == 0:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _THIS_MACHINE)
