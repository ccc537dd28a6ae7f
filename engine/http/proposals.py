"""Sensitive actions that wait for their second person; in memory: after a restart they are proposed again."""

import logging
from typing import Final, NamedTuple

from engine.access.matrix import ObjectFacts
from engine.access.principal import Principal
from engine.access.second_person import Proposed, Reason, confirm, propose
from engine.access.words import Action
from engine.http.errors import ProblemError

OPEN_MAX: Final = 1_000
"""Proposals that may wait."""
_JOURNAL: Final = logging.getLogger("onestop.http")


class _Open(NamedTuple):
    proposed: Proposed
    facts: ObjectFacts


class Proposals:
    """What somebody has proposed and nobody has confirmed yet."""

    def __init__(self) -> None:
        self._open: Final[dict[int, _Open]] = {}
        self._last = 0

    def propose(
        self,
        principal: Principal,
        action: Action,
        facts: ObjectFacts,
        *,
        command: bytes,
        reason: Reason,
        reference: str,
        at: int,
    ) -> Proposed:
        """Enter a proposal; see `engine.access.second_person.propose`.

        Raises
        ------
        SecondPersonError
            If it cannot be proposed.
        ProblemError
            If too many wait.
        """
        self._forget_expired(at)
        if len(self._open) >= OPEN_MAX:
            raise ProblemError("busy", f"{OPEN_MAX} proposals wait already.", retry_after_seconds=60)
        proposed = propose(
            principal,
            action,
            facts,
            command=command,
            reason=reason,
            reference=reference,
            number=self._last + 1,
            at=at,
        )
        self._last = proposed.number
        self._open[proposed.number] = _Open(proposed, facts)
        _note("proposed", proposed)
        return proposed

    def confirm(self, number: int, action: Action, principal: Principal, *, command: bytes, at: int) -> Proposed:
        """Let a second person confirm a proposal, which is then done with.

        Raises
        ------
        SecondPersonError
            If he may not confirm it, or confirms another command.
        ProblemError
            If no such proposal waits.
        """
        self._forget_expired(at)
        found = self._open.get(number)
        if found is None or found.proposed.action is not action or found.proposed.tenant != principal.tenant:
            raise ProblemError("not-found", "No such proposal waits.")
        confirm(found.proposed, principal, found.facts, command=command, at=at)
        del self._open[number]
        _note("confirmed", found.proposed)
        return found.proposed

    def _forget_expired(self, at: int) -> None:
        for number in [number for number, one in self._open.items() if one.proposed.expires_at <= at]:
            del self._open[number]


def _note(what: str, proposed: Proposed) -> None:
    fields = {"number": proposed.number, "action": proposed.action.value, "reason": proposed.reason.value}
    _JOURNAL.info("proposal", extra={"fields": {**fields, "phase": what}})
