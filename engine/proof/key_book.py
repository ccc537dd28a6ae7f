"""A book of day keys: commitments made ahead, and keys and beacons as they are revealed.

The same book in two states: the court's own, with the keys of days to come, and the one it publishes, without them.
As text it is a JSON list with one object a day, each day once:

    {"day": "2020-08-26", "commitment": "<hex>", "key": "<hex>" or null,
     "beacon_source": "<which public value>" or null, "beacon": "<hex>" or null}
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Self

import msgspec

from engine.calendar.day import EPOCH_ORDINAL
from engine.proof.day_keys import DayKey, iso_day
from engine.proof.errors import KeyBookError, MissingKeyError, WrongKeyError


class KeyEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a book says of one day; bytes as hex."""

    day: date
    """In UTC+8."""
    commitment: str
    """Published before the day."""
    key: str | None = None
    """None until it is revealed."""
    beacon_source: str | None = None
    """Which public random value is mixed in, announced with the commitment: who publishes it, and which of his values.
    None if none is."""
    beacon: str | None = None
    """That value; None until it is known."""

    @property
    def number(self) -> int:
        """The day, counted from 1970-01-01."""
        return self.day.toordinal() - EPOCH_ORDINAL


class KeyBook:
    """Keys of days, each checked against its commitment; a changed book is a new one.

    Parameters
    ----------
    entries
        One a day.

    Raises
    ------
    KeyBookError
        If a day comes twice, or what should be 32 bytes of hex is not, or a beacon comes from no announced source.
    WrongKeyError
        If a key is not the one of its commitment.

    Examples
    --------
    >>> from engine.proof.day_keys import commit
    >>> key = bytes(range(32))
    >>> book = KeyBook().with_commitment(18500, commit(18500, key))
    >>> book.with_key(18500, key).of(18500).used == key
    True
    >>> book.of(18500)
    Traceback (most recent call last):
    ...
    engine.proof.errors.MissingKeyError: key of day 18500 (2020-08-26): it has not been revealed
    """

    def __init__(self, entries: Iterable[KeyEntry] = ()) -> None:
        self._entries: dict[int, KeyEntry] = {}
        for entry in entries:
            if entry.number in self._entries:
                raise KeyBookError(f"day {entry.day}: it is there twice")
            _check(entry)
            self._entries[entry.number] = entry

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read a book.

        Raises
        ------
        KeyBookError
            If the text is no book.
        WrongKeyError
            If a key is not the one of its commitment.
        """
        try:
            return cls(msgspec.json.decode(text, type=list[KeyEntry]))
        except msgspec.DecodeError as error:
            raise KeyBookError(f"not a book of day keys: {error}") from error

    def to_json(self) -> str:
        """Return the book as text, days ascending, one a line."""
        lines = [msgspec.json.encode(self._entries[day]).decode() for day in sorted(self._entries)]
        return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"

    @property
    def entries(self) -> Mapping[int, KeyEntry]:
        """What is known of each day, by its number."""
        return dict(self._entries)

    def of(self, day: int) -> DayKey:
        """Return the key of a day, counted from 1970-01-01 in UTC+8.

        Raises
        ------
        MissingKeyError
            If there is none, it has not been revealed, or the beacon that was announced is not known yet.
        """
        entry = self._entry(day)
        if entry.key is None:
            raise MissingKeyError(day, "it has not been revealed")
        if entry.beacon_source is not None and entry.beacon is None:
            raise MissingKeyError(day, f"the beacon {entry.beacon_source!r} is not known yet")
        return _day_key(entry, entry.key)

    def with_commitment(self, day: int, commitment: bytes, *, beacon_source: str | None = None) -> Self:
        """Return the book with one more day.

        Raises
        ------
        WrongKeyError
            If the day has a commitment already: it is never replaced.
        """
        if day in self._entries:
            raise WrongKeyError(day, "it has a commitment, which is never replaced")
        on = date.fromisoformat(iso_day(day))
        entry = KeyEntry(day=on, commitment=commitment.hex(), beacon_source=beacon_source)
        return type(self)([*self._entries.values(), entry])

    def with_key(self, day: int, key: bytes) -> Self:
        """Return the book with the key of a day revealed.

        Raises
        ------
        MissingKeyError
            If nothing was committed to.
        WrongKeyError
            If it is not the key that was committed to.
        """
        return self._replaced(msgspec.structs.replace(self._entry(day), key=key.hex()))

    def with_beacon(self, day: int, beacon: bytes) -> Self:
        """Return the book with the beacon of a day.

        Raises
        ------
        MissingKeyError
            If the day is not in the book.
        WrongKeyError
            If another value was noted before: it is never replaced.
        """
        entry = self._entry(day)
        if entry.beacon not in (None, beacon.hex()):
            raise WrongKeyError(day, f"its beacon is {entry.beacon}, which is never replaced")
        return self._replaced(msgspec.structs.replace(entry, beacon=beacon.hex()))

    def public(self, *, before_day: int) -> Self:
        """Return the book as it may be published: no key of `before_day` or a later day."""
        return type(self)(
            entry if number < before_day else msgspec.structs.replace(entry, key=None)
            for number, entry in self._entries.items()
        )

    def _entry(self, day: int) -> KeyEntry:
        try:
            return self._entries[day]
        except KeyError:
            raise MissingKeyError(day, "nothing was committed to") from None

    def _replaced(self, entry: KeyEntry) -> Self:
        return type(self)((self._entries | {entry.number: entry}).values())


def _check(entry: KeyEntry) -> None:
    if entry.beacon is not None and entry.beacon_source is None:
        raise KeyBookError(f"day {entry.day}: it has a beacon from no announced source")
    for name in ("commitment", "key", "beacon"):
        _bytes(entry, name)
    if entry.key is not None:
        _day_key(entry, entry.key)


def _day_key(entry: KeyEntry, key: str) -> DayKey:
    beacon = None if entry.beacon is None else bytes.fromhex(entry.beacon)
    commitment = bytes.fromhex(entry.commitment)
    return DayKey(day=entry.number, key=bytes.fromhex(key), commitment=commitment, beacon=beacon)


def _bytes(entry: KeyEntry, name: str) -> None:
    text: str | None = getattr(entry, name)
    try:
        is_right = text is None or (len(bytes.fromhex(text)) == 32 and len(text) == 64)
    except ValueError:
        is_right = False
    if not is_right:
        raise KeyBookError(f"day {entry.day}: {name} must be 64 hex characters, not {text!r}")
