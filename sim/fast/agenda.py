"""What will happen when: moments of the future, in the order of `sim.order`.

A working calendar puts thousands of moments on one instant, and half a million cases have one pending. So moments lie
unsorted in blocks, a chain of blocks for each five minutes; when five minutes begin, their moments are sorted once; and
what is added to those that are running goes into a heap, small enough for the fastest cache. Taking a moment costs its
share of one short sort, however many are pending (the calendar queue of Brown, CACM 31(10), 1988, never resized).
"""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numba import njit
from numba.experimental import structref
from numpy.typing import NDArray

from engine.core.lent import LentStruct, lent, register_lent
from sim.fast.ordering import order_of

BUCKET_US: Final = 300_000_000
"""Five minutes: in the busiest, what its moments touch still fits the second cache."""
BLOCK: Final = 16
"""Moments a block."""
SLOT_BITS: Final = 40
SLOT_MASK: Final = (1 << SLOT_BITS) - 1
"""A moment's tag is the slot of its case in these bits, and above them what else its owner must know."""
NEVER: Final = 2**63 - 1
"""Instant of a moment that does not come."""
_AT, _KEY, _TAG = 0, 1, 2
_NONE: Final = -1
_FIRST_BLOCKS: Final = 1024
_FIRST_HEAP: Final = 1024


class AgendaType(LentStruct):
    """The compiler's type of the agenda."""


class Agenda(structref.StructRefProxy):
    """Moments of a span of time: instant, key within the instant (`sim.order.priority`), and a tag for their owner."""

    if TYPE_CHECKING:
        starts_at: int
        ends_at: int
        current: int
        """Bucket that is running, counted from the first; -1 before any."""
        blocks: NDArray[np.int64]
        """int64[blocks, BLOCK, 3]: instant, key, tag."""
        next_block: NDArray[np.int64]
        """Next of the same bucket, or of the chain of free blocks."""
        free_block: int
        first_block: NDArray[np.int64]
        """int64[buckets]: block being filled."""
        filled: NDArray[np.int64]
        """int64[buckets]: moments in that block; the blocks after it are full."""
        sorted_moments: NDArray[np.int64]
        """int64[n, 3]: moments known when the bucket began, in order."""
        taken: int
        heap: NDArray[np.int64]
        """int64[capacity, 3]: moments added since."""
        heap_size: int
        owned: tuple[NDArray[np.int64], NDArray[np.int64]]
        """What the fields of fixed size lie in; see `engine.core.lent`."""
        owned_blocks: NDArray[np.int64]
        owned_next: NDArray[np.int64]
        owned_moments: NDArray[np.int64]
        owned_heap: NDArray[np.int64]


_FIELDS: Final = (
    "starts_at", "ends_at", "current", "blocks", "next_block", "free_block", "first_block", "filled",
    "sorted_moments", "taken", "heap", "heap_size",
    "owned", "owned_blocks", "owned_next", "owned_moments", "owned_heap",
)  # fmt: skip
register_lent(AgendaType, Agenda, _FIELDS)


def new_agenda(starts_at: int, ends_at: int, *, blocks: int = _FIRST_BLOCKS) -> Agenda:
    """Return an empty agenda of a span of time with room for so many blocks; it keeps nothing past its end."""
    return _construct(starts_at, ends_at, np.empty((blocks, BLOCK, 3), np.int64))


@njit(cache=True)
def _construct(starts_at: int, ends_at: int, blocks: NDArray[np.int64]) -> Any:
    buckets = (ends_at - starts_at + BUCKET_US - 1) // BUCKET_US
    first_block, filled = np.full(buckets, _NONE, np.int64), np.full(buckets, BLOCK, np.int64)
    links = _chained(0, len(blocks))
    moments, heap = np.empty((0, 3), np.int64), np.empty((_FIRST_HEAP, 3), np.int64)
    return Agenda(
        starts_at, ends_at, _NONE, lent(blocks), lent(links), 0, lent(first_block), lent(filled),
        lent(moments), 0, lent(heap), 0,
        (first_block, filled), blocks, links, moments, heap,
    )  # fmt: skip


@njit(cache=True)
def add(agenda: Agenda, at: int, key: int, tag: int) -> None:
    """Note a moment; one at or past the end of the agenda is dropped, one of the bucket running goes into the heap."""
    if at >= agenda.ends_at:
        return
    bucket = (at - agenda.starts_at) // BUCKET_US
    if bucket <= agenda.current:
        _push(agenda, at, key, tag)
        return
    place = agenda.filled[bucket]
    if place == BLOCK:
        block = _take_block(agenda)
        agenda.next_block[block] = agenda.first_block[bucket]
        agenda.first_block[bucket] = block
        place = 0
    moment = agenda.blocks[agenda.first_block[bucket], place]
    moment[_AT] = at
    moment[_KEY] = key
    moment[_TAG] = tag
    agenda.filled[bucket] = place + 1


@njit(cache=True)
def begin_bucket(agenda: Agenda, bucket: int) -> None:
    """Sort the moments of a bucket that begins; those of the one before must all have been taken."""
    agenda.current = bucket
    moments = _gather(agenda, bucket)
    order = order_of(moments, agenda.starts_at + bucket * BUCKET_US)
    agenda.owned_moments = moments[order]
    agenda.sorted_moments = lent(agenda.owned_moments)
    agenda.taken = 0


@njit(cache=True)
def next_moment(agenda: Agenda) -> tuple[int, int]:
    """Return instant and key of the next moment of the bucket, `NEVER` if there is none."""
    at, key = NEVER, NEVER
    if agenda.taken < len(agenda.sorted_moments):
        moment = agenda.sorted_moments[agenda.taken]
        at, key = moment[_AT], moment[_KEY]
    if agenda.heap_size > 0:
        moment = agenda.heap[0]
        if moment[_AT] < at or (moment[_AT] == at and moment[_KEY] < key):
            at, key = moment[_AT], moment[_KEY]
    return at, key


@njit(cache=True)
def take_moment(agenda: Agenda) -> int:
    """Take the next moment of the bucket out and return its tag; there must be one."""
    if agenda.taken < len(agenda.sorted_moments):
        moment = agenda.sorted_moments[agenda.taken]
        if agenda.heap_size == 0 or not _before(agenda.heap[0], moment):
            agenda.taken += 1
            return moment[_TAG]
    return _pop(agenda)


@njit(cache=True)
def _before(one: NDArray[np.int64], other: NDArray[np.int64]) -> bool:
    return one[_AT] < other[_AT] or (one[_AT] == other[_AT] and one[_KEY] < other[_KEY])


@njit(cache=True)
def _gather(agenda: Agenda, bucket: int) -> NDArray[np.int64]:
    """Return the moments of a bucket and give its blocks back."""
    count = 0
    counted: int = agenda.first_block[bucket]
    while counted != _NONE:
        count += agenda.filled[bucket] if counted == agenda.first_block[bucket] else BLOCK
        counted = agenda.next_block[counted]
    moments = np.empty((count, 3), np.int64)
    place, held = 0, agenda.filled[bucket]
    block: int = agenda.first_block[bucket]
    while block != _NONE:
        moments[place : place + held] = agenda.blocks[block, :held]
        place += held
        held = BLOCK
        following: int = agenda.next_block[block]
        agenda.next_block[block] = agenda.free_block
        agenda.free_block = block
        block = following
    agenda.first_block[bucket] = _NONE
    agenda.filled[bucket] = BLOCK
    return moments


@njit(cache=True)
def _take_block(agenda: Agenda) -> int:
    if agenda.free_block == _NONE:
        size = len(agenda.blocks)
        agenda.owned_blocks = np.concatenate((agenda.blocks, np.empty_like(agenda.blocks)))
        agenda.owned_next = np.concatenate((agenda.next_block, _chained(size, size)))
        agenda.blocks, agenda.next_block = lent(agenda.owned_blocks), lent(agenda.owned_next)
        agenda.free_block = size
    block: int = agenda.free_block
    following: int = agenda.next_block[block]
    agenda.free_block = following
    return block


@njit(cache=True)
def _chained(first: int, count: int) -> NDArray[np.int64]:
    """Return links from each block to the next, from the last to none."""
    links = np.arange(first + 1, first + count + 1)
    links[count - 1] = _NONE
    return links


@njit(cache=True)
def _push(agenda: Agenda, at: int, key: int, tag: int) -> None:
    if agenda.heap_size == len(agenda.heap):
        agenda.owned_heap = np.concatenate((agenda.heap, np.empty_like(agenda.heap)))
        agenda.heap = lent(agenda.owned_heap)
    heap, place = agenda.heap, agenda.heap_size
    agenda.heap_size += 1
    while place > 0:
        parent = (place - 1) // 2
        above = heap[parent]
        if above[_AT] < at or (above[_AT] == at and above[_KEY] <= key):
            break
        heap[place] = above
        place = parent
    heap[place, _AT] = at
    heap[place, _KEY] = key
    heap[place, _TAG] = tag


@njit(cache=True)
def _pop(agenda: Agenda) -> int:
    heap = agenda.heap
    size = agenda.heap_size - 1
    agenda.heap_size = size
    tag = heap[0, _TAG]
    last = heap[size]
    place = 0
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size and _before(heap[child + 1], heap[child]):
            child += 1
        if not _before(heap[child], last):
            break
        heap[place] = heap[child]
        place = child
    heap[place] = last
    return tag
