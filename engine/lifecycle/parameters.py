"""Figures of the rules that are provisional, apart from the machines that use them."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal

import msgspec

from engine.lifecycle.errors import MachineError


class Parameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the machines' data name with a dollar sign; `parameters.toml` says where each comes from.

    Raises
    ------
    MachineError
        If a figure is below 1, or the panel's bounds are the wrong way round.

    Examples
    --------
    >>> shipped_parameters().evaluation_bound
    '>'
    >>> msgspec.structs.replace(shipped_parameters(), evaluation_days=0)
    Traceback (most recent call last):
    engine.lifecycle.errors.MachineError: evaluation_days = 0: must be at least 1
    """

    evaluation_bound: Literal[">", ">="]
    """Whether neutral evaluation is open above the amount only, or at it too."""
    evaluation_amount_fen: int
    """Hundredths of a yuan."""
    evaluation_days: int
    """Calendar days from the appointment of the panel to its opinion."""
    evaluation_experts_min: int
    evaluation_experts_max: int

    def __post_init__(self) -> None:
        for name, value in msgspec.structs.asdict(self).items():
            if isinstance(value, int) and value < 1:
                raise MachineError(f"{name} = {value}: must be at least 1")
        if self.evaluation_experts_max < self.evaluation_experts_min:
            raise MachineError(
                f"evaluation_experts_max = {self.evaluation_experts_max}: "
                f"must be at least evaluation_experts_min = {self.evaluation_experts_min}"
            )


@cache
def shipped_parameters() -> Parameters:
    """Return the parameters that are shipped."""
    file = resources.files("engine.lifecycle").joinpath("parameters.toml")
    tables: dict[str, dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return msgspec.convert({name: table["value"] for name, table in tables.items()}, Parameters)
