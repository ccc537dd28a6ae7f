"""The parties' choice of a mediator, who leads their panel, and another mediator for a held case."""

from typing import Any, Final

from engine.access.words import Action, Role
from engine.desk.party_choice import Side, combine
from engine.http.call import Call, Reply, answer
from engine.http.choosing import do_together, held, look, sides_of, time_of
from engine.http.doing import checked_case, do, hold, shown
from engine.http.endpoint import Answered, Endpoint, Handler, KeyRule
from engine.http.errors import ProblemError
from engine.http.examples import AT, DONE
from engine.http.repeating import repeatable
from engine.http.schemas.choice import Held, NewChoice, NewName, NewRanking, NewReplacement, ShownChoice
from engine.http.schemas.steps import Done
from engine.http.wishes import Ranking
from engine.registry.designation_requests import (
    ChooseMediator,
    EndChoice,
    NameLead,
    OpenChoice,
    ReplaceMediator,
    StrikeAndRank,
)
from engine.service.views.bonds import case_bonds
from engine.service.views.choice import choice

TAG: Final = "Choice of a mediator"
LEAD_HELD_US: Final = 2 * 86_400_000_000
"""How long one side's wish for a lead is held; an assumption, since no rule sets a time."""
_PROBLEMS: Final = ("not-found", "changed", "refused", "conflict", "not-open", "condition")
_PATH: Final = "/v1/cases/{case_id:int}"


async def open_choice(call: Call) -> Reply:
    """Let the parties of a waiting case choose."""
    bonds, _ = await checked_case(call)
    body: NewChoice = call.body
    return await do(call, bonds.dispute_id, OpenChoice(case_id=call.path["case_id"], list_size=body.list_size))


async def read_choice(call: Call) -> Reply:
    """Return what the parties choose from."""
    case_id = call.path["case_id"]
    found = await shown(call, lambda world: case_bonds(world, case_id), lambda world: choice(world, case_id), "case")
    if found is None:
        raise ProblemError("conflict", "No mediator is looked for or named in it any more.")
    wishes = call.around.wishes
    said = {
        *wishes.rankings.said(case_id, found.number, at=call.at),
        *wishes.choices.said(case_id, found.number, at=call.at),
    }
    return answer(
        ShownChoice(
            is_open=found.ends_at is not None,
            ends_at=found.ends_at,
            listed=found.listed,
            strikes_max=found.strikes_max,
            answered=tuple(sorted(said)),
            lead=found.lead,
        )
    )


async def choose(call: Call) -> Reply:
    """Name whom a side wants; whom both want is offered the case."""
    asked = await look(call)
    if isinstance(asked, Reply):
        return asked
    until, body, wishes = time_of(asked), call.body, call.around.wishes.choices
    sides = sides_of(call, asked, body.side)
    said = wishes.say(asked.case_id, asked.choice.number, sides, body.mediator_id, until=until, at=call.at)
    if not _is_agreed(said):
        return await held(call, asked, wishes, said, until)
    request = ChooseMediator(case_id=asked.case_id, mediator_id=body.mediator_id)
    return await do_together(call, asked, request, wishes)


async def rank(call: Call) -> Reply:
    """Strike and rank for a side; once both have, the case is offered down what is left."""
    asked = await look(call)
    if isinstance(asked, Reply):
        return asked
    body: NewRanking = call.body
    until, found, wishes = time_of(asked), asked.choice, call.around.wishes.rankings
    if not found.listed:
        raise ProblemError("conflict", "The parties have no list to strike and rank.")
    sides = sides_of(call, asked, body.side)
    if len(sides) > 1:
        raise ProblemError("invalid", "side: must be named by a clerk, each side strikes and ranks by itself.")
    # Said to whoever sends it: what does not fit must not fail when the other side has spoken.
    combine(found.listed, {"own": body.strikes}, {"own": body.ranks}, strikes_max=found.strikes_max)
    own = Ranking(strikes=body.strikes, ranks=body.ranks)
    said = wishes.say(asked.case_id, found.number, sides, own, until=until, at=call.at)
    if len(said) < len(Side):
        return await held(call, asked, wishes, said, until)
    request = StrikeAndRank(
        case_id=asked.case_id,
        strikes={side: one.strikes for side, one in said.items()},
        ranks={side: one.ranks for side, one in said.items()},
    )
    return await do_together(call, asked, request, wishes)


async def end_choice(call: Call) -> Reply:
    """Leave it to the court: one side that will not agree is enough, since it takes both to choose (assumption)."""
    bonds, _ = await checked_case(call)
    return await do(call, bonds.dispute_id, EndChoice(case_id=call.path["case_id"]))


async def name_lead(call: Call) -> Reply:
    """Name who shall lead the panel; whom both sides want leads it."""
    asked = await look(call)
    if isinstance(asked, Reply):
        return asked
    body, wishes = call.body, call.around.wishes.leads
    sides, until = sides_of(call, asked, body.side), call.at + LEAD_HELD_US
    said = wishes.say(asked.case_id, 0, sides, body.mediator_id, until=until, at=call.at)
    if not _is_agreed(said):
        return await held(call, asked, wishes, said, until)
    return await do_together(call, asked, NameLead(case_id=asked.case_id, mediator_id=body.mediator_id), wishes)


def _is_agreed(said: dict[Side, int]) -> bool:
    return len(said) == len(Side) and len(set(said.values())) == 1


async def replace(call: Call) -> Reply:
    """Give a held case to another mediator."""
    bonds, roles = await checked_case(call)
    body: NewReplacement = call.body
    if body.choice is not None and Role.COURT_CLERK not in roles:
        raise ProblemError("invalid", "choice: a clerk of the court records whom both sides want instead.")
    # Who is replaced may go unnamed: it must not be somebody who has the case only since it was looked at.
    hold(call, lambda world: case_bonds(world, call.path["case_id"]), bonds, "case")
    asked = ReplaceMediator(case_id=call.path["case_id"], mediator_id=body.mediator_id, choice=body.choice)
    return await do(call, bonds.dispute_id, asked)


def _post(
    path: str,
    name: str,
    handler: Handler,
    texts: tuple[str, str],
    body: tuple[Any, Any] = (None, None),
    *,
    action: Action = Action.CHOOSE_MEDIATOR,
    waits: bool = False,
) -> Endpoint:
    """Return an endpoint that changes something; of one that `waits`, the first of two sides is answered 202."""
    done = Answered(type=Done, example=DONE, description="Done and stored")
    one = Answered(
        type=Held, example={"answered": ["applicant"], "until": AT}, description="Held until the other side speaks"
    )
    return Endpoint(
        method="POST",
        path=_PATH + path,
        name=name,
        action=action,
        summary=texts[0],
        description=texts[1],
        tag=TAG,
        handler=handler,
        body=body[0],
        body_example=body[1],
        path_example={"case_id": 7},
        key=KeyRule.OPTIONAL,
        answers={200: done, 202: one} if waits else {200: done},
        problems=_PROBLEMS,
    )


_SHOWN: Final = {
    "is_open": True,
    "ends_at": AT,
    "listed": [4, 1, 9],
    "strikes_max": 1,
    "answered": ["applicant"],
    "lead": None,
}
ENDPOINTS: Final = (
    _post(
        "/choice",
        "open_choice",
        repeatable(open_choice),
        ("Let the parties choose", "A clerk records that both sides consent (ONL 10); the case must wait."),
        (NewChoice, {"list_size": 10}),
        action=Action.OPEN_CHOICE,
    ),
    Endpoint(
        method="GET",
        path=_PATH + "/choice",
        name="read_choice",
        action=Action.CHOOSE_MEDIATOR,
        summary="Read what the parties choose from",
        tag=TAG,
        handler=read_choice,
        path_example={"case_id": 7},
        answers={200: Answered(type=ShownChoice, example=_SHOWN, description="The choice as it stands")},
        problems=("not-found", "conflict"),
    ),
    _post(
        "/choice:choose",
        "choose_mediator",
        choose,
        (
            "Choose a mediator",
            "Whom both sides want is offered the case (ONL 10); till then either may change its mind.",
        ),
        (NewName, {"mediator_id": 1}),
        waits=True,
    ),
    _post(
        "/choice:rank",
        "strike_and_rank",
        rank,
        ("Strike and rank", "Once both sides have, the case is offered down what is left of their list."),
        (NewRanking, {"strikes": [4], "ranks": [9, 1]}),
        waits=True,
    ),
    _post(
        "/choice:end",
        "end_choice",
        repeatable(end_choice),
        ("Leave it to the court", "The court designates at once. One side that will not agree is enough (assumption)."),
    ),
    _post(
        "/lead",
        "name_lead",
        name_lead,
        ("Name who leads the panel", "Whom both sides want leads it (ONL 11), else the first seat's mediator."),
        (NewName, {"mediator_id": 1}),
        waits=True,
    ),
    _post(
        "/replacement",
        "replace_mediator",
        repeatable(replace),
        ("Ask for another mediator", "Whoever asks again and chooses nobody refuses mediation, and it ends (ONL 14)."),
        (NewReplacement, {}),
        action=Action.REPLACE_MEDIATOR,
    ),
)
