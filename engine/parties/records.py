"""What is known about the people of a dispute, and must be erasable.

Nothing here shows its content when it is printed: what is printed ends up in logs.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from engine.parties.errors import PartyDataError

PARTIES_MAX: Final = 63
"""Parties of one dispute: as many as have a bit in the whole numbers of an event."""
TEXT_ORDINAL: Final = PARTIES_MAX
"""Ordinal of a case's text: the first after those of its parties."""
RECORD_BYTES_MAX: Final = 262_144
"""One party's data, or the text of a case, encoded."""

Line = Annotated[str, Meta(max_length=500)]


class IdentityKind(StrEnum):
    """By which document somebody is known."""

    RESIDENT_ID = "resident_id"
    PASSPORT = "passport"
    TRAVEL_PERMIT = "travel_permit"
    """Of residents of Hong Kong, Macao and Taiwan."""
    CREDIT_CODE = "credit_code"
    """Unified social credit code, of organisations."""
    OTHER = "other"


class PartyData(msgspec.Struct, frozen=True, kw_only=True):
    """One party of a dispute.

    Examples
    --------
    >>> PartyData(name="Zhang San", identity_number="11010119900307123X")
    PartyData(...)
    """

    name: Line
    identity_kind: IdentityKind = IdentityKind.RESIDENT_ID
    identity_number: Line = ""
    contacts: Annotated[tuple[Line, ...], Meta(max_length=16)] = ()
    """Telephone numbers and addresses of any kind, the preferred one first."""
    represented_by: Line = ""

    def __repr__(self) -> str:
        return "PartyData(...)"


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """Everything personal about one dispute, put before the dispute enters the log.

    Examples
    --------
    >>> Filing(tenant="north", dispute_id=7, parties=(PartyData(name="Zhang San"),), text="He owes me ...")
    Filing(tenant='north', dispute_id=7, ...)
    """

    tenant: str
    dispute_id: int
    parties: tuple[PartyData, ...]
    """By ordinal, as in the bits of events."""
    text: str = ""
    """What the case is about, in the parties' words."""

    def __repr__(self) -> str:
        return f"Filing(tenant={self.tenant!r}, dispute_id={self.dispute_id}, ...)"


def parts_of(filing: Filing) -> list[tuple[int, bytes]]:
    """Return what is sealed of a filing: by ordinal each party, encoded, and then the text.

    Raises
    ------
    PartyDataError
        If tenant, number, count of parties or the length of a part is out of bounds.
    """
    if not 0 < len(filing.tenant) <= 64:
        raise PartyDataError(f"tenant: must have 1 to 64 characters, has {len(filing.tenant)}")
    if not 0 <= filing.dispute_id < 1 << 63:
        raise PartyDataError(f"dispute_id = {filing.dispute_id}: must be within [0, 2**63)")
    if not 0 < len(filing.parties) <= PARTIES_MAX:
        raise PartyDataError(f"parties = {len(filing.parties)}: must be within [1, {PARTIES_MAX}]")
    parts = list(enumerate(map(encoded, filing.parties)))
    return [*parts, (TEXT_ORDINAL, _bounded(filing.text.encode()))] if filing.text else parts


def filing_of(tenant: str, dispute_id: int, parts: Mapping[int, bytes]) -> Filing:
    """Return the filing that these parts were made of."""
    parties = tuple(decoded(content) for ordinal, content in sorted(parts.items()) if ordinal != TEXT_ORDINAL)
    return Filing(tenant=tenant, dispute_id=dispute_id, parties=parties, text=parts.get(TEXT_ORDINAL, b"").decode())


def encoded(data: PartyData) -> bytes:
    """Return the bytes of one party.

    Raises
    ------
    PartyDataError
        If they are too many.
    """
    return _bounded(msgspec.msgpack.encode(data))


_PARTY: Final = msgspec.msgpack.Decoder(PartyData)
"""Made at import: the library builds what it knows of a type at the type's first use, and crashes if two threads do."""


def decoded(content: bytes) -> PartyData:
    """Return the party that bytes were made of."""
    return _PARTY.decode(content)


def _bounded(content: bytes) -> bytes:
    if len(content) > RECORD_BYTES_MAX:
        raise PartyDataError(f"record = {len(content)} bytes: must be at most {RECORD_BYTES_MAX}")
    return content
