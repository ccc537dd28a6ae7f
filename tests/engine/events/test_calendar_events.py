"""What the announcement of a year brings about keeps its form for ever, in a log and in a file."""

from pathlib import Path

import numpy as np
import pytest

from engine.events.codec import decode_events, encode_events
from engine.events.columns import event_batch
from engine.events.errors import EventFieldError
from engine.events.records import ClockMoved, DeskDeadlineMoved, YearLoaded
from engine.events.rows import row_events
from engine.events.upcasters import UPCASTERS
from tests.engine.events.examples import one_of

KINDS = (YearLoaded, DeskDeadlineMoved, ClockMoved)
VERSION_1 = bytes.fromhex((Path(__file__).parent / "calendar_version_1.hex").read_text(encoding="ascii"))
"""The three kinds at version 1."""


def test_version_1_reads_and_is_written_for_ever():
    """No change to what is written goes without a new version, an upcaster and the bytes of the version before."""
    events = [one_of(kind) for kind in KINDS]

    assert decode_events(VERSION_1) == events
    assert encode_events(events) == VERSION_1


def test_rows_of_a_file_give_the_events_back():
    """A file holds the thirteen months and both ends, and names the article that sets the period as its rule."""
    events = [one_of(kind) for kind in KINDS]
    rows = event_batch(events, first_seq=1, replication=0, court_province=np.zeros(3, np.int32))

    assert row_events(rows, upcasters=UPCASTERS) == events
    assert rows.column("rule").to_pylist() == [None, "ONL 12", "CON 5"]
    assert rows.column("actor_role").to_pylist() == ["court", "platform", "platform"]
    assert one_of(YearLoaded).worked == tuple(1 << month for month in range(13))


def test_an_unknown_word_is_refused():
    """Deadlines, clocks and ways of counting are closed vocabularies."""
    body = encode_events([one_of(DeskDeadlineMoved)]).replace(b"working_days", b"working_week")
    with pytest.raises(EventFieldError, match="unknown word"):
        decode_events(body)
