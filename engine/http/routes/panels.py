"""People of the other doors: experts, arbitrators and judges are looked for on the roster of their door."""

from typing import Final

from engine.access.words import Action
from engine.http.call import Call, Reply
from engine.http.doing import checked_case, do
from engine.http.endpoint import Answered, Endpoint, KeyRule
from engine.http.examples import AT
from engine.http.repeating import repeatable
from engine.http.schemas.panels import NewPanel
from engine.http.schemas.steps import Done
from engine.registry.requests import FileCase

TAG: Final = "Offers"


async def seek_panel(call: Call) -> Reply:
    """Let the desk of a case's door look for who will handle it."""
    bonds, _ = await checked_case(call)
    body: NewPanel = call.body
    wanted = {name: getattr(body, name) for name in body.__struct_fields__}
    keys = tuple(filter(None, call.around.parties.keys_of(bonds.dispute_id)))
    asked = FileCase(dispute_id=bonds.dispute_id, case_id=call.path["case_id"], parties=keys, **wanted)
    return await do(call, bonds.dispute_id, asked)


_STEP: Final = {"at": AT, "case_id": 8, "track": "evaluation"}
ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/cases/{case_id:int}/panel",
        name="seek_panel",
        action=Action.SEEK_PANEL,
        summary="Look for who handles a case of another door",
        description=(
            "Experts, arbitrators or a judge are drawn from the roster of the case's door and offered the case; when "
            "the last of the panel has accepted it is constituted, where the rules of the door say so."
        ),
        tag=TAG,
        handler=repeatable(seek_panel),
        body=NewPanel,
        body_example={"panel_size": 3},
        path_example={"case_id": 7},
        key=KeyRule.OPTIONAL,
        answers={
            200: Answered(
                type=Done,
                example={"at": AT, "seq": 16, "steps": [{"kind": "filed", **_STEP}]},
                description="They are looked for, and who was found is asked",
            )
        },
        problems=("not-found", "changed", "refused", "conflict", "not-open", "condition", "not-entitled"),
    ),
)
