"""One route of the application for each path, whatever the method: so 405 can name every method that there is."""

from collections.abc import Iterable, Mapping
from typing import Final

from engine.http.endpoint import Endpoint
from engine.http.errors import EndpointError
from engine.http.pipeline import Pipeline, Scope, Send
from engine.http.problem import Trouble
from engine.http.reading import Receive


class PathApp:
    """A plain ASGI application for one path.

    Parameters
    ----------
    pipeline
        Answers.
    endpoints
        By method.
    """

    def __init__(self, pipeline: Pipeline, endpoints: Mapping[str, Endpoint]) -> None:
        self._pipeline: Final = pipeline
        self._endpoints: Final = dict(endpoints)
        if "GET" in self._endpoints:
            self._endpoints["HEAD"] = self._endpoints["GET"]
        self._allow: Final = ", ".join(sorted(self._endpoints)).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        endpoint = self._endpoints.get(scope["method"])
        if endpoint is not None:
            await self._pipeline.run(endpoint, scope, receive, send)
            return
        detail = f"This takes {self._allow.decode()}."
        allow = (b"allow", self._allow)
        await self._pipeline.refuse(send, Trouble(kind="method-not-allowed", detail=detail, headers=(allow,)))


def routes_of(pipeline: Pipeline, endpoints: Iterable[Endpoint]) -> dict[str, PathApp]:
    """Return the applications by path, in the order in which the paths first come: the busiest should be first.

    Raises
    ------
    EndpointError
        If two endpoints have one method and path, or one name.
    """
    by_path: dict[str, dict[str, Endpoint]] = {}
    names: set[str] = set()
    for endpoint in endpoints:
        methods = by_path.setdefault(endpoint.path, {})
        if endpoint.method in methods or endpoint.name in names:
            raise EndpointError(f"{endpoint.method} {endpoint.path} ({endpoint.name}): must be there once")
        methods[endpoint.method] = endpoint
        names.add(endpoint.name)
    return {path: PathApp(pipeline, methods) for path, methods in by_path.items()}
