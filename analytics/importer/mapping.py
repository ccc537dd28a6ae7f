"""What a mapping file says: which column of somebody's CSV holds which fact of a case."""

from typing import Literal

import msgspec

from engine.events.enums import ClosingCode, EntryRoute, Outcome

STAMPS = ("filed_at", "accepted_at", "closed_at", "deadline_at")
"""Facts that are points in time, named as in the case table."""

WORDS = ("channel", "dispute_type", "entry_route", "outcome", "closing_code")
"""Facts that are words, which `[values]` may translate."""

NAMES = ("court", "organisation", "mediator")
"""Facts that name somebody; the case table numbers them and `names.csv` keeps the names."""

CASE_FACTS = (*STAMPS, *WORDS, *NAMES)
"""Facts of the whole case; in the event layout they repeat on each of its rows."""

EVENT_FACTS = ("activity", "event_at")
"""Facts of one row of the event layout."""

STAMP_ACTIVITIES = {"filed": "filed_at", "accepted": "accepted_at", "closed": "closed_at"}
"""Activities that date a fact of the case, and the fact."""

COUNTED_ACTIVITIES = {"offered": "offers", "declined": "declines", "lapsed": "lapses"}
"""Activities that are counted, and the column of the case table that counts them."""

ANY_ACTIVITY = "*"
"""Stands for whatever activity there is: the first event of a case, or its last."""

CLOSED_VOCABULARIES: dict[str, tuple[str, ...]] = {
    "entry_route": tuple(EntryRoute),
    "outcome": tuple(Outcome),
    "closing_code": tuple(str(int(code)) for code in ClosingCode),
}
"""Facts that only take these words; a row with another is rejected. Other facts take any word."""


class SourceMapping(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping file that has been checked."""

    name: str
    """What the data are, in a few words; part of the case table's `source`."""
    layout: Literal["cases", "events"]
    """One row a case, or one row an event."""
    delimiter: str
    """One character."""
    encoding: str
    """Python's name of it; a superset of ASCII."""
    time_zone: str | None
    """IANA name for stamps that carry no offset; None if all formats carry one."""
    time_formats: tuple[str, ...]
    """Tried in order; the first that reads the whole stamp counts."""
    empty_words: frozenset[str]
    """Values that mean there is none, besides the empty string."""
    deadline_includes_its_day: bool
    """Move a deadline to the end of its local day."""
    columns: dict[str, str]
    """Fact (or `case_id`) to the header of its column."""
    activities: dict[str, tuple[str, ...]]
    """What an activity means (`filed`, `closed`, ...) to the activities that mean it."""
    values: dict[str, dict[str, str]]
    """Fact to a translation of its words."""
    period_starts_at: int | None
    """Start of observation, microseconds since the epoch, UTC; None: the first filing."""
    period_ends_at: int | None
    """End of observation, excluded; None: a microsecond after the last event."""
