"""First answers to requests that could not even be made a second time, since what they are about is not as it was."""

from functools import wraps

from engine.events.event import NO_CASE
from engine.http.call import Call, Reply, answer
from engine.http.doing import marks, submit
from engine.http.endpoint import Handler
from engine.http.errors import ProblemError
from engine.http.schemas.steps import done
from engine.scheduling.records import BookingRecord
from engine.service.answers import Answer, Refusal
from engine.service.errors import ChangedError


async def again(call: Call, *, status: int = 200) -> Reply | None:
    """Return the first answer to a request about a case, dispute or meeting that was carried out under its key.

    Parameters
    ----------
    call
        Refused, or about to be.
    status
        Of the first answer.

    Returns
    -------
    Reply or None
        None if nothing was carried out under its key.
    """
    scoped, world_of = call.scoped, call.around.exchange.ask
    if scoped is None or await world_of(lambda world: world.keys.find(scoped)) is None:
        return None
    call.guard = lambda _world: ChangedError("The key has just been forgotten; look whether it was done.")
    found = await submit(call, ())
    return answer(done(found, await _dispute_of(call, found)), status=status, headers=marks(found))


async def _dispute_of(call: Call, found: Answer) -> int:
    """Return which dispute a request was about; a meeting may be forgotten by now, and its record says it."""
    if (dispute_id := call.path.get("dispute_id")) is not None:
        return dispute_id
    if (case_id := call.path.get("case_id")) is not None:
        return await call.around.exchange.ask(lambda world: world.platform.registry.process(case_id)[0].dispute_id)
    entries = (one for result in found.results if not isinstance(result, Refusal) for one in result)
    return next((entry.dispute_id for entry in entries if isinstance(entry, BookingRecord)), NO_CASE)


def repeatable(handler: Handler, *, status: int = 200) -> Handler:
    """Return a handler whose refusals look for a first answer: who has lost a case by his own act asks for it again.

    Parameters
    ----------
    handler
        Of a route whose path names a case, a dispute or a meeting.
    status
        That it answers with when it has done something.
    """

    @wraps(handler)
    async def handle(call: Call) -> Reply:
        try:
            return await handler(call)
        except ProblemError:
            repeated = await again(call, status=status)
            if repeated is None:
                raise
            return repeated

    return handle
