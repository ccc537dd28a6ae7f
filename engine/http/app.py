"""The web surface as an application: endpoints in, FastAPI out; nothing is global."""

import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from typing import Any, Final

import msgspec
from fastapi import FastAPI
from starlette.routing import Route

from engine.access.principal import Member
from engine.errors import EngineError
from engine.http.call import Clock, Surroundings
from engine.http.direct import DirectFastAPI
from engine.http.endpoint import Endpoint
from engine.http.exchange import Exchange
from engine.http.gate import Access
from engine.http.metrics import RequestCounts
from engine.http.openapi import document
from engine.http.page import page
from engine.http.party_book import PartyBook
from engine.http.paths import routes_of
from engine.http.pipeline import Pipeline, Scope, Send
from engine.http.problem import Trouble
from engine.http.reading import Receive, prepare
from engine.http.routes.erasure import finish_erasures
from engine.http.routes.every import ADMINISTRATION, PUBLIC
from engine.http.routes.pages import pages
from engine.http.settings import HttpSettings
from engine.http.short_way import ShortWay
from engine.http.streams import Streams
from engine.http.wishes import HeldWishes
from engine.parties.store import PartyStore
from engine.service.entries import Entry
from engine.service.service import Service
from engine.service.views.recent_offers import RecentOffers

VERSION: Final = "1.0"
"""Of the surface: its first number changes when a client must."""
_TITLE: Final = "onestop"
_JOURNAL: Final = logging.getLogger("onestop.http")


def create_app(
    service: Service,
    access: Access,
    parties: PartyStore | None,
    settings: HttpSettings,
    *,
    clock: Clock,
    organisation_of: Callable[[Member], int | None] = lambda _member: None,
) -> FastAPI:
    """Make the surface for everybody; its lifespan must be run, as servers do.

    Parameters
    ----------
    service
        Made with `answered=engine.http.exchange.answered`; started and stopped by the caller.
    access
        Who is let in.
    parties
        The store of party data; None for none.
    settings
        Bounds.
    clock
        The time, and whether it can be believed.
    organisation_of
        The organisation of somebody on a roster, as the desk of its door was told.
    """
    exchange = Exchange(service, answer_seconds=settings.answer_seconds, read_seconds=settings.read_seconds)
    wishes = HeldWishes(store=parties, tenant=settings.tenant)
    wishes.restore(clock())
    around = Surroundings(
        exchange=exchange,
        parties=PartyBook(settings.tenant, parties),
        settings=settings,
        clock=clock,
        streams=Streams(exchange, settings),
        recent=RecentOffers(service.log),
        wishes=wishes,
        organisation_of=organisation_of,
        verifier=access.verifier,
        counts=RequestCounts(),
    )
    return _app(around, access, PUBLIC, _listening(around), title=_TITLE)


def create_admin_app(public: FastAPI) -> FastAPI:
    """Make the separate surface for a port or socket of its own: metrics, denials, erasure.

    Parameters
    ----------
    public
        What `create_app` has returned; both are served by one event loop.
    """
    pipeline: Pipeline = public.state.pipeline
    return _app(pipeline.around, pipeline.access, ADMINISTRATION, None, title=f"{_TITLE} administration")


def described(endpoints: Sequence[Endpoint], *, title: str = _TITLE) -> dict[str, Any]:
    """Return the description of some endpoints."""
    return document(endpoints, title=title, version=VERSION)


def _app(
    around: Surroundings,
    access: Access,
    endpoints: Sequence[Endpoint],
    lifespan: "Callable[[FastAPI], AbstractAsyncContextManager[None]] | None",
    *,
    title: str,
) -> FastAPI:
    pipeline = Pipeline(around, access)
    for one in endpoints:
        prepare(one)

    @cache
    def as_data() -> dict[str, Any]:
        return described(served, title=title)

    own = pages(lambda: msgspec.json.encode(as_data()), cache(lambda: page(as_data())))
    served = (*endpoints, *(own if around.settings.has_docs else ()))
    routes = routes_of(pipeline, served)
    app = DirectFastAPI(
        direct={path: one for path, one in routes.items() if "{" not in path},
        title=title,
        version=VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.pipeline = pipeline
    app.state.short_ways = {one.path.encode(): ShortWay(pipeline, one) for one in endpoints if one.steps is not None}
    app.openapi = as_data
    app.router.routes.extend(Route(path, one, include_in_schema=False) for path, one in routes.items())
    app.router.default = _nothing_there(pipeline)
    return app


def _nothing_there(pipeline: Pipeline) -> Callable[[Scope, Receive, Send], Any]:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what no path is for; a websocket is closed."""
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})
            return
        await pipeline.refuse(send, Trouble(kind="not-found", detail="There is no such path."))

    return answer


def _listening(around: Surroundings) -> "Callable[[FastAPI], AbstractAsyncContextManager[None]]":
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        """Follow the service's batches while the app is served."""
        del app
        service, recent = around.exchange.service, around.recent

        def note(first_seq: int, entries: Sequence[Entry], at: int) -> None:
            del at
            recent.follow(first_seq, entries)

        stop = service.listen(note)
        around.streams.start(service)
        try:
            await finish_erasures(around)
        except EngineError as error:
            # Owed still, and tried again with the next erasure or at the next start; everything else can be served.
            _JOURNAL.error("erasure_owed", exc_info=error)
        try:
            yield
        finally:
            around.streams.stop()
            stop()

    return lifespan
