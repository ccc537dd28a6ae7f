"""The live page in the service's web app."""

from functools import partial
from pathlib import Path
from typing import Any, Final

from dash import ClientsideFunction, Dash, Input, Output
from fastapi import FastAPI

from dashboards.catalogue import HTML_LANGUAGE, LANGUAGES, Language, Texts, load_texts
from dashboards.errors import LiveError
from dashboards.live import provinces
from dashboards.live.door import STREAM, Door, redirect_route, stream_route
from dashboards.live.frame import encoded, frame
from dashboards.live.hub import Encode, Hub, Source
from dashboards.live.index import content_policy, index_string
from dashboards.live.layout import CHOICE_ID, layout
from dashboards.live.texts import live_texts
from dashboards.live.view import LiveView

ASSETS: Final = Path(__file__).with_name("assets")
INTERVAL_SECONDS: Final = 2.0
STALE_INTERVALS: Final = 5
"""So many counts missed make the page say that it is not live."""


class LivePage:
    """The page as it is mounted; `close` it before the web server waits for its connections to end."""

    def __init__(self, hub: Hub) -> None:
        self._hub: Final = hub

    @property
    def browsers(self) -> int:
        """How many are open on the page."""
        return self._hub.listeners

    def close(self) -> None:
        """End every stream, so that the web server can stop; called in the web server's thread."""
        self._hub.close()


def mount(
    app: FastAPI,
    source: Source,
    *,
    path: str = "/live",
    language: str = "zh",
    interval_seconds: float = INTERVAL_SECONDS,
) -> LivePage:
    """Put the live page into a web app.

    The page asks nothing of who looks at it: whoever reaches the address sees it, so mount it where only those do who
    may, such as beside the metrics. It holds counts of cases, small ones withheld by province.

    Parameters
    ----------
    app
        The service's web app.
    source
        Counts the service's numbers; awaited in the web server's thread, every `interval_seconds`, while somebody
        looks at the page.
    path
        Where the page is found; `path/zh/` and `path/en/` are the page in each language.
    language
        The one that `path` itself leads to.
    interval_seconds
        Between two counts.

    Returns
    -------
    LivePage
        To be closed when the service stops.

    Raises
    ------
    LiveError
        If the path does not begin with a slash or ends with one, or the interval is not above 0.
    CatalogueError
        If there is no such language.
    """
    if not path.startswith("/") or path.endswith("/"):
        raise LiveError(f"path = {path!r}: must begin with a slash and not end with one")
    first = load_texts(language).language
    texts = {each: live_texts(each) for each in LANGUAGES}
    addresses: dict[Language, str] = {each: f"{path}/{each}/" for each in LANGUAGES}
    encode: dict[Language, Encode] = {each: partial(_encode, texts=texts[each]) for each in LANGUAGES}
    hub = Hub(source, encode, interval_seconds=interval_seconds)
    inner = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    stale_seconds = STALE_INTERVALS * interval_seconds
    hashes = [
        script
        for each in LANGUAGES
        for script in _page(inner, texts[each], addresses, index_string(texts[each], stale_seconds=stale_seconds))
    ]
    for each in LANGUAGES:
        inner.add_api_route(addresses[each] + STREAM, stream_route(hub, each), response_model=None)
    inner.add_api_route(path + "/", redirect_route(addresses[first]))
    app.mount(path, Door(inner, content_policy(sorted(set(hashes)))), name="live")
    return LivePage(hub)


def _page(server: Any, texts: Texts, addresses: dict[Language, str], index: str) -> list[str]:
    """Add the page in one language; return the hashes of the scripts that stand in its document."""
    dash: Any = Dash(
        __name__,
        server=server,
        url_base_pathname=addresses[texts.language],
        assets_folder=str(ASSETS),
        index_string=index,
        title=texts("live.title"),
        update_title="",
        serve_locally=True,
        compress=False,
        add_log_handler=False,
        meta_tags=[
            {"name": "viewport", "content": "width=device-width, initial-scale=1"},
            {"http-equiv": "content-language", "content": HTML_LANGUAGE[texts.language]},
        ],
    )
    dash.backend.websocket_capability = False  # numbers come as an event stream; a second connection would lie idle
    dash.layout = layout(texts, addresses)
    identity = provinces.IDENTITY
    dash.clientside_callback(
        ClientsideFunction(namespace="live", function_name="choose"),
        Output(f"{identity}-chart", "figure"),
        Output(f"{identity}-chart", "style"),
        Input(f"{identity}-figures", "data"),
        Input(CHOICE_ID, "value"),
    )
    return [str(script) for script in dash.csp_hashes()]


def _encode(view: LiveView, texts: Texts) -> bytes:
    return encoded(frame(view, texts))
