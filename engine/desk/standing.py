"""The standing of a desk: all that its events have led to, so that a service need not read its whole log to go on.

Equal desks give equal bytes: everything is told in the order of its numbers. What a desk is made of is not told but
compared: of other rules the same docket would mean something else.
"""

from dataclasses import fields
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from engine.core.stored_array import StoredArray, restored, stored
from engine.desk.conflicts import Relation
from engine.desk.errors import DeskStandingError
from engine.desk.packed_entries import Packed
from engine.desk.rules import DeskRules
from engine.events.enums import AbsenceCause
from engine.events.track import Track

if TYPE_CHECKING:
    from engine.desk.office import Office

VERSION: Final = 1
"""Of the form below; a standing of another one is refused, and its desk rebuilt from the log instead."""


class DeskStanding(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a desk's bytes hold."""

    version: int
    track: Track
    rules: bytes
    """Digest of them."""
    secret: int
    """`Keys.check` of the register's."""
    last_at: int | None
    """Instant of the last event."""
    core: bytes
    calendar: bytes
    """Years that were announced."""
    beginnings: bytes
    """Of deadlines that end in a year nobody has announced yet."""
    docket: Packed
    timers: StoredArray
    """int64[n, 4]: instant, kind, subject, ordinal, in the order in which they end."""
    role_bars: StoredArray
    """int64[n, 2]: dispute and mediator, in order."""
    absences: list[tuple[int, list[AbsenceCause]]]
    capacities: list[tuple[int, int]]
    leaves: list[tuple[int, int, tuple[int, ...]]]
    """Mediator, number of his last leave, numbers of those that have begun."""
    register: list[tuple[int, list[Relation]]]
    """By the parties' keys."""
    appointed: list[tuple[int, int, str]] = []
    """Number, organisation and external id; standings from before there were appointments have none."""


def take_standing(office: "Office") -> bytes:
    """Return the standing of a desk; see `Desk.standing`."""
    if not office.is_settled:
        raise DeskStandingError("events of a command that failed in its middle: must be handed over first, by settle")
    timers = np.array(office.timers.items(), np.int64).reshape(-1, 4)
    standing = DeskStanding(
        version=VERSION,
        track=office.track,
        rules=_digest(office.rules),
        secret=office.register.keys.check,
        last_at=office.last_at,
        core=office.core.standing(),
        calendar=office.deadlines.in_force.standing(),
        beginnings=office.recalculation.beginnings.standing(),
        docket=office.docket.shelf.pack(),
        timers=stored(timers, "<i8"),
        role_bars=stored(office.role_bars.settled(), "<i8"),
        absences=office.staff.absences(),
        capacities=office.staff.capacities(),
        leaves=office.leaves.told(),
        register=office.register.told(),
        appointed=office.roster.told(),
    )
    return msgspec.msgpack.encode(standing)


def load_standing(office: "Office", standing: bytes) -> None:
    """Put a standing into a fresh desk; see `Desk.restore`."""
    if office.last_at is not None or len(office.docket):
        raise DeskStandingError(f"last_at = {office.last_at}: must be None, a standing is for a fresh desk")
    try:
        told = msgspec.msgpack.decode(standing, type=DeskStanding)
    except msgspec.DecodeError as error:
        raise DeskStandingError(f"standing of {len(standing)} bytes: must be that of a desk: {error}") from error
    expected = (VERSION, office.track, _digest(office.rules), office.register.keys.check)
    for name, wanted in zip(("version", "track", "rules", "secret"), expected, strict=True):
        if getattr(told, name) != wanted:
            raise DeskStandingError(f"{name}: must be that of this desk, but the standing was made under another")
    timers = restored(told.timers, "timers", "<i8", (-1, 4))
    role_bars = restored(told.role_bars, "role_bars", "<i8", (-1, 2))
    office.core.restore(told.core)
    office.deadlines.in_force.restore(told.calendar)
    office.recalculation.beginnings.restore(told.beginnings)
    office.docket.shelf.load(told.docket)
    office.timers.load(map(tuple, timers.tolist()))
    office.role_bars.load(role_bars)
    office.staff.load(told.absences, told.capacities)
    office.leaves.load(told.leaves)
    office.roster.load(told.appointed)
    office.register.load(told.register)
    office.last_at = told.last_at


def _digest(rules: DeskRules) -> bytes:
    told = {field.name: getattr(rules, field.name) for field in fields(rules)}
    told["strikes_of_list"] = sorted(rules.strikes_of_list.items())
    return blake2b(msgspec.msgpack.encode(told), digest_size=16).digest()
