"""Erasing a dispute's party data: two people must want it, and once they do, it is done even after a crash."""

from typing import Final

import msgspec

from engine.access.matrix import ObjectFacts
from engine.access.words import Action
from engine.http.call import Call, Reply, Surroundings, answer
from engine.http.doing import facts_of, happened, marks, submit
from engine.http.endpoint import Answered
from engine.http.proposals import Sensitive, check, confirmation, note
from engine.http.routes.proposing import Proposing
from engine.http.schemas.proposals import Erasure, ErasureProposal, ErasureProposals, OpenErasure
from engine.service.answers import Group
from engine.service.proposals import FulfilProposal
from engine.service.views.bonds import dispute_bonds
from engine.service.world import World

_ERASURE: Final = msgspec.json.Decoder(Erasure)


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """The key of a dispute's party data is destroyed."""

    dispute_id: int


def _dispute(call: Call, world: World, command: Erasure) -> ObjectFacts | None:
    return facts_of(call, dispute_bonds(world, command.dispute_id), with_parties=False)


ERASURE: Final = Sensitive(
    action=Action.ERASE_PARTY_DATA,
    noun="erasure",
    about="dispute",
    command=Erasure,
    open=OpenErasure,
    page=ErasureProposals,
    facts=_dispute,
)


async def confirm_erasure(call: Call) -> Reply:
    """Confirm it: the party data are erased."""
    body: Erasure = call.body
    await check(call, ERASURE, body)
    await call.around.parties.check_kept(body.dispute_id)
    found = await submit(call, (confirmation(call, ERASURE, None),))
    happened(found)
    await finish_erasures(call.around)
    note(call, ERASURE, call.path["number"], "confirmed")
    return answer(Erased(dispute_id=body.dispute_id), headers=marks(found))


async def finish_erasures(around: Surroundings) -> None:
    """Erase all that was confirmed and is not noted as erased: what was confirmed just now, or before a crash.

    Raises
    ------
    EngineError
        If party data could not be erased, or that they are could not be noted; they stay owed.
    """
    if not around.parties.takes_data:
        return

    def owed(world: World) -> list[tuple[int, str]]:
        made = world.proposals.owed.items()
        return [(number, one.proposal.command) for number, one in made if one.proposal.action is ERASURE.action]

    for number, command in await around.exchange.ask(owed):
        await around.parties.erase(_ERASURE.decode(command).dispute_id, around.clock())
        await around.exchange.submit(Group(commands=(FulfilProposal(number=number),)))


ENDPOINTS: Final = Proposing(
    kind=ERASURE,
    path="/v1/erasure-proposals",
    body=ErasureProposal,
    example={"dispute_id": 7},
    confirm=confirm_erasure,
    done=Answered(type=Erased, example={"dispute_id": 7}, description="Erased for good; the log names nobody"),
    tag="Administration",
    is_administration=True,
).endpoints
