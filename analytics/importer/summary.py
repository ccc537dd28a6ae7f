"""What an import did, in numbers: what `import.json` holds."""

from typing import Literal

import msgspec


class ImportSummary(msgspec.Struct, frozen=True, kw_only=True):
    """The account of one import; every row of the source is in it."""

    source: str
    """Name of the file that was read."""
    mapping: str
    """What the data are, as the mapping says."""
    layout: Literal["cases", "events"]
    """One row a case, or one row an event."""
    rows_read: int
    """Records of the file behind its header, rejected ones included."""
    rows_rejected: int
    """Records with a fault; all are in `rejected.csv`, once a fault."""
    rows_outside_period: int
    """Sound records of cases that lie outside the period; they are in `rejected.csv` too."""
    blank_lines: int
    """Empty lines, which are no records."""
    rejected_by_reason: dict[str, int]
    """Reason to lines of `rejected.csv`, most frequent first; at most 20."""
    cases: int
    """Rows of the case table."""
    cases_open: int
    """Of those, not closed at the end of the period."""
    cases_accepted: int
    """Of those, with a time of acceptance."""
    cases_outside_period: int
    """Left out: filed at or after its end, or closed before its start."""
    cases_flagged: int
    """Kept, and not to be trusted; all are in `flagged.csv`."""
    flagged_by_reason: dict[str, int]
    """Reason to cases, most frequent first; at most 20."""
    flagged_ids: list[str]
    """Their ids in the source, in order of lines; at most 20."""
    channels: dict[str, int]
    """Channel to cases, most frequent first; at most 20."""
    cases_with_events_before_filing: int
    """Event layout: cases with an event earlier than their filing; a remark, no flag."""
    cases_with_events_after_end: int
    """Event layout: cases with an event later than their end; a remark, no flag."""
    stamps_twice: int
    """Local times that clocks showed twice; the earlier was taken."""
    words_untranslated: dict[str, list[str]]
    """Fact to words that `[values]` says nothing of and that were kept as they are; at most 20 each."""
    activities_unseen: list[str]
    """Activities the mapping names and no row has."""
    period_starts_at: int
    """Microseconds since the epoch, UTC; included."""
    period_ends_at: int
    """Microseconds since the epoch, UTC; excluded."""
    period_from: str
    """`mapping`, `data`, or `mapping and data`."""
    files: list[str]
    """What was written, by name."""
