"""Conditions about money: how much is in dispute, and what share of a sum a command may name."""

from collections.abc import Callable, Mapping
from operator import ge, gt
from typing import Final

from engine.events.lifecycle_words import Impact
from engine.lifecycle.command import Command
from engine.lifecycle.condition import Condition, Maker
from engine.lifecycle.dispute import Dispute, Process

_BOUNDS: Final[Mapping[str, Callable[[int, int], bool]]] = {">": gt, ">=": ge}
_WHOLE: Final = 100
"""Percent."""


def _weighty(argument: str) -> Condition:
    """`weighty:bound:amount`: the amount in dispute passes the bound, or a human has flagged significant impact."""
    bound, _, amount_text = argument.partition(":")
    if bound not in _BOUNDS:
        raise ValueError(f"bound = {bound!r}: must be one of {', '.join(_BOUNDS)}")
    passes, amount_fen = _BOUNDS[bound], int(amount_text)

    def holds(dispute: Dispute, _process: Process, _command: Command, _at: int) -> str | None:
        if dispute.impact is Impact.SIGNIFICANT or passes(dispute.amount_fen, amount_fen):
            return None
        return f"amount_fen = {dispute.amount_fen}: must be {bound} {amount_fen}, or the impact significant"

    return holds


def _amount_share(argument: str) -> Condition:
    """`amount_share:of:low:high`: the command names from `low` to `high` percent of a sum.

    The sum is one that the process keeps, or with the name `dispute` what is in dispute.
    """
    name, low_text, high_text = argument.split(":")
    low, high = int(low_text), int(high_text)

    def holds(dispute: Dispute, process: Process, command: Command, _at: int) -> str | None:
        whole_fen = dispute.amount_fen if name == "dispute" else process.amounts[name]
        amount_fen = command.amount_fen
        if amount_fen is not None and low * whole_fen <= amount_fen * _WHOLE <= high * whole_fen and amount_fen > 0:
            return None
        return f"amount_fen = {amount_fen}: must be above 0 and from {low} to {high} percent of {whole_fen}"

    return holds


MONEY_CONDITIONS: Final[Mapping[str, Maker]] = {"weighty": _weighty, "amount_share": _amount_share}
