"""Somebody whom a court appoints: what its roster says of him."""

from typing import Annotated, Final

import msgspec

from engine.core.errors import VacancyError
from engine.core.follow_roster import RANK_MAX
from engine.core.roster import CAPACITY_MAX, FULL_TIME_MILLI
from engine.desk.errors import AppointmentError
from engine.events.enums import DisputeType, Gender, Language, Origin
from engine.events.external_id import EXTERNAL_ID_BYTES, is_external_id
from engine.events.whole import Whole

APPOINTED_AT_ONCE_MAX: Final = 500
"""People of one command: as many as fit into one request with every field of each."""
ORGANISATION_MAX: Final = 2**31 - 1
_TYPES_MAX: Final = len(DisputeType)
_LANGUAGES_MAX: Final = len(Language)
_ATTRIBUTES_MAX: Final = 32
_NAME_CHARACTERS_MAX: Final = 64
Takes = Annotated[tuple[DisputeType, ...], msgspec.Meta(min_length=1, max_length=_TYPES_MAX)]
"""Dispute types, one at least."""
Speaks = Annotated[tuple[Language, ...], msgspec.Meta(min_length=1, max_length=_LANGUAGES_MAX)]
"""Languages, one at least."""
AttributeName = Annotated[str, msgspec.Meta(min_length=1, max_length=_NAME_CHARACTERS_MAX)]
Attributes = Annotated[tuple[AttributeName, ...], msgspec.Meta(max_length=_ATTRIBUTES_MAX)]
"""Attributes that the roster names itself."""
Share = Annotated[int, msgspec.Meta(ge=1, le=FULL_TIME_MILLI)]
"""Thousandths of full time."""
ExternalId = Annotated[str, msgspec.Meta(max_length=EXTERNAL_ID_BYTES)]
"""What the court itself calls somebody; nothing if it has no name of its own for him."""


class Appointment(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """Somebody new, as a line of a roster file tells him."""

    court_id: Whole
    organisation_id: Annotated[int, msgspec.Meta(ge=0, le=ORGANISATION_MAX)]
    """Number of his organisation, of one that is known or a new one."""
    dispute_types: Takes
    languages: Speaks = (Language.MANDARIN,)
    origin: Origin = Origin.MAINLAND
    gender: Gender | None = None
    """None where it is not known."""
    share_milli: Share = FULL_TIME_MILLI
    rank: Annotated[int, msgspec.Meta(ge=0, le=RANK_MAX)] | None = None
    """Place on the court's ranked list, smaller first; his number if left out."""
    attributes: Attributes = ()
    capacity: Annotated[int, msgspec.Meta(ge=1, le=CAPACITY_MAX)]
    """Standard cases held or offered at once."""
    external_id: ExternalId = ""


def check_appointment(one: Appointment, place: str) -> None:
    """Refuse what no decoder has seen to, of a caller inside the program as of one outside.

    Raises
    ------
    AppointmentError
        With `place` before the name of the field.
    """
    bounds = {
        "organisation_id": (0, ORGANISATION_MAX),
        "share_milli": (1, FULL_TIME_MILLI),
        "rank": (0, RANK_MAX),
        "capacity": (1, CAPACITY_MAX),
    }
    for name, (smallest, largest) in bounds.items():
        value = getattr(one, name)
        if value is not None and not smallest <= value <= largest:
            raise AppointmentError(f"{place}.{name} = {value}: must be within {smallest}..{largest}")
    check_words(one.dispute_types, f"{place}.dispute_types")
    check_words(one.languages, f"{place}.languages")
    if one.external_id and not is_external_id(one.external_id):
        raise AppointmentError(
            f"{place}.external_id = {one.external_id!r}: must be printable, without blanks at its ends, and at most "
            f"{EXTERNAL_ID_BYTES} bytes long in UTF-8"
        )


def check_words(words: tuple[DisputeType, ...] | tuple[Language, ...], name: str) -> None:
    """Refuse an empty list, since nobody could ever be asked then.

    Raises
    ------
    AppointmentError
        If it is empty.
    """
    if not words:
        raise AppointmentError(f"{name} is empty: must name one at least")


def check_places(court_id: int, wanted: int, vacant: int, spare: int) -> None:
    """Refuse more people than a court has vacant places.

    Raises
    ------
    VacancyError
        With the court and its numbers of places.
    """
    if wanted > vacant:
        raise VacancyError(
            f"court_id = {court_id}: {wanted} appointed: must be at most {vacant}, the places left vacant of the "
            f"{spare} that its roster was made with; more take a new store (engine export-open, engine import)"
        )
