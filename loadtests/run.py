"""A run under load: start the service, make the load in another process, compare, judge."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from loadtests.asking import Asker
from loadtests.checking import check, disagreements, settled
from loadtests.client import LIFETIME_SECONDS, filed_of, lodge, read_metrics, read_statistics
from loadtests.errors import LoadRunError, ProfileError
from loadtests.metrics import Measures, parsed
from loadtests.notes import read_notes
from loadtests.objectives import Objective
from loadtests.orders import Order
from loadtests.plan import Plan
from loadtests.report import Report, report_of
from loadtests.serving import Addresses, serving

USERS: Final = 8
"""Locust users: each has connections of its own, as the front ends of a court have."""
DRAIN_SECONDS: Final = 20.0
"""After the last arrival, for the answers and endings that are still to come."""
WARM_UP: Final = 20
"""Cases filed, one after another, before a run is measured."""
TOKEN_SECONDS_MIN: Final = 4
"""Shortest life of a token: it is fetched up to a second ahead, and renewed when half of it is over."""
_RETRYING_SECONDS: Final = 60.0
"""Beyond that, for requests that are sent again."""


def run_load(
    plan: Plan,
    command: Callable[[Addresses], Sequence[str]],
    addresses: Addresses,
    objectives: Sequence[Objective],
    folder: Path,
    *,
    name: str,
    users: int = USERS,
    drain_seconds: float = DRAIN_SECONDS,
    token_seconds: int = LIFETIME_SECONDS,
) -> Report:
    """Start a service, put a plan's load on it, and judge what came of it.

    Parameters
    ----------
    plan
        What arrives when.
    command
        Returns the command line that starts the service at given addresses; it must issue tokens for development.
    addresses, objectives
        Where it will listen, and what is asked of it.
    folder
        For plan, notes and journal; must be there.
    name
        Begins every key: another one for another run against the same store.
    users, drain_seconds, token_seconds
        See `loadtests.orders.Order`.

    Raises
    ------
    ProfileError
        If tokens shall live for a time that the service takes none of.
    LoadRunError
        If the service does not start or cannot be asked, or the load cannot be made.
    """
    if not TOKEN_SECONDS_MIN <= token_seconds <= LIFETIME_SECONDS:
        raise ProfileError(f"token_seconds = {token_seconds}: must be within [{TOKEN_SECONDS_MIN}, {LIFETIME_SECONDS}]")
    order = Order(
        name=name,
        address=addresses.public,
        admin_address=addresses.admin,
        plan_file=str(folder / "plan.msgpack"),
        notes_file=str(folder / "notes.ndjson"),
        token_seconds=token_seconds,
        users=users,
        drain_seconds=drain_seconds,
        seconds_max=plan.seconds + drain_seconds + _RETRYING_SECONDS,
    )
    with serving(command(addresses), addresses, folder / "service.log") as asker:
        warm_up(asker, plan, name)
        filed_before, before = filed_of(asker.told(read_statistics())), _measures(asker)
        make_load(plan, order, folder)
        after = _measures(asker)
        notes = settled(asker, plan, read_notes(Path(order.notes_file)))
        disagreed = disagreements(asker, plan, notes)
        found = check(asker, notes, filed_before)
    return report_of(plan, notes, before, after, objectives, found=found, disagreed=disagreed)


def warm_up(asker: Asker, plan: Plan, name: str) -> None:
    """File some cases before anything is measured: what a service does for the first time takes longer.

    Raises
    ------
    LoadRunError
        If the service cannot be asked.
    """
    for arrival in plan.arrivals[:WARM_UP]:
        asker.ask(lodge(arrival.filing, f"{name}-warm-{arrival.number}"))


def make_load(plan: Plan, order: Order, folder: Path) -> None:
    """Run the process that makes the load, to its end.

    Raises
    ------
    LoadRunError
        If it fails or does not end.
    """
    Path(order.plan_file).write_bytes(msgspec.msgpack.encode(plan))
    order_file, journal = folder / "order.json", folder / "load.log"
    order_file.write_bytes(msgspec.json.encode(order))
    command = [sys.executable, "-m", "loadtests.users", str(order_file)]
    with journal.open("wb") as output:
        try:
            done = subprocess.run(  # noqa: S603 - this project's own program
                command, stdout=output, stderr=subprocess.STDOUT, check=False, timeout=order.seconds_max + 60
            )
        except subprocess.TimeoutExpired as error:
            raise LoadRunError(f"the load did not end within {error.timeout:g} s") from error
    if done.returncode:
        words = journal.read_text(encoding="utf-8", errors="replace")[-600:].strip()
        raise LoadRunError(f"the load ended with code {done.returncode}: {words}")


def _measures(asker: Asker) -> Measures:
    return parsed(asker.told_admin(read_metrics()).decode())
