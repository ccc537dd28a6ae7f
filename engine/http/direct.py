"""FastAPI with a short way for paths without parameters: the busiest requests pass its middlewares and its search by.

Its own way costs some 60 us a request, which is a fifth of lodging a case; what it would do - find the route, answer
errors - the pipeline does for every endpoint anyway.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI

from engine.http.paths import PathApp


class DirectFastAPI(FastAPI):
    """FastAPI, and a table of paths that are answered at once.

    Parameters
    ----------
    direct
        Applications by exact path; each stands in the router, too.
    **settings
        Of FastAPI.
    """

    def __init__(self, *, direct: Mapping[str, PathApp], **settings: Any) -> None:
        super().__init__(**settings)
        self._direct = direct

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            found = self._direct.get(scope["path"])
            if found is not None:
                await found(scope, receive, send)
                return
        await super().__call__(scope, receive, send)
