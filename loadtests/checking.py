"""Holding the service to what it told its clients: every case it acknowledged is there, and there once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

import msgspec

from loadtests.asking import Asker
from loadtests.client import LODGE, CasePage, Lodged, filed_of, list_cases, lodge, read_case, read_statistics
from loadtests.notes import Note
from loadtests.plan import Plan

ASKED_AGAIN_MAX: Final = 25
"""Acknowledged filings that are sent once more, spread over the run."""
_FOUND: Final = 200


class Check(NamedTuple):
    """What the check found."""

    lost: int
    """Acknowledged cases that the service does not have."""
    doubled: int
    """Cases told to two filings, listed twice, or filed although no filing accounts for them."""


def filings(notes: Iterable[Note]) -> list[Note]:
    """Return the notes of filings."""
    return [note for note in notes if note.name == LODGE]


def settled(asker: Asker, plan: Plan, notes: Iterable[Note]) -> list[Note]:
    """Send filings whose fate is unknown once more, each under its key, and note what they are told.

    Parameters
    ----------
    asker
        Asks the service.
    plan
        What was filed, by the number that its key ends with.
    notes
        All notes of the run; those of other requests are returned as they are.

    Raises
    ------
    LoadRunError
        If the service cannot be asked.
    """
    known: list[Note] = []
    for note in notes:
        if note.name == LODGE and note.is_unknown:
            status, case_id, _ = _lodged_again(asker, plan, note)
            statuses = (*note.statuses, note.status)
            known.append(
                msgspec.structs.replace(note, status=status, case_id=case_id, tries=note.tries + 1, statuses=statuses)
            )
        else:
            known.append(note)
    return known


def disagreements(asker: Asker, plan: Plan, notes: Iterable[Note]) -> int:
    """Send some acknowledged filings once more; count those that are not told the same case, as a repeated answer."""
    lodged = [note for note in filings(notes) if note.is_done]
    some = lodged[:: max(1, len(lodged) // ASKED_AGAIN_MAX)]
    answers = [_lodged_again(asker, plan, note) for note in some]
    return sum(
        not is_repeated or case_id != note.case_id
        for note, (_, case_id, is_repeated) in zip(some, answers, strict=True)
    )


def check(asker: Asker, notes: Iterable[Note], filed_before: int) -> Check:
    """Compare a client's notes with what the service says it has.

    Parameters
    ----------
    asker
        Asks the service, as somebody who may see every case.
    notes
        Of the filings.
    filed_before
        Cases the service had ever filed before the run.

    Raises
    ------
    LoadRunError
        If the service cannot be asked.
    """
    lodged = filings(notes)
    told = Counter(note.case_id for note in lodged if note.is_done and note.case_id is not None)
    listed = Counter(listed_cases(asker))
    unlisted = sorted(case_id for case_id in told if case_id not in listed)
    lost = [case_id for case_id in unlisted if asker.ask(read_case(case_id)).status != _FOUND]
    filed = filed_of(asker.told(read_statistics())) - filed_before
    unknown = sum(note.is_unknown for note in lodged)
    return judged(told, listed, len(lost), filed, unknown)


def judged(told: Counter[int], listed: Counter[int], missing: int, filed: int, unknown: int) -> Check:
    """Count what is lost and what is there too often.

    Parameters
    ----------
    told
        How many filings were told of each case.
    listed
        How often each case stands in the service's list.
    missing
        Cases of `told` that the service does not have.
    filed
        Cases that the service has filed in the run, by its own count.
    unknown
        Filings whose fate the client does not know: each may have been filed, once.

    Examples
    --------
    >>> judged(Counter({1: 1, 2: 1}), Counter({1: 1, 2: 1}), missing=0, filed=2, unknown=0)
    Check(lost=0, doubled=0)
    >>> judged(Counter({1: 2}), Counter({1: 1}), missing=0, filed=3, unknown=1)
    Check(lost=0, doubled=2)
    """
    told_twice = sum(count - 1 for count in told.values())
    listed_twice = sum(count - 1 for count in listed.values())
    too_many = max(0, filed - len(told) - unknown)
    too_few = max(0, len(told) - filed)
    return Check(lost=max(missing, too_few), doubled=told_twice + listed_twice + too_many)


def listed_cases(asker: Asker) -> Iterator[int]:
    """Give the number of every case in the service's list, page by page."""
    decode: Callable[[bytes], CasePage] = msgspec.json.Decoder(CasePage).decode
    after = ""
    while True:
        page = decode(asker.told(list_cases(after)))
        yield from (case.case_id for case in page.cases)
        if page.next is None:
            return
        after = page.next


def _lodged_again(asker: Asker, plan: Plan, note: Note) -> tuple[int, int | None, bool]:
    """Return status, case and whether the answer had been given before."""
    arrival = plan.arrivals[int(note.key.rpartition("-")[2])]
    answer = asker.ask(lodge(arrival.filing, note.key))
    case_id = msgspec.json.decode(answer.body, type=Lodged).case_id if 200 <= answer.status < 300 else None
    return answer.status, case_id, answer.is_repeated
