"""The journal: one JSON object a line, and nothing in it about anybody."""

import io
import json
import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.access.errors import JournalError
from engine.access.journal import FIELDS, JournalFormatter, line, pseudonym

CANARIES = ("Zhang San", "张三", "11010119900307123X\r\n", "a@b.invalid, 13800000000", 'x"}\n{"event":"forged"')


@pytest.fixture
def journal():
    """A logger of the standard library that writes the journal, and what it has written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JournalFormatter())
    logger = logging.getLogger("test of the journal")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    yield logger, written
    logger.removeHandler(handler)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    """The lines, each of which must be an object."""
    return [json.loads(text) for text in written.getvalue().splitlines()]


def test_known_fields_are_written(journal):
    """Numbers, truth values and plain words under known names are in the line as they are."""
    logger, written = journal
    logger.info("case_lodged", extra={"fields": {"dispute_id": 7, "status": 201, "route": "/v1/cases/{id}"}})
    (found,) = lines(written)

    assert found.pop("at") > 1_700_000_000_000_000
    assert found == {
        "level": "info",
        "event": "case_lodged",
        "dispute_id": 7,
        "status": 201,
        "route": "/v1/cases/{id}",
    }


@pytest.mark.parametrize("canary", CANARIES)
def test_no_canary_gets_through_any_door(journal, canary):
    """Names in messages, arguments, fields, names of fields, exceptions and loggers are written nowhere."""
    logger, written = journal
    logger.info(canary)
    logger.info("lodged by %s", canary)
    logger.info("case_lodged", extra={"fields": {"reason": canary, canary: 7, "rule": [canary], "kind": {"a": canary}}})
    logger.info("case_lodged", extra={"fields": canary})
    try:
        int(f"no number: {canary}")
    except ValueError:
        logger.exception("request_failed")
    logger.info({"name": canary})

    assert len(lines(written)) == 6
    assert lines(written)[2]["left_out"] == 4
    assert all(part not in written.getvalue() for part in (canary.strip(), "forged", "Zhang", "张", "1380000"))


def test_an_exception_shows_its_type_and_its_way(journal):
    """Of an exception the type and the functions it came through are written, for whoever must find the fault."""
    logger, written = journal
    try:
        json.loads("{")
    except ValueError:
        logger.exception("request_failed")
    (found,) = lines(written)

    assert (found["event"], found["exception"]) == ("request_failed", "JSONDecodeError")
    assert found["through"][-1].startswith("decoder.py:")


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.text() | st.sampled_from(sorted(FIELDS)), st.text() | st.integers() | st.floats() | st.none() | st.binary()
    )
)
def test_a_line_is_one_line(fields):
    """Whatever the fields, the line is one JSON object in printable ASCII, with known names only."""
    text = line("event", 0, "info", fields)

    assert text.isascii()
    assert text.isprintable()
    assert set(json.loads(text)) <= FIELDS | {"at", "level", "event", "left_out"}


@pytest.mark.parametrize("event", ["", "Case", "case lodged", "case\nlodged", "张三", "a" * 65])
def test_an_event_is_a_plain_word(event):
    """An event that is free text is refused."""
    with pytest.raises(JournalError):
        line(event, 0, "info", {})


def test_a_pseudonym_needs_its_key():
    """The same person has one pseudonym under a key and another under another key."""
    one, same, other = pseudonym("m-3", b"a" * 32), pseudonym("m-3", b"a" * 32), pseudonym("m-3", b"b" * 32)

    assert one == same != other
