"""From a request to its answer: the same steps for every endpoint, in one place, as a plain ASGI application.

Order matters: nobody's body is read before his token, and nothing is parsed before its size is known.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from time import perf_counter
from typing import Any, Final, TypeAlias

import msgspec

from engine.access.principal import Principal
from engine.errors import EngineError
from engine.http.call import Call, Headers, Reply, Surroundings
from engine.http.endpoint import JSON, Endpoint
from engine.http.errors import ProblemError
from engine.http.gate import Access, check_action, check_rate, principal_of
from engine.http.headers import ALWAYS, first_of
from engine.http.problem import PROBLEM_TYPE, Trouble, trouble_of
from engine.http.reading import GoneError, Message, Receive, check_sending, decoded, key_of, query_of, read_body
from engine.service.errors import StoppingError, UnknownOutcomeError
from engine.service.keys import request_digest, scoped_key

Send: TypeAlias = Callable[[Message], Awaitable[None]]
Scope: TypeAlias = Mapping[str, Any]
_JOURNAL: Final = logging.getLogger("onestop.http")
_ENCODER: Final = msgspec.json.Encoder()
_NUMBER_MAX: Final = 2**63 - 1
_UNFORESEEN: Final = Trouble(kind="failed", detail="It was noted for the makers under this request's number.")


class Pipeline:
    """Answers requests.

    Parameters
    ----------
    around
        What handlers work with.
    access
        Who is let in.
    """

    def __init__(self, around: Surroundings, access: Access) -> None:
        self.around: Final = around
        self.access: Final = access
        self.counts: Final = around.counts

    def new_request_id(self) -> str:
        """Return a name for a request: the writer's epoch and an ordinal, so never used twice, on any surface."""
        return f"{self.around.exchange.service.gauges.epoch}-{self.counts.take()}"

    async def run(self, endpoint: Endpoint, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request of an endpoint."""
        began = perf_counter()
        request_id = self.new_request_id()
        try:
            reply = await self._reply(endpoint, scope, receive, request_id)
        except GoneError:
            return
        except asyncio.CancelledError:
            # The server stops and has waited as long as it may: what was handed to the writer may still be stored.
            reply = self.failed(_cut_off(endpoint), endpoint, request_id)
        except Exception as error:  # noqa: BLE001 - the last resort: whoever asked is answered, and it is noted
            reply = self.failed(error, endpoint, request_id)
        self.counts.note(endpoint.name, reply.status, perf_counter() - began)
        await respond(send, reply, request_id, receive=receive, is_head=scope["method"] == "HEAD")

    def failed(self, error: Exception, endpoint: Endpoint, request_id: str) -> Reply:
        """Return what is answered after an error; one that is nobody's mistake but the makers' is noted."""
        trouble = trouble_of(error) if isinstance(error, EngineError) else _UNFORESEEN
        if trouble.status == 500:
            _note(error, endpoint, request_id)
        return problem_reply(trouble, request_id)

    async def refuse(self, send: Send, trouble: Trouble) -> None:
        """Answer a request that no endpoint is for."""
        request_id = self.new_request_id()
        self.counts.note("none", trouble.status, 0.0)
        await respond(send, problem_reply(trouble, request_id), request_id)

    async def _reply(self, endpoint: Endpoint, scope: Scope, receive: Receive, request_id: str) -> Reply:
        around, at = self.around, self.around.clock()
        headers = first_of(scope["headers"])
        principal = None
        if endpoint.action is not None:
            principal = await principal_of(self.access, headers, at)
            check_action(principal, endpoint.action)
            if endpoint.body_media == JSON and endpoint.cost:
                check_rate(self.access, principal, at, endpoint.cost)
        path: Mapping[str, int] = scope.get("path_params", {})
        if any(number > _NUMBER_MAX for number in path.values()):
            raise ProblemError("not-found", "There is no such number.")
        limits = around.settings.json_limits
        most = check_sending(endpoint, headers, limits)
        query = query_of(endpoint, scope["query_string"])
        key = key_of(endpoint, headers)
        raw = await read_body(receive, most) if most else b""
        if principal is not None and endpoint.body_media != JSON:
            check_rate(self.access, principal, at, raw.count(b"\n") + 1)
        body = decoded(endpoint, raw, limits)
        call = self.call(
            endpoint,
            scope["path"],
            principal=principal,
            at=at,
            headers=headers,
            path=path,
            query=query,
            key=key,
            raw=raw,
            body=body,
            request_id=request_id,
        )
        return await endpoint.handler(call)

    def call(
        self,
        endpoint: Endpoint,
        place: str,
        *,
        principal: Principal | None,
        at: int,
        headers: Mapping[bytes, bytes],
        path: Mapping[str, int],
        query: Any,
        key: str,
        raw: bytes,
        body: Any,
        request_id: str,
    ) -> Call:
        """Return a request that was read, at the path `place`, with what its key stands for."""
        scoped, digest = None, b""
        if key and principal is not None:
            scoped = scoped_key(f"{principal.issuer} {principal.subject}", key)
            digest = request_digest(f"{endpoint.method} {place}\n".encode() + raw)
        return Call(
            around=self.around,
            principal=principal,
            action=endpoint.action,
            path=path,
            query=query,
            body=body,
            raw=raw,
            scoped=scoped,
            key=key,
            digest=digest,
            at=at,
            request_id=request_id,
            headers=headers,
        )


def problem_reply(trouble: Trouble, request_id: str) -> Reply:
    """Return a problem as an answer."""
    headers: Headers = trouble.headers
    if trouble.retry_after_seconds is not None:
        headers = (*headers, (b"retry-after", b"%d" % trouble.retry_after_seconds))
    if trouble.kind == "too-large":
        headers = (*headers, (b"connection", b"close"))  # the rest of the body shall not come
    body = _ENCODER.encode(trouble.of(request_id))
    return Reply(status=trouble.status, body=body, media=PROBLEM_TYPE, headers=headers)


async def respond(
    send: Send, reply: Reply, request_id: str, *, receive: Receive | None = None, is_head: bool = False
) -> None:
    """Send an answer with the headers that every answer has; its own come first and win.

    Parameters
    ----------
    send
        Of the server.
    reply
        The answer.
    request_id
        Of the request.
    receive
        Of the server; tells when who reads a stream has gone.
    is_head
        Whether only the headers were asked for.
    """
    own = [(b"content-type", reply.media), (b"x-request-id", request_id.encode("latin-1")), *reply.headers]
    named = {name for name, _ in reply.headers}
    headers = own + [pair for pair in ALWAYS if pair[0] not in named]
    if reply.stream is None:
        headers.append((b"content-length", b"%d" % len(reply.body)))
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if is_head else reply.body})
        return
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    if not is_head:
        await _pump(send, reply.stream, receive)
    await send({"type": "http.response.body", "body": b""})


async def _pump(send: Send, stream: AsyncIterator[bytes], receive: Receive | None) -> None:
    """Send a stream until it ends or its reader has gone, which is noticed with its next piece."""
    gone = None if receive is None else asyncio.ensure_future(_disconnected(receive))
    try:
        async for piece in stream:
            if gone is not None and gone.done():
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    finally:
        if gone is not None:
            gone.cancel()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _cut_off(endpoint: Endpoint) -> EngineError:
    if endpoint.method in ("GET", "HEAD"):
        return StoppingError("the service is being stopped")
    return UnknownOutcomeError("the service was stopped before it knew")


def _note(error: Exception, endpoint: Endpoint, request_id: str) -> None:
    fields = {"request_id": request_id, "route": endpoint.template, "method": endpoint.method}
    _JOURNAL.error("request_failed", extra={"fields": fields}, exc_info=error)
