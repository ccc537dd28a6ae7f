"""What `onestop sim staff` can be asked, and what of it makes no sense together."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from cli.errors import CliError
from cli.planner_options import OUT_SUFFIXES, check_outs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.job import AnyScenario
    from sim.queueing.scenario import QueueScenario


class By(StrEnum):
    """Whose staff is searched."""

    NATION = "nation"
    COURT = "court"
    TYPE = "type"


class ShapeOf(StrEnum):
    """By what shifts are filled."""

    TODAY = "today"
    LOAD = "load"


ByOption = Annotated[By, typer.Option("--by", help="Whose staff: the whole nation's, each court's, each type's.")]
ObjectiveOption = Annotated[
    str | None,
    typer.Option(
        "--objective",
        help="What shall hold: a measure, >= or <=, a number; by default at most an hour until a mediator has room.",
        show_default=False,
    ),
]
PoolName = Annotated[str | None, typer.Option("--pool", help="Of a queue: whose servers.", show_default=False)]
Shape = Annotated[
    ShapeOf | None,
    typer.Option(
        "--shape",
        help="Of a pool with shifts: fill them in today's proportions (default) or by the load each meets.",
        show_default=False,
    ),
]
Frontier = Annotated[bool, typer.Option("--frontier", help="Also simulate staffs around the answer.")]
Pooling = Annotated[bool, typer.Option("--pooling", help="Also staff courts, regions, provinces and nation sharing.")]
Marginal = Annotated[bool, typer.Option("--marginal", help="Also rank courts by what one more mediator saves.")]
Looks = Annotated[int, typer.Option("--replications", min=2, help="Runs of each staff on the way.")]
Outs = Annotated[
    list[Path] | None,
    typer.Option(
        "--out",
        help="Also write a page (.html), tables (.csv, .xlsx, .json) or the staffed scenario (.toml); repeatable.",
        show_default=False,
    ),
]


def check_whose(plan: "AnyScenario", *, by: By, pooling: bool, marginal: bool, ray: str | None, frontier: bool) -> None:
    """Refuse what makes no sense together before anything runs."""
    from sim.experiments.job import is_platform

    asked = [f"by = {by}"] if by is not By.NATION else []
    asked += [name for name, wanted in (("pooling", pooling), ("marginal", marginal)) if wanted]
    if asked and not is_platform(plan):
        raise CliError(f"{asked[0]}: must be asked of courts and mediators, and {plan.name} is a queue")
    if frontier and by is not By.NATION:
        raise CliError(f"frontier: must be asked by nation, not by {by}")
    shared = [name for name in asked if name != "by = type"]
    if ray is not None and shared:
        raise CliError(f"{shared[0]}: must run on this machine, which hands rosters over as files; use --workers")


def check_platform(plan: "AnyScenario", *, pool: str | None, shape: ShapeOf | None, backend: str) -> None:
    """Refuse of the platform what only a queue has, by court and by type too, and of a queue what only shifts have."""
    from sim.experiments.job import is_platform

    if not is_platform(plan):
        pools = cast("QueueScenario", plan).pools
        if shape is not None and all(each.shifts is None for each in pools if pool in (None, each.name)):
            raise CliError(f"shape = {shape}: must be asked of a pool with shifts, and servers are there at all times")
        return
    for name, value in (("pool", pool), ("shape", shape)):
        if value is not None:
            raise CliError(f"{name} = {value}: must not be given for {plan.name}, which has mediators")
    if backend != "fast":
        raise CliError(f"backend = {backend}: must be fast to staff {plan.name}")


def check_staff_outs(outs: "Sequence[Path] | None", by: By) -> "Sequence[Path]":
    """Refuse files that cannot be written, or that an answer by court or type has nothing for.

    Raises
    ------
    CliError
        As `cli.planner_options.check_outs`.
    """
    return check_outs(outs, (*OUT_SUFFIXES, ".toml") if by is By.NATION else OUT_SUFFIXES)
