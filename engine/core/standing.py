"""The standing of a core: everything that its events have led to, in a form that does not hang on how they came.

Seats are told in order of case and seat, whatever slots they lie in, and bars in order of case, mediator and reason;
queues, rooms by position and counts of free mediators follow from the rest. So two cores that will always do the same
have the same bytes. What never changes is not told: a digest of it is, and a core made of anything else refuses.
"""

from collections.abc import Iterable
from dataclasses import fields
from hashlib import blake2b
from typing import Any, Final, cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.core import standing_kernels as kernels
from engine.core.build import emptied
from engine.core.errors import StandingError
from engine.core.ladder import Ladder
from engine.core.policies.table import Policy
from engine.core.policy import SAMPLE_SIZES, WEIGHT_MILLI_MAX, PolicySettings
from engine.core.roster import DISPUTE_TYPES, LANGUAGES, Roster
from engine.core.standing_roster import load_qualifications, read_qualified, take_qualified
from engine.core.state import CHOOSING, FREE, MEDIATOR_COLUMNS, NONE, REPLACED, ROW, SLOT_COLUMNS, WAITING, CoreState
from engine.core.stored_array import StoredArray, check_within, restored, stored

VERSION: Final = 1
"""Of the form below; a standing of another one is refused, and its core rebuilt from the log instead."""
_FIRST_SLOTS: Final = 1024
_SEAT_FIELDS: Final = {
    "case_id": "<i8", "seat": "<i1", "aged_at": "<i8", "needs": "<i8", "bars": "<i8", "court": "<i4",
    "weight_milli": "<i4", "attempt": "<i4", "mediator": "<i4", "lead": "<i4", "dispute_type": "<i1",
    "language": "<i1", "step": "<i1", "status": "<i1", "is_ordinary": "<i1",
}  # fmt: skip
"""Columns of a seat that nothing else tells, and the smallest type that holds each."""
_MEDIATOR_FIELDS: Final = {
    "capacity_milli": "<i8", "load_milli": "<i8", "held": "<i4", "cumulative_milli": "<i8", "idle_since": "<i8",
    "absence": "<i1", "cards": "<i4",
}  # fmt: skip
_POLICY_FIELDS: Final = ("policy_version", "policy", "band_width_milli", "sample_size", "by_weight")
_BAR_FIELDS: Final = ("place", "mediator", "reason")


class CoreStanding(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a core's bytes hold."""

    version: int
    roster: bytes
    """Digest of it, as of the two that follow."""
    ladder: bytes
    settings: bytes
    policies: tuple[StoredArray, ...]
    mediators: tuple[StoredArray, ...]
    seats: tuple[StoredArray, ...]
    bars: StoredArray
    """int32[n, 3]: place of the case in order of number, mediator, reason."""
    qualified: tuple[StoredArray, ...] = ()
    """See `engine.core.standing_roster`; standings from before there were appointments have none."""


class Fixed(msgspec.Struct, frozen=True, kw_only=True):
    """Digests of what a core is made of, 16 bytes each."""

    roster: bytes
    ladder: bytes
    settings: bytes


def fixed_of(roster: Roster, ladder: Ladder, settings: PolicySettings) -> Fixed:
    """Return the digests by which a core knows standings of its own kind."""
    hashed = blake2b(digest_size=16)
    for field in fields(roster):
        values: Any = getattr(roster, field.name)
        if field.name == "vacant" and not roster.vacant.any():
            continue  # rosters without spare places have the digest that they had before there were any
        if isinstance(values, np.ndarray):
            values = cast("NDArray[Any]", values)
            hashed.update(f"{field.name} {values.dtype.str} {values.shape};".encode())
            hashed.update(np.ascontiguousarray(values).tobytes())
        else:
            hashed.update(repr(values).encode())
    return Fixed(roster=hashed.digest(), ladder=_digest(ladder), settings=_digest(settings))


def take_standing(state: CoreState, fixed: Fixed, roster: Roster) -> bytes:
    """Return the standing of a state."""
    rows = kernels.seat_rows(state)
    slots = np.flatnonzero(rows[:, SLOT_COLUMNS.index("status")] != FREE)
    slots = slots[np.lexsort((_seat(rows, "seat")[slots], _seat(rows, "case_id")[slots]))]
    heads = slots[_seat(rows, "seat")[slots] == 0]
    barred = kernels.barred_of(state, heads)
    seats = kernels.gathered(rows, slots, _places(_SEAT_FIELDS))
    mediators = kernels.mediator_rows(state)
    return msgspec.msgpack.encode(
        CoreStanding(
            version=VERSION,
            roster=fixed.roster,
            ladder=fixed.ladder,
            settings=fixed.settings,
            policies=tuple(stored(values, "<i8") for values in kernels.court_policies(state)),
            mediators=tuple(
                stored(mediators[:, MEDIATOR_COLUMNS.index(name)], dtype) for name, dtype in _MEDIATOR_FIELDS.items()
            ),
            seats=tuple(stored(values, dtype) for values, dtype in zip(seats, _SEAT_FIELDS.values(), strict=True)),
            bars=stored(barred[np.lexsort(barred.T[::-1])], "<i4"),
            qualified=take_qualified(state, roster),
        )
    )


def load_standing(state: CoreState, standing: bytes, fixed: Fixed, roster: Roster, steps: int) -> dict[int, int]:
    """Put a standing into a fresh state and return the slot of the first seat of every case.

    Raises
    ------
    StandingError
        If it is damaged, of another version, or of another roster, ladder or policy; the state is then as before.
    """
    told = _decoded(standing, fixed)
    policies = _columns(told.policies, dict.fromkeys(_POLICY_FIELDS, "<i8"), roster.courts)
    mediators = _columns(told.mediators, _MEDIATOR_FIELDS, roster.mediators)
    seats = _columns(told.seats, _SEAT_FIELDS, -1)
    _check(policies, mediators, seats, roster, steps)
    qualified = read_qualified(told.qualified, roster)
    heads = np.flatnonzero(seats["seat"] == 0)
    bars = restored(told.bars, "bars", "<i4", (-1, len(_BAR_FIELDS))).astype(np.int64)
    largest = (len(heads) - 1, roster.mediators - 1, REPLACED)
    for name, values, most in zip(_BAR_FIELDS, bars.T, largest, strict=True):
        check_within(f"bars.{name}", values, 0, most)
    load_qualifications(state, qualified)
    kernels.load_policies(state, *(np.ascontiguousarray(policies[name]) for name in _POLICY_FIELDS))
    kernels.load_mediators(state, np.stack([mediators[name].astype(np.int64) for name in _MEDIATOR_FIELDS], axis=1))
    rows, chain = _rows(seats)
    kernels.load_seats(state, rows, chain, _oldest_first(seats))
    bars[:, 0] = heads[bars[:, 0]]
    kernels.load_barred(state, bars)
    return dict(zip(seats["case_id"][heads].tolist(), heads.tolist(), strict=True))


def _seat(rows: NDArray[np.int64], name: str) -> NDArray[np.int64]:
    return rows[:, SLOT_COLUMNS.index(name)]


def _places(names: Iterable[str]) -> NDArray[np.int64]:
    return np.array([SLOT_COLUMNS.index(name) for name in names])


def _digest(fixed: Ladder | PolicySettings) -> bytes:
    return blake2b(msgspec.msgpack.encode(fixed), digest_size=16).digest()


def _decoded(standing: bytes, fixed: Fixed) -> CoreStanding:
    try:
        told = msgspec.msgpack.decode(standing, type=CoreStanding)
    except msgspec.DecodeError as error:
        raise StandingError(f"standing of {len(standing)} bytes: must be that of a core: {error}") from error
    if told.version != VERSION:
        raise StandingError(f"version = {told.version}: must be {VERSION}")
    for name in ("roster", "ladder", "settings"):
        if getattr(told, name) != getattr(fixed, name):
            raise StandingError(f"{name} = {getattr(told, name).hex()}: must be {getattr(fixed, name).hex()}")
    return told


def _columns(arrays: tuple[StoredArray, ...], types: dict[str, str], length: int) -> dict[str, NDArray[np.int64]]:
    if len(arrays) != len(types):
        raise StandingError(f"{len(arrays)} columns: must be {len(types)}")
    found: dict[str, NDArray[np.int64]] = {}
    for array, (name, dtype) in zip(arrays, types.items(), strict=True):
        found[name] = restored(array, name, dtype, (length,))
        length = len(found[name])
    return found


def _check(
    policies: dict[str, NDArray[np.int64]],
    mediators: dict[str, NDArray[np.int64]],
    seats: dict[str, NDArray[np.int64]],
    roster: Roster,
    steps: int,
) -> None:
    """Refuse what compiled code would follow out of its arrays."""
    last = roster.mediators - 1
    for name, most in (("dispute_type", len(DISPUTE_TYPES) - 1), ("language", len(LANGUAGES) - 1), ("step", steps - 1)):
        check_within(name, seats[name], 0, most)
    check_within("court", seats["court"], 0, roster.courts - 1)
    check_within("status", seats["status"], WAITING, CHOOSING)
    check_within("weight_milli", seats["weight_milli"], 0, WEIGHT_MILLI_MAX)
    for name in ("mediator", "lead"):
        check_within(name, seats[name], NONE, last)
    check_within("held", mediators["held"], 0, len(seats["court"]))
    check_within("policy", policies["policy"], min(Policy), max(Policy))
    check_within("sample_size", policies["sample_size"], SAMPLE_SIZES[0], SAMPLE_SIZES[-1])
    number, seat = seats["case_id"], seats["seat"]
    follows = (seat[1:] == seat[:-1] + 1) & (number[1:] == number[:-1])
    if (~follows & ((seat[1:] != 0) | (number[1:] <= number[:-1]))).any() or (len(seat) and seat[0] != 0):
        raise StandingError("seats: must be in order of case and seat, from seat 0")


def _rows(seats: dict[str, NDArray[np.int64]]) -> tuple[NDArray[np.int64], int]:
    """Lay seats out as rows with twice the room or less, and return the first free slot."""
    count = len(seats["case_id"])
    size = _FIRST_SLOTS
    while size < count:
        size *= 2
    rows = np.empty((size, ROW["slot"]), np.int64)
    place, nobody = np.arange(count), np.full(count, NONE)
    is_last = np.ones(count, np.bool_)
    is_last[:-1] = seats["seat"][1:] == 0
    links = {
        "next_slot": nobody,
        "previous_slot": nobody,
        "first_barred": nobody,
        "head": place - seats["seat"],
        "next_seat": np.where(is_last, NONE, place + 1),
    }
    columns = seats | links
    kernels.scattered(rows, _places(columns), np.stack([values.astype(np.int64) for values in columns.values()]))
    if count == size:
        return rows, NONE
    emptied(rows[count:], count)
    return rows, count


def _oldest_first(seats: dict[str, NDArray[np.int64]]) -> NDArray[np.int64]:
    waiting = np.flatnonzero(seats["status"] == WAITING)
    order = np.lexsort((seats["seat"][waiting], seats["case_id"][waiting], seats["aged_at"][waiting]))
    return waiting[order]
