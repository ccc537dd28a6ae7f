"""Posting a message to a receiver: one address from the settings, no redirects, little time, no answer read."""

from collections.abc import Mapping
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError
from urllib.request import Request

from engine.http.outgoing import straight_opener

TIMEOUT_SECONDS: Final = 10.0


_OPENER: Final = straight_opener()


def post(url: str, headers: Mapping[str, str], body: bytes) -> int | None:
    """Post a body and return the status of the answer, None if there was none.

    Parameters
    ----------
    url
        From the settings, never from a request: `https`, or `http` on the loopback interface.
    headers, body
        Of the message.
    """
    request = Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310 - checked with the settings
    try:
        with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (OSError, HTTPException):
        return None
