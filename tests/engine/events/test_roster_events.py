"""The kinds that change the roster, and the name in them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events.codec import decode_events, encode_events
from engine.events.external_id import EXTERNAL_ID_BYTES, external_id_of, is_external_id, packed
from engine.events.records import MediatorAppointed, MediatorQualified
from tests.engine.events.examples import one_of

VERSION_1 = bytes.fromhex((Path(__file__).parent / "roster_version_1.hex").read_text(encoding="ascii"))


def test_version_1_reads_and_is_written_today():
    """Bytes written at version 1 of both kinds decode to the same events for ever, and are what is written today."""
    events = [one_of(MediatorAppointed), one_of(MediatorQualified)]

    assert decode_events(VERSION_1) == events
    assert encode_events(events) == VERSION_1


@given(name=st.text(max_size=EXTERNAL_ID_BYTES).filter(is_external_id) | st.just(""))
def test_a_name_comes_back_as_it_went_in(name: str):
    """Whatever a court calls somebody, in whatever writing, stands in the event's numbers and can be read again."""
    first, second, third, fourth = packed(name)
    event = MediatorAppointed(
        occurred_at=0,
        recorded_at=0,
        court_id=0,
        mediator_id=0,
        organisation_id=0,
        dispute_types=1,
        languages=1,
        share_milli=1000,
        rank=0,
        attributes=0,
        capacity=1,
        external_id_1=first,
        external_id_2=second,
        external_id_3=third,
        external_id_4=fourth,
    )

    (found,) = decode_events(encode_events([event]))

    assert isinstance(found, MediatorAppointed)
    assert external_id_of(found) == name


@pytest.mark.parametrize("name", ["", " M1", "M1 ", "M\n1", "M\0", "x" * 33, "调" * 11])
def test_what_is_no_name_is_told(name: str):
    """Nothing, blanks at an end, signs that cannot be printed, and more than 32 bytes are no name."""
    assert not is_external_id(name)
