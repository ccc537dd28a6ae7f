"""Nothing lost, nothing done twice: a postbox's records held against the books of the systems it asked.

The checker folds the records by itself, without the ledger, so that a fault of the ledger cannot hide in it.
"""

from collections.abc import Iterable, Iterator, Mapping

from engine.linked.records import Answered, AnyRecord, Asked, GaveUp, Requeued
from engine.linked.simulator.book import Book
from engine.linked.words import System


def contradictions(
    records: Iterable[AnyRecord], books: Mapping[System, Book], standing: Iterable[int] = ()
) -> list[str]:
    """Return what records and books contradict each other in.

    Parameters
    ----------
    records
        All that a postbox, or several over restarts, has recorded.
    books
        The book of each system, with every key kept.
    standing
        Numbers that are still waiting for an answer, dead letters left out: `ledger.entries` without `ledger.dead`.

    Returns
    -------
    list of str
        One sentence for each request that was lost, done twice, done without having been asked, or answered with
        something else than the book says; empty if all is well.

    Examples
    --------
    >>> from engine.linked.requests import VerifyIdentity
    >>> asked = Asked(at=0, number=1, request=VerifyIdentity(dispute_id=7, subject=1))
    >>> contradictions([asked], {system: Book() for system in System})
    ['request 1: was asked, and is neither answered nor waiting nor a dead letter']
    """
    asked: dict[int, Asked] = {}
    answered: dict[int, Answered] = {}
    dead: set[int] = set()
    found: list[str] = []
    for record in records:
        if isinstance(record, Asked):
            asked[record.number] = record
        elif isinstance(record, Answered):
            if record.number in answered:
                found.append(f"request {record.number}: was answered twice")
            answered[record.number] = record
            dead.discard(record.number)
        elif isinstance(record, GaveUp):
            dead.add(record.number)
        elif isinstance(record, Requeued):
            dead.discard(record.number)
    ends = {*answered, *dead, *standing}
    found += [
        f"request {number}: was asked, and is neither answered nor waiting nor a dead letter"
        for number in asked
        if number not in ends
    ]
    found += _against_books(asked, answered, books)
    return found


def _against_books(
    asked: Mapping[int, Asked], answered: Mapping[int, Answered], books: Mapping[System, Book]
) -> Iterator[str]:
    """Look up every answer in the books, and every work of the books among what was asked."""
    key_of = {number: record.request.key for number, record in asked.items()}
    keys = dict(zip(key_of.values(), asked.values(), strict=True))
    for number, answer in answered.items():
        request = asked[number].request
        work = books[request.system].of(key_of[number])
        if work is None:
            yield f"request {number}: was answered, and the book of {request.system.value} does not have it"
        elif work.answer != answer.answer:
            yield f"request {number}: was answered {answer.answer}, and the book has {work.answer}"
    for system, book in books.items():
        for key, work in book.works.items():
            if work.times_done != 1:
                yield f"{key}: {system.value} has done it {work.times_done} times"
            record = keys.get(key)
            if record is None or record.request != work.request:
                yield f"{key}: {system.value} has done what nobody asked: {work.request}"
