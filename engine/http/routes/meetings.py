"""Sessions and hearings: set, moved, cancelled, ended."""

from typing import Any, Final

from engine.access.words import Action
from engine.http.call import Call, Reply
from engine.http.doing import checked_case, checked_meeting, do
from engine.http.endpoint import Answered, Endpoint, Handler, KeyRule
from engine.http.examples import AT, DONE
from engine.http.repeating import repeatable
from engine.http.schemas.staff import MeetingCancelled, MeetingEnded, MeetingMoved, NewMeeting
from engine.http.schemas.steps import Done
from engine.registry.meetings import CancelMeeting, EndMeeting, MoveMeeting, SetMeeting

TAG: Final = "Meetings"
_DONE: Final = Answered(type=Done, example=DONE, description="Done and stored")
_PROBLEMS: Final = ("not-found", "changed", "time-taken", "refused", "conflict")


async def set_meeting(call: Call) -> Reply:
    """Set a session or hearing."""
    bonds, _ = await checked_case(call)
    body: NewMeeting = call.body
    asked = SetMeeting(
        dispute_id=bonds.dispute_id,
        case_id=call.path["case_id"],
        medium=body.medium,
        not_before=body.not_before,
        duration_minutes=body.duration_minutes,
        agents=body.agents,
        pool=body.pool,
        agreed=body.agreed,
    )
    return await do(call, bonds.dispute_id, asked, status=201)


async def move_meeting(call: Call) -> Reply:
    """Give a meeting another time."""
    bonds, _ = await checked_meeting(call)
    body: MeetingMoved = call.body
    asked = MoveMeeting(number=call.path["number"], not_before=body.not_before, reason=body.reason)
    return await do(call, bonds.dispute_id, asked)


async def cancel_meeting(call: Call) -> Reply:
    """Cancel a meeting."""
    bonds, _ = await checked_meeting(call)
    body: MeetingCancelled = call.body
    return await do(call, bonds.dispute_id, CancelMeeting(number=call.path["number"], reason=body.reason))


async def end_meeting(call: Call) -> Reply:
    """Note that a meeting was held, or who did not appear."""
    bonds, _ = await checked_meeting(call)
    body: MeetingEnded = call.body
    return await do(call, bonds.dispute_id, EndMeeting(number=call.path["number"], absent=body.absent))


def _change(verb: str, summary: str, handler: Handler, body: Any, example: dict[str, Any]) -> Endpoint:
    return Endpoint(
        method="POST",
        path=f"/v1/meetings/{{number:int}}:{verb}",
        name=f"{verb}_meeting",
        action=Action.SET_MEETING,
        summary=summary,
        tag=TAG,
        handler=repeatable(handler),
        body=body,
        body_example=example,
        path_example={"number": 0},
        key=KeyRule.OPTIONAL,
        answers={200: _DONE},
        problems=_PROBLEMS,
    )


ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/cases/{case_id:int}/meetings",
        name="set_meeting",
        action=Action.SET_MEETING,
        summary="Set a session or hearing",
        description="At the earliest time at which everybody is free, within the case's statutory period.",
        tag=TAG,
        handler=repeatable(set_meeting, status=201),
        body=NewMeeting,
        body_example={"not_before": AT},
        path_example={"case_id": 7},
        key=KeyRule.REQUIRED,
        answers={201: _DONE},
        problems=_PROBLEMS,
    ),
    _change(
        "move",
        "Give a meeting another time",
        move_meeting,
        MeetingMoved,
        {"not_before": AT, "reason": "party_request"},
    ),
    _change("cancel", "Cancel a meeting", cancel_meeting, MeetingCancelled, {"reason": "party_request"}),
    _change("end", "Note that a meeting was held, or who did not appear", end_meeting, MeetingEnded, {"absent": []}),
)
