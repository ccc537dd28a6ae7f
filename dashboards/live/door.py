"""How the page is reached: its own small web app inside the service's, with its own headers."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final, TypeAlias

from fastapi.responses import PlainTextResponse, RedirectResponse, StreamingResponse

from dashboards.catalogue import Language
from dashboards.live.hub import Hub

STREAM: Final = "stream"
"""Last part of the address of the numbers."""
_RETRY_SECONDS: Final = 5

Message: TypeAlias = MutableMapping[str, Any]
"""A scope or an event of ASGI."""
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]
"""A web app as ASGI calls it."""


class Door:
    """Passes requests on to the page with the full path, and says in each answer what a browser may do with it.

    Parameters
    ----------
    app
        The page's web app, whose routes begin with the path that the page is mounted at.
    policy
        Content security policy.
    """

    def __init__(self, app: App, policy: str) -> None:
        self._app: Final = app
        self._headers: Final = [
            (b"content-security-policy", policy.encode("ascii")),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
        ]

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *self._headers]}
            await send(message)

        # Mounting moves the path into `root_path`; the page's routes want it whole.
        await self._app({**scope, "root_path": ""}, receive, send_with_headers)


class _Stream(StreamingResponse):
    """An event stream whose generator ends with it, however it ends."""

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            close: Any = getattr(self.body_iterator, "aclose")  # noqa: B009 - an async generator, typed as iterable
            await close()


def stream_route(hub: Hub, language: Language) -> Callable[[], Any]:
    """Make the route from which a browser gets its numbers."""

    async def stream() -> StreamingResponse | PlainTextResponse:
        if hub.is_full:
            return PlainTextResponse("too many browsers", 503, {"retry-after": str(_RETRY_SECONDS)})
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return _Stream(hub.listen(language), media_type="text/event-stream", headers=headers)

    return stream


def redirect_route(to: str) -> Callable[[], RedirectResponse]:
    """Make the route that leads to the page in its first language."""

    def redirect() -> RedirectResponse:
        return RedirectResponse(to)

    return redirect
