"""A run under load: start the service, make the load in another process, compare, judge."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from loadtests.asking import Asker
from loadtests.checking import Check, check, disagreements, filings, settled
from loadtests.client import filed_of, lodge, read_metrics, read_statistics
from loadtests.errors import LoadRunError
from loadtests.metrics import Measures, failures, parsed
from loadtests.notes import Note, read_notes
from loadtests.objectives import Objective, Observed, Verdict, evaluate
from loadtests.orders import Order
from loadtests.plan import Plan
from loadtests.serving import Addresses, serving

USERS: Final = 8
"""Locust users: each has connections of its own, as the front ends of a court have."""
DRAIN_SECONDS: Final = 20.0
"""After the last arrival, for the answers and endings that are still to come."""
WARM_UP: Final = 20
"""Cases filed, one after another, before a run is measured."""
_RETRYING_SECONDS: Final = 60.0
"""Beyond that, for requests that are sent again."""
_P99: Final = 0.99


class RequestCount(msgspec.Struct, frozen=True, kw_only=True):
    """Requests of one kind, as their client saw them."""

    name: str
    requests: int
    done: int
    refused: int
    """Answered, but not with a yes."""
    unknown: int
    """Never answered."""
    tried_again: int
    """Sent more than once."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A run and how it was judged."""

    profile: str
    seed: int
    seconds: float
    filings_per_minute: float
    """Planned: arrivals over the time in which they came."""
    observed: Observed
    requests: tuple[RequestCount, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def held(self) -> bool:
        """Whether every objective held."""
        return all(verdict.held for verdict in self.verdicts)


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
    users, drain_seconds
        See `loadtests.orders.Order`.

    Raises
    ------
    LoadRunError
        If the service does not start or cannot be asked, or the load cannot be made.
    """
    order = Order(
        name=name,
        address=addresses.public,
        admin_address=addresses.admin,
        plan_file=str(folder / "plan.msgpack"),
        notes_file=str(folder / "notes.ndjson"),
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
    observed = observed_of(plan, notes, before, after, found=found, disagreed=disagreed)
    return _report(plan, notes, observed, objectives)


def _report(plan: Plan, notes: Sequence[Note], observed: Observed, objectives: Sequence[Objective]) -> Report:
    return Report(
        profile=plan.profile,
        seed=plan.seed,
        seconds=plan.seconds,
        filings_per_minute=60 * len(plan.arrivals) / plan.seconds,
        observed=observed,
        requests=tuple(counted(notes)),
        verdicts=tuple(evaluate(observed, objectives)),
    )


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


def observed_of(
    plan: Plan, notes: Sequence[Note], before: Measures, after: Measures, *, found: Check, disagreed: int
) -> Observed:
    """Put together what a run came to.

    Parameters
    ----------
    plan
        What was to be done.
    notes
        What the client did and was told.
    before, after
        The service's measures before the load and after it.
    found, disagreed
        What asking the service afterwards has shown; see `loadtests.checking`.
    """
    lodged = filings(notes)
    return Observed(
        answer_p99_seconds=_server_p99(before, after, "onestop_wait_seconds"),
        commit_p99_seconds=_server_p99(before, after, "onestop_commit_seconds"),
        lodge_p99_seconds=_server_p99(before, after, "onestop_request_seconds", endpoint="lodge_case"),
        failures=sum(count for status, count in failures(before, after).items() if status != 503),
        planned=len(plan.arrivals),
        lodged=sum(note.is_done for note in lodged),
        unknown=sum(note.is_unknown for note in lodged),
        lost=found.lost,
        doubled=found.doubled,
        disagreed=disagreed,
        late_p99_seconds=quantile([note.late_seconds for note in notes], _P99),
        client_p99_seconds=quantile([note.answer_seconds for note in lodged], _P99),
    )


def counted(notes: Sequence[Note]) -> list[RequestCount]:
    """Count requests by kind, in order of name."""
    counts: list[RequestCount] = []
    for name in sorted({note.name for note in notes}):
        mine = [note for note in notes if note.name == name]
        done, unknown = sum(note.is_done for note in mine), sum(note.is_unknown for note in mine)
        counts.append(
            RequestCount(
                name=name,
                requests=len(mine),
                done=done,
                refused=len(mine) - done - unknown,
                unknown=unknown,
                tried_again=sum(note.tries > 1 for note in mine),
            )
        )
    return counts


def quantile(values: Sequence[float], share: float) -> float | None:
    """Return the smallest of some values that at least a share of them does not exceed; None if there are none.

    Examples
    --------
    >>> quantile([3.0, 1.0, 2.0, 4.0], 0.5)
    2.0
    """
    if not values:
        return None
    return sorted(values)[max(0, -int(-share * len(values) // 1) - 1)]


def _server_p99(before: Measures, after: Measures, name: str, **labels: str) -> float | None:
    return after.bins(name, **labels).since(before.bins(name, **labels)).quantile(_P99)


def _measures(asker: Asker) -> Measures:
    return parsed(asker.told_admin(read_metrics()).decode())
