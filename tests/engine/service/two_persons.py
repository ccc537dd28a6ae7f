"""What is asked about proposals, by two persons, and what a writer answers."""

from typing import Any

from engine.access.second_person import Reason
from engine.access.words import Action
from engine.events.enums import PolicyName
from engine.registry.example import MONDAY
from engine.registry.staff_requests import AdoptPolicy
from engine.service.answers import Answer, Command, Group, Refusal
from engine.service.proposals import ConfirmProposal, Propose, WithdrawProposal
from engine.service.writer import Writer
from tests.engine.service.house import answered

HOUR = 3_600_000_000
POLICY = AdoptPolicy(court_id=0, policy=PolicyName.RANDOM)
TENANT = "north"


def proposed(command: str = "random", person: str = "one", action: Action = Action.ADOPT_POLICY) -> Propose:
    """Somebody's proposal."""
    return Propose(
        person=person, tenant=TENANT, action=action, command=command, reason=Reason.SUPERVISION, reference="2026-17"
    )


def confirmed(number: int = 1, **changes: Any) -> ConfirmProposal:
    """Somebody else's confirmation: of a policy, unless it is changed."""
    wanted: dict[str, Any] = {
        "number": number,
        "person": "two",
        "tenant": TENANT,
        "action": Action.ADOPT_POLICY,
        "command": "random",
        "request": POLICY,
        **changes,
    }
    return ConfirmProposal(**wanted)


def erased(number: int = 1, **changes: Any) -> ConfirmProposal:
    """A confirmation of what is done outside the log."""
    return confirmed(number, **{"action": Action.ERASE_PARTY_DATA, "request": None, **changes})


def withdrawn(number: int = 1, person: str = "one") -> WithdrawProposal:
    """A withdrawal."""
    return WithdrawProposal(number=number, person=person, tenant=TENANT, action=Action.ADOPT_POLICY)


def asked(writer: Writer, command: Command, at: int = MONDAY, key: bytes | None = None) -> Answer:
    """What a writer answers to one command."""
    (outcome,) = writer.handle([Group(commands=(command,), key=key, request_digest=b"same")], at)
    return answered(outcome)


def refusal(answer: Answer) -> str:
    """The class of the error by which the only command was refused; '' if it was done."""
    (result,) = answer.results
    return result.error if isinstance(result, Refusal) else ""
