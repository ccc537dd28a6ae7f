"""Conditions about the parties: who acts, who has done what, and whether all agree."""

from collections.abc import Mapping
from typing import Final

from engine.events.lifecycle_words import Medium
from engine.lifecycle.command import Command
from engine.lifecycle.condition import Condition, Maker
from engine.lifecycle.dispute import Dispute, Process


def _all(mark: str) -> Condition:
    return lambda d, p, c, at: None if p.marks.get(mark, 0) == d.everybody else f"not every party has {mark}"


def _not_all(mark: str) -> Condition:
    return lambda d, p, c, at: f"every party has {mark}" if p.marks.get(mark, 0) == d.everybody else None


def _any(mark: str) -> Condition:
    return lambda d, p, c, at: None if p.marks.get(mark, 0) else f"no party has {mark}"


def _none(mark: str) -> Condition:
    return lambda d, p, c, at: f"a party has {mark}" if p.marks.get(mark, 0) else None


def _acting(mark: str) -> Condition:
    return lambda d, p, c, at: None if not c.parties & ~p.marks.get(mark, 0) else f"the party has not {mark}"


def _not_acting(mark: str) -> Condition:
    return lambda d, p, c, at: f"the party has {mark} already" if c.parties & p.marks.get(mark, 0) else None


def _party_given(_: str) -> Condition:
    def holds(dispute: Dispute, _process: Process, command: Command, _at: int) -> str | None:
        if command.parties and not command.parties & ~dispute.everybody:
            return None
        return f"parties = {command.parties:#b}: must name at least one of the {dispute.parties} parties, and no other"

    return holds


def _all_parties(_: str) -> Condition:
    return lambda d, p, c, at: None if c.parties == d.everybody else "all parties must agree"


def _medium_agreed(_: str) -> Condition:
    """Sessions at turns need everybody's consent to just that (ONL 16)."""

    def holds(dispute: Dispute, _process: Process, command: Command, _at: int) -> str | None:
        if command.medium is None:
            return "medium = None: must be given"
        if command.medium is Medium.VIDEO_AT_TURNS and command.parties != dispute.everybody:
            return "all parties must agree to meet at turns"
        return None

    return holds


PARTY_CONDITIONS: Final[Mapping[str, Maker]] = {
    "all": _all,
    "not_all": _not_all,
    "any": _any,
    "none": _none,
    "acting": _acting,
    "not_acting": _not_acting,
    "party_given": _party_given,
    "all_parties": _all_parties,
    "medium_agreed": _medium_agreed,
}
