"""Sensitive actions over the web: proposed, listed, withdrawn, and confirmed by somebody else.

What waits is kept by the service in its log (`engine.service.proposals`). Here stand the two persons' rights, which the
matrix says and the writer looks at once more.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from engine.access.matrix import ObjectFacts, may
from engine.access.second_person import person_of
from engine.access.words import Action, Verdict
from engine.http.call import Call, Reply, answer
from engine.http.doing import happened, hold, marks, submit
from engine.http.reading import decoder_of
from engine.http.schemas.proposals import Waiting, Withdrawn
from engine.registry.onestop import PlatformRequest
from engine.service.proposals import ConfirmProposal, Propose, WithdrawProposal
from engine.service.records import ProposalMade
from engine.service.world import World

_JOURNAL: Final = logging.getLogger("onestop.http")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sensitive:
    """A kind of action that takes two persons."""

    action: Action
    noun: str
    """It, in a word."""
    about: str
    """What it is done to, in a word."""
    command: Any
    """What exactly is done, as it comes in."""
    open: Callable[..., Any]
    """Makes a line of the list of those that wait."""
    page: Callable[..., Any]
    """Makes a page of lines."""
    facts: Callable[[Call, World, Any], ObjectFacts | None]
    """What connects the object of a command to people; None if there is none such."""


async def check(call: Call, kind: Sensitive, command: Any) -> None:
    """Refuse whoever may not do it himself, now and when the writer comes to it.

    Raises
    ------
    ProblemError
        If so.
    """

    def verdict(world: World) -> Verdict:
        return may(call.who, kind.action, kind.facts(call, world, command))

    call.check(await call.around.exchange.ask(lambda world: kind.facts(call, world, command)), kind.about)
    hold(call, verdict, Verdict.ALLOWED, kind.about)


async def propose(call: Call, kind: Sensitive) -> Reply:
    """Let an action wait for its second person.

    Raises
    ------
    ProblemError
        If who asks may not do it himself, or it cannot wait.
    """
    body = call.body
    await check(call, kind, body.command)
    asked = Propose(
        person=person_of(call.who),
        tenant=call.who.tenant,
        action=kind.action,
        command=text_of(body.command),
        reason=body.reason,
        reference=body.reference,
    )
    found = await submit(call, (asked,))
    (made,) = happened(found)
    assert isinstance(made, ProposalMade), "that is what proposing leaves"
    note(call, kind, made.proposal.number, "proposed")
    waiting = Waiting(number=made.proposal.number, expires_at=made.proposal.expires_at)
    return answer(waiting, status=202, headers=marks(found))


def confirmation(call: Call, kind: Sensitive, request: PlatformRequest | None) -> ConfirmProposal:
    """Return what confirms the proposal in the path: the body must be just what was proposed."""
    return ConfirmProposal(
        number=call.path["number"],
        person=person_of(call.who),
        tenant=call.who.tenant,
        action=kind.action,
        command=text_of(call.body),
        request=request,
    )


async def withdraw(call: Call, kind: Sensitive) -> Reply:
    """Take back what one has proposed oneself.

    Raises
    ------
    ProblemError
        If it waits no longer, or somebody else has proposed it.
    """
    number = call.path["number"]
    asked = WithdrawProposal(number=number, person=person_of(call.who), tenant=call.who.tenant, action=kind.action)
    found = await submit(call, (asked,))
    happened(found)
    note(call, kind, number, "withdrawn")
    return answer(Withdrawn(number=number), headers=marks(found))


async def list_waiting(call: Call, kind: Sensitive) -> Reply:
    """Return a page of what waits and may be confirmed or withdrawn by who asks."""
    at, query, me = call.at, call.query, person_of(call.who)

    def page(world: World) -> Any:
        lines: list[Any] = []
        for number, made in world.proposals.waiting.items():
            if number <= query.after or made.proposal.expires_at <= at:
                continue
            if len(lines) == query.limit:
                return kind.page(proposals=tuple(lines), next=lines[-1].number)
            if (line := _line(call, kind, world, made, me)) is not None:
                lines.append(line)
        return kind.page(proposals=tuple(lines), next=None)

    return answer(await call.around.exchange.ask(page))


def _line(call: Call, kind: Sensitive, world: World, made: ProposalMade, me: str) -> Any | None:
    one = made.proposal
    if (one.action, one.tenant) != (kind.action, call.who.tenant):
        return None
    try:
        command = decoder_of(kind.command).decode(one.command)
    except msgspec.DecodeError:
        return None  # of an older release, whose commands had another form: nobody can confirm it
    if may(call.who, kind.action, kind.facts(call, world, command)) is not Verdict.ALLOWED:
        return None
    return kind.open(
        number=one.number,
        proposed_at=made.at,
        expires_at=one.expires_at,
        reason=one.reason,
        reference=one.reference,
        is_own=one.proposer == me,
        command=command,
    )


def text_of(command: msgspec.Struct) -> str:
    """Return the canonical text of a command: all its fields, in the order of their declaration."""
    return msgspec.json.encode(command).decode()


def note(call: Call, kind: Sensitive, number: int, phase: str) -> None:
    """Note in the journal what became of a proposal."""
    fields = {"request_id": call.request_id, "number": number, "action": kind.action.value, "phase": phase}
    _JOURNAL.info("proposal", extra={"fields": fields})
