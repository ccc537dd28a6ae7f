"""Whether the process lives, and whether it takes commands."""

from typing import Final

import msgspec

from engine.http.call import Call, Reply, answer
from engine.http.endpoint import Answered, Endpoint
from engine.service.clock import JUMP_US
from engine.service.scrubbing import STANDING

TAG: Final = "Health"
KEYS_USABLE: Final = "issuer_keys_usable"
"""Gauge: 0 while no token can be verified."""


class Living(msgspec.Struct, frozen=True, kw_only=True):
    """The process answers."""

    live: bool = True


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """Whether commands are taken, and if not, why; nothing of what the service holds."""

    ready: bool
    state: str
    """starting, serving, full, read_only or stopping; clock, if the wall clock cannot be believed; or keys, if nobody's
    token can be."""
    reason: str
    """In words; while it is ready, what has to be looked at, and empty if there is nothing."""


_REASONS: Final = {
    "starting": "The service is being started.",
    "full": "No space is left on the disk; reads are answered.",
    "read_only": "The store can only be read.",
    "stopping": "The service is being stopped.",
    "clock": "The wall clock stands too far off to be believed.",
    "keys": "The issuer's keys cannot be had; the journal says why.",
}
_BEHIND: Final = "The clock stands before the log's last entry: logged time stands still until it has passed it."
_DAMAGED: Final = "One of the log's two files is damaged; the journal says where."


async def live(call: Call) -> Reply:
    """Answer."""
    del call
    return answer(Living())


async def ready(call: Call) -> Reply:
    """Tell whether commands are taken."""
    service = call.around.exchange.service
    state, beside = service.health.state.value, service.gauges.beside
    if state == "serving" and call.around.clock.is_led_astray:
        state = "clock"
    elif state == "serving" and not beside.get(KEYS_USABLE, 1):
        state = "keys"
    is_ready = state == "serving"
    looked_at = ""
    if beside.get(STANDING, 0) > 0:
        looked_at = _DAMAGED
    elif service.health.last_at - call.at > JUMP_US:
        looked_at = _BEHIND
    body = Readiness(ready=is_ready, state=state, reason=_REASONS.get(state, looked_at))
    return answer(body, status=200 if is_ready else 503)


_NOT_READY: Final = {"ready": False, "state": "full", "reason": _REASONS["full"]}
ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/livez",
        name="live",
        action=None,
        summary="Whether the process lives",
        tag=TAG,
        handler=live,
        answers={200: Answered(type=Living, example={"live": True}, description="It does")},
    ),
    Endpoint(
        method="GET",
        path="/readyz",
        name="ready",
        action=None,
        summary="Whether commands are taken",
        tag=TAG,
        handler=ready,
        answers={
            200: Answered(
                type=Readiness, example={"ready": True, "state": "serving", "reason": ""}, description="They are"
            ),
            503: Answered(type=Readiness, example=_NOT_READY, description="They are not, and why"),
        },
    ),
)
