"""What an `executed` entry says of a group of commands, and the group's results made of it again."""

from collections.abc import Sequence

from engine.events.written_part import WrittenPart
from engine.service.answers import Refusal
from engine.service.entries import Entry
from engine.service.records import Executed

Result = Sequence[Entry] | Refusal
"""What became of a command: what happened, perhaps written and not made records of yet, or why nothing did."""


def executed(key: bytes, request_digest: bytes, results: Sequence[Result], at: int) -> Executed:
    """Return the entry that closes a group, after all that the group has caused.

    Parameters
    ----------
    key, request_digest
        Of the group; see `engine.service.keys`.
    results
        Of its commands, in order.
    at
        Logged time, microseconds since the epoch.
    """
    refused = [result for result in results if isinstance(result, Refusal)]
    counts = [
        # First what nearly all are, and without a call.
        result.end - result.first if type(result) is WrittenPart else -1 if isinstance(result, Refusal) else len(result)
        for result in results
    ]
    return Executed(
        at=at,
        key=key,
        request_digest=request_digest,
        counts=tuple(counts),
        refusals=tuple((refusal.error, refusal.message) for refusal in refused),
    )


def caused(record: Executed) -> int:
    """Return how many entries stand before a group's last one and belong to it."""
    return sum(max(0, count) for count in record.counts)


def results_of(record: Executed, entries: Sequence[Entry]) -> tuple[Result, ...]:
    """Make a group's results again.

    Parameters
    ----------
    record
        The entry that closes the group.
    entries
        The `caused(record)` entries before it.
    """
    refusals, start = iter(record.refusals), 0
    results: list[Result] = []
    for count in record.counts:
        if count < 0:
            error, message = next(refusals)
            results.append(Refusal(error=error, message=message))
        else:
            results.append(tuple(entries[start : start + count]))
            start += count
    return tuple(results)
