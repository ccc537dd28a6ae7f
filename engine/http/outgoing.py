"""Requests that the service makes: to one address from the settings, and nowhere that it is sent on to."""

from ssl import SSLContext
from typing import Any
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener


class _NoRedirects(HTTPRedirectHandler):
    """Follows nothing: whoever answers at the address could name any machine inside."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> None:
        """Refuse, so that the answer counts as what it is: no success."""


def straight_opener(context: SSLContext | None = None) -> OpenerDirector:
    """Return what opens an address and follows no redirect.

    Parameters
    ----------
    context
        Who is believed to be who; by default whom the machine believes.

    Examples
    --------
    >>> type(straight_opener()).__name__
    'OpenerDirector'
    """
    return build_opener(_NoRedirects, HTTPSHandler(context=context))
