"""The description itself, for programs and for people."""

from collections.abc import Callable
from typing import Any, Final

from engine.http.call import Call, Reply
from engine.http.endpoint import HTML, JSON, Answered, Endpoint, Handler
from engine.http.headers import CSP_OF_PAGES
from engine.http.page import STYLE

TAG: Final = "Description"
_CSS: Final = "text/css; charset=utf-8"


def pages(described: Callable[[], bytes], page: Callable[[], bytes]) -> tuple[Endpoint, ...]:
    """Return the endpoints that serve a description.

    Parameters
    ----------
    described
        Returns it as JSON.
    page
        Returns it as HTML.
    """
    return (
        _open("/openapi.json", "read_description", "This description", described, JSON, {"openapi": "3.1.0"}, dict),
        _open("/docs", "read_page", "This description as a page", page, HTML, "<!doctype html>", str),
        _open("/docs.css", "read_style", "The page's style sheet", STYLE.encode, _CSS, "body { }", str),
    )


def _open(
    path: str, name: str, summary: str, body: Callable[[], bytes], media: str, example: Any, kind: Any
) -> Endpoint:
    return Endpoint(
        method="GET",
        path=path,
        name=name,
        action=None,
        summary=summary,
        tag=TAG,
        handler=_serving(body, media),
        answers={200: Answered(type=kind, example=example, description=summary, media=media)},
    )


def _serving(body: Callable[[], bytes], media: str) -> Handler:
    headers = () if media == JSON else ((b"content-security-policy", CSP_OF_PAGES),)

    async def serve(call: Call) -> Reply:
        """Return it."""
        del call
        return Reply(body=body(), media=media.encode(), headers=headers)

    return serve
