"""First answers to requests that could not even be made a second time, since what they are about is not as it was."""

from functools import wraps

from engine.http.call import Call, Reply, answer
from engine.http.doing import marks, submit
from engine.http.endpoint import Handler
from engine.http.errors import ProblemError
from engine.http.schemas.steps import done
from engine.service.errors import ChangedError


async def again(call: Call) -> Reply | None:
    """Return the first answer to a request about a case or dispute that was carried out under its key; None if new."""
    scoped, world_of = call.scoped, call.around.exchange.ask
    if scoped is None or await world_of(lambda world: world.keys.find(scoped)) is None:
        return None
    call.guard = lambda _world: ChangedError("The key has just been forgotten; look whether it was done.")
    found = await submit(call, ())
    dispute_id = call.path.get("dispute_id")
    if dispute_id is None:
        case_id = call.path["case_id"]
        dispute_id = await world_of(lambda world: world.platform.registry.process(case_id)[0].dispute_id)
    return answer(done(found, dispute_id), headers=marks(found))


def repeatable(handler: Handler) -> Handler:
    """Return a handler whose refusals look for a first answer: who has lost a case by his own act asks for it again."""

    @wraps(handler)
    async def handle(call: Call) -> Reply:
        try:
            return await handler(call)
        except ProblemError:
            repeated = await again(call)
            if repeated is None:
                raise
            return repeated

    return handle
