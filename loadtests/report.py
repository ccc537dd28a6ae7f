"""What a run under load came to: counted from the client's notes and the service's own measures."""

from collections.abc import Sequence
from typing import Final

import msgspec

from loadtests.checking import Check, filings
from loadtests.client import LODGE, OF_ISSUER, RENEW_TOKEN
from loadtests.metrics import Bins, Measures, failures
from loadtests.notes import Note
from loadtests.objectives import Objective, Observed, Verdict, evaluate
from loadtests.plan import Plan

_P50: Final = 0.5
_P95: Final = 0.95
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
    expired: int
    """Not done because the token had expired, again and again; in none of the others."""


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """So long at most it took for 50, 95 and 99 of a hundred; None if nothing was timed."""

    name: str
    """As the measures of `loadtests.objectives.Observed` begin: `answer`, `commit`, `lodge`, `late`, `client`."""
    p50_seconds: float | None
    p95_seconds: float | None
    p99_seconds: float | None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A run and how it was judged."""

    profile: str
    seed: int
    seconds: float
    filings_per_minute: float
    """Planned: arrivals over the time in which they came."""
    observed: Observed
    durations: tuple[Duration, ...]
    requests: tuple[RequestCount, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def held(self) -> bool:
        """Whether every objective held."""
        return all(verdict.held for verdict in self.verdicts)


def report_of(
    plan: Plan,
    notes: Sequence[Note],
    before: Measures,
    after: Measures,
    objectives: Sequence[Objective],
    *,
    found: Check,
    disagreed: int,
) -> Report:
    """Sum a run up and judge it; parameters as for `observed_of`, and what is asked."""
    durations = durations_of(notes, before, after)
    observed = observed_of(plan, notes, before, after, found=found, disagreed=disagreed)
    return Report(
        profile=plan.profile,
        seed=plan.seed,
        seconds=plan.seconds,
        filings_per_minute=60 * len(plan.arrivals) / plan.seconds,
        observed=observed,
        durations=durations,
        requests=tuple(counted(notes)),
        verdicts=tuple(evaluate(observed, objectives)),
    )


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
    p99_seconds = {one.name: one.p99_seconds for one in durations_of(notes, before, after)}
    return Observed(
        answer_p99_seconds=p99_seconds["answer"],
        commit_p99_seconds=p99_seconds["commit"],
        lodge_p99_seconds=p99_seconds["lodge"],
        failures=sum(count for status, count in failures(before, after).items() if status != 503),
        planned=len(plan.arrivals),
        lodged=sum(note.is_done for note in lodged),
        unknown=sum(note.is_unknown for note in lodged),
        lost=found.lost,
        doubled=found.doubled,
        disagreed=disagreed,
        late_p99_seconds=p99_seconds["late"],
        client_p99_seconds=p99_seconds["client"],
        renewed=sum(note.name == RENEW_TOKEN and note.is_done for note in notes),
        expired=sum(note.expired for note in notes),
    )


def durations_of(notes: Sequence[Note], before: Measures, after: Measures) -> tuple[Duration, ...]:
    """Return how long answers, batches and filings took by the service, and lateness and filings by the client.

    Requests to the issuer are neither late nor in time: nothing was planned for them.
    """
    return (
        _of_service("answer", before.bins("onestop_wait_seconds"), after.bins("onestop_wait_seconds")),
        _of_service("commit", before.bins("onestop_commit_seconds"), after.bins("onestop_commit_seconds")),
        _of_service(
            "lodge",
            before.bins("onestop_request_seconds", endpoint=LODGE),
            after.bins("onestop_request_seconds", endpoint=LODGE),
        ),
        _of_client("late", [note.late_seconds for note in notes if note.name not in OF_ISSUER]),
        _of_client("client", [note.answer_seconds for note in filings(notes)]),
    )


def counted(notes: Sequence[Note]) -> list[RequestCount]:
    """Count requests by kind, in order of name."""
    counts: list[RequestCount] = []
    for name in sorted({note.name for note in notes}):
        mine = [note for note in notes if note.name == name]
        done, unknown = sum(note.is_done for note in mine), sum(note.is_unknown for note in mine)
        expired = sum(note.is_expired for note in mine)
        counts.append(
            RequestCount(
                name=name,
                requests=len(mine),
                done=done,
                refused=len(mine) - done - unknown - expired,
                unknown=unknown,
                tried_again=sum(note.tries > 1 for note in mine),
                expired=expired,
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


def _of_service(name: str, before: Bins, after: Bins) -> Duration:
    bins = after.since(before)
    return Duration(
        name=name,
        p50_seconds=bins.quantile(_P50),
        p95_seconds=bins.quantile(_P95),
        p99_seconds=bins.quantile(_P99),
    )


def _of_client(name: str, seconds: Sequence[float]) -> Duration:
    return Duration(
        name=name,
        p50_seconds=quantile(seconds, _P50),
        p95_seconds=quantile(seconds, _P95),
        p99_seconds=quantile(seconds, _P99),
    )
