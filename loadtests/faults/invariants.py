"""What must hold of a store after any fault, judged from the client's notes and the store's files alone.

The service that wrote them is not asked: the checker opens the log itself, follows it into a world of its own and
compares.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.core.outcome import NOBODY
from engine.events.lifecycle_words import Track
from engine.events.moves import DisputeOpened
from engine.events.records import Event, Filed
from engine.lifecycle.invariants import broken
from engine.lifecycle.rulebook import Rulebook
from engine.linked.records import AnyRecord
from engine.linked.simulator.book import Book
from engine.linked.simulator.checker import contradictions
from engine.linked.words import System
from engine.log.chain import EMPTY, verify
from engine.log.log import Head, Log
from engine.service.entries import Entry, EntryCodec
from engine.service.executed import caused, results_of
from engine.service.keys import scoped_key
from engine.service.lost_deadlines import lost_deadlines
from engine.service.records import Executed, Started
from engine.service.snapshots import follow
from engine.service.world import World
from loadtests.faults.child import CLIENT, digest_of
from loadtests.faults.notes import Notebook, Told

_CODEC: Final = EntryCodec()


class Law(StrEnum):
    """What must hold."""

    ACKNOWLEDGED_IS_KEPT = "acknowledged_is_kept"
    """Every answer that was given stands in the log, word for word."""
    NOTHING_VANISHES = "nothing_vanishes"
    """Every dispute that was filed is open or over; the refused are not in the log."""
    STATE_IS_LEGAL = "state_is_legal"
    """No seat is held twice, nobody is over his capacity, no barred mediator is offered: the core refuses any other
    event, and each dispute's history keeps the lifecycle's own invariants."""
    REPLAY_IS_STATE = "replay_is_state"
    """Following the log twice, in one go or with a stop, leads to byte-equal states."""
    ORDER_IS_DENSE = "order_is_dense"
    """Positions are dense, epochs rise, time never runs back."""
    CHAIN_HOLDS = "chain_holds"
    """Every batch follows from the one before, and the log reaches as far as any answer said."""
    ONCE = "once"
    """One key, one effect, one answer."""
    NOBODY_WAITS_IN_VAIN = "nobody_waits_in_vain"
    """No case waits while somebody is free for it."""
    NOTHING_DUE_IS_LEFT = "nothing_due_is_left"
    """Whatever was due before the log's last entry, by its events alone, has had its consequence."""
    LINKED_ONCE = "linked_once"
    """What linked systems were asked was done once, nothing else was, and each answer is the one in their books."""
    UNKNOWN_IS_BOUNDED = "unknown_is_bounded"
    """No more groups were left without an answer than were under way, and each was settled by asking again."""
    FOLD_IS_EQUAL = "fold_is_equal"
    """Counting the log's entries one by one gives the flows that the world has kept."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """A law that does not hold."""

    law: Law
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What there is to judge by."""

    notes: Notebook
    books: Mapping[System, Book] | None
    """What each linked system has really done; None where they were parts of the service and ended with it."""
    log: Log[Entry]
    entries: Sequence[Entry]
    """Of the whole log."""
    world: World
    """That the log leads to."""
    other: World
    """The same, followed with a stop in the middle, from a standing where one was taken."""


def gather(
    notes: Notebook, books: Mapping[System, Book] | None, log: Log[Entry], empty: Callable[[], World]
) -> Evidence:
    """Follow a log twice.

    Raises
    ------
    engine.errors.EngineError
        If an event does not fit the state before it: then no law holds.
    """
    world, other = empty(), empty()
    follow(world, log, _CODEC)
    _follow_with_a_stop(other, empty(), log)
    entries = [entry for _, entry in log.read()]
    return Evidence(notes=notes, books=books, log=log, entries=entries, world=world, other=other)


def _follow_with_a_stop(other: World, first: World, log: Log[Entry]) -> None:
    """Follow half of the log in one world, carry its standing into another, and go on there."""
    for batch in log.batches():
        if batch.first_seq > log.head.seq // 2:
            break
        entries = _CODEC.decode(batch.body)
        first.replay(batch.previous_hash, entries, _CODEC.recorded_at(entries[-1]))
    other.restore(first.standing())
    follow(other, log, _CODEC)


def judge(evidence: Evidence) -> list[Fault]:
    """Return every law that does not hold; empty if all is well."""
    return [Fault(law=law, what=what) for law, find in _LAWS.items() for what in find(evidence)]


def _acknowledged_is_kept(evidence: Evidence) -> Iterator[str]:
    for note in evidence.notes.notes.values():
        if note.told is not Told.DONE:
            continue
        record = evidence.entries[note.last_seq - 1] if note.last_seq <= len(evidence.entries) else None
        if not isinstance(record, Executed) or record.key != scoped_key(CLIENT, note.key):
            yield f"{note.key}: position {note.last_seq} does not close it"
            continue
        start = note.last_seq - 1 - caused(record)
        results = results_of(record, evidence.entries[start : note.last_seq - 1])
        if digest_of(results) != note.digest:
            yield f"{note.key}: the log holds another answer than was given"


def _nothing_vanishes(evidence: Evidence) -> Iterator[str]:
    filed = Counter(entry.dispute_id for entry in evidence.entries if isinstance(entry, Filed))
    registered = evidence.world.platform.registry.numbers
    for note in evidence.notes.notes.values():
        for dispute_id in note.filed if note.told is Told.DONE else ():
            if filed[dispute_id] != 1 or dispute_id not in registered:
                yield f"{note.key}: dispute {dispute_id} was filed {filed[dispute_id]} times"
    known = {number for note in evidence.notes.notes.values() for number in note.filed}
    yield from (f"dispute {number}: is in the log, and nobody was told" for number in filed if number not in known)


def _state_is_legal(evidence: Evidence) -> Iterator[str]:
    histories: defaultdict[int, list[Event]] = defaultdict(list)
    for entry in evidence.entries:
        if isinstance(entry, Event) and entry.dispute_id in evidence.world.platform.registry.numbers:
            histories[entry.dispute_id].append(entry)
    for dispute_id, history in histories.items():
        if not isinstance(history[0], DisputeOpened):
            yield f"dispute {dispute_id}: does not begin with its opening"
        yield from (f"dispute {dispute_id}: breaks {breach.invariant}" for breach in broken(history))
    load, _, _ = evidence.world.platform.registry.desks[Track.MEDIATION].core.mediators
    capacity = evidence.world.platform.registry.desks[Track.MEDIATION].core.roster.capacity
    yield from (f"mediator {number}: is over his capacity" for number in (load > capacity * 1000).nonzero()[0].tolist())


def _replay_is_state(evidence: Evidence) -> Iterator[str]:
    if evidence.world.standing() != evidence.other.standing():
        yield "following the log with a stop leads elsewhere"


def _order_is_dense(evidence: Evidence) -> Iterator[str]:
    seq, last_at, epoch = 0, 0, 0
    for batch in evidence.log.batches():
        if batch.first_seq != seq + 1:
            yield f"position {batch.first_seq}: follows {seq}"
        seq = batch.last_seq
        for entry in _CODEC.decode(batch.body):
            at = _CODEC.recorded_at(entry)
            if at < last_at:
                yield f"batch at {batch.first_seq}: time runs back"
            last_at = at
            if isinstance(entry, Started):
                if entry.epoch != epoch + 1:
                    yield f"batch at {batch.first_seq}: epoch {entry.epoch} follows {epoch}"
                epoch = entry.epoch


def _chain_holds(evidence: Evidence) -> Iterator[str]:
    head: Head = verify(evidence.log)
    told = max((note.last_seq for note in evidence.notes.notes.values()), default=0)
    if head != evidence.log.head or head == EMPTY:
        yield f"the chain ends at {head.seq}, the log at {evidence.log.head.seq}"
    if told > head.seq:
        yield f"position {told} was answered, the log ends at {head.seq}"


def _once(evidence: Evidence) -> Iterator[str]:
    keys = Counter(entry.key for entry in evidence.entries if isinstance(entry, Executed))
    yield from (f"key {key.hex()}: was carried out {count} times" for key, count in keys.items() if count > 1)
    yield from evidence.notes.disagreements


def _nobody_waits_in_vain(evidence: Evidence) -> Iterator[str]:
    desk = evidence.world.platform.registry.desks[Track.MEDIATION]
    for number in evidence.world.platform.registry.numbers:
        dispute = evidence.world.platform.registry.dispute(number)
        process = dispute.processes.get(number)
        if process is None or process.state.value != "selecting":
            continue
        if desk.entry(number).waits and desk.core.decide_offer(number, 0).mediator != NOBODY:
            yield f"case {number}: waits although somebody is free"


def _nothing_due_is_left(evidence: Evidence) -> Iterator[str]:
    yield from lost_deadlines([evidence.entries], Rulebook.shipped())


def _linked_once(evidence: Evidence) -> Iterator[str]:
    if evidence.books is None:
        return
    ledger = evidence.world.platform.postbox.ledger
    records = [entry for entry in evidence.entries if isinstance(entry, AnyRecord)]
    yield from contradictions(records, evidence.books, ledger.entries.keys() - ledger.dead.keys())


def _unknown_is_bounded(evidence: Evidence) -> Iterator[str]:
    notes = evidence.notes
    if notes.became_unknown > notes.faults * notes.in_flight_max:
        yield f"{notes.became_unknown} groups were left without an answer by {notes.faults} faults"
    yield from (f"{note.key}: nobody knows what became of it" for note in notes.unknown())


def _fold_is_equal(evidence: Evidence) -> Iterator[str]:
    counted = Counter(str(entry.__struct_config__.tag) for entry in evidence.entries)
    if counted != evidence.world.flows.total:
        yield f"the log has {dict(counted)}, the world {dict(evidence.world.flows.total)}"


_LAWS: Final[dict[Law, Callable[[Evidence], Iterator[str]]]] = {
    Law.ACKNOWLEDGED_IS_KEPT: _acknowledged_is_kept,
    Law.NOTHING_VANISHES: _nothing_vanishes,
    Law.STATE_IS_LEGAL: _state_is_legal,
    Law.REPLAY_IS_STATE: _replay_is_state,
    Law.ORDER_IS_DENSE: _order_is_dense,
    Law.CHAIN_HOLDS: _chain_holds,
    Law.ONCE: _once,
    Law.NOBODY_WAITS_IN_VAIN: _nobody_waits_in_vain,
    Law.NOTHING_DUE_IS_LEFT: _nothing_due_is_left,
    Law.LINKED_ONCE: _linked_once,
    Law.UNKNOWN_IS_BOUNDED: _unknown_is_bounded,
    Law.FOLD_IS_EQUAL: _fold_is_equal,
}
