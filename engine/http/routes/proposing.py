"""The endpoints of a kind of action that takes two persons, all of one form."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from engine.http.call import Call, Reply
from engine.http.endpoint import Answered, Endpoint, Handler, KeyRule
from engine.http.examples import AT
from engine.http.proposals import Sensitive, list_waiting, propose, withdraw
from engine.http.schemas.proposals import ProposalQuery, Waiting, Withdrawn

_PROBLEMS: Final = ("not-found", "changed", "refused", "conflict", "busy")
_WHY: Final = {"reason": "supervision", "reference": "2026-17"}
_LINE: Final = {"number": 1, "proposed_at": AT - 3_600_000_000, "expires_at": AT, **_WHY, "is_own": False}


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposing:
    """What the endpoints of one kind differ in."""

    kind: Sensitive
    path: str
    """Where it is proposed; the others lie below it."""
    body: Any
    """What proposes."""
    example: Any
    """Of the command, which is the body that confirms."""
    confirm: Handler
    done: Answered
    """Answer to a confirmation."""
    tag: str
    is_administration: bool = False
    """Whether they are on the separate surface."""

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """Those that propose, list, confirm and withdraw."""
        return self._proposal(), self._list(), self._confirmation(), self._withdrawal()

    def _proposal(self) -> Endpoint:
        waiting = Answered(type=Waiting, example={"number": 1, "expires_at": AT}, description="It waits")
        return self._endpoint(
            "propose",
            self._of(propose),
            path=self.path,
            summary=f"Propose: {self.kind.noun}",
            description="With a reason and the number of the file that shows it; somebody else confirms within a day.",
            body=self.body,
            body_example={"command": self.example, **_WHY},
            answers={202: waiting},
        )

    def _list(self) -> Endpoint:
        example = {"proposals": [{**_LINE, "command": self.example}], "next": None}
        return self._endpoint(
            "list_proposals_of",
            self._of(list_waiting),
            method="GET",
            path=self.path,
            summary=f"List what waits for a second person: {self.kind.noun}",
            description="What one may confirm, and what one has proposed oneself and may withdraw.",
            query=ProposalQuery,
            query_example={"limit": "10"},
            key=KeyRule.NONE,
            answers={200: Answered(type=self.kind.page, example=example, description="A page of them")},
            problems=(),
        )

    def _confirmation(self) -> Endpoint:
        return self._endpoint(
            "confirm",
            self.confirm,
            path=f"{self.path}/{{number:int}}:confirm",
            summary=f"Confirm: {self.kind.noun}",
            description="By another person, who sends the very same command. What it sets off is stored with it.",
            body=self.kind.command,
            body_example=self.example,
            path_example={"number": 1},
            answers={200: self.done},
        )

    def _withdrawal(self) -> Endpoint:
        return self._endpoint(
            "withdraw_proposal_of",
            self._of(withdraw),
            path=f"{self.path}/{{number:int}}:withdraw",
            summary=f"Withdraw one's own proposal: {self.kind.noun}",
            path_example={"number": 1},
            answers={200: Answered(type=Withdrawn, example={"number": 1}, description="It waits no longer")},
        )

    def _endpoint(self, name: str, handler: Handler, **other: Any) -> Endpoint:
        usual: dict[str, Any] = {"method": "POST", "key": KeyRule.OPTIONAL, "problems": _PROBLEMS}
        return Endpoint(
            name=f"{name}_{self.kind.noun}",
            action=self.kind.action,
            tag=self.tag,
            handler=handler,
            on_admin_surface=self.is_administration,
            **(usual | other),
        )

    def _of(self, act: Callable[[Call, Sensitive], Awaitable[Reply]]) -> Handler:
        return lambda call: act(call, self.kind)
