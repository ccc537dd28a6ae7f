"""The book of day keys."""

import json

import pytest

from engine.proof.day_keys import commit, mixed
from engine.proof.errors import KeyBookError, MissingKeyError, WrongKeyError
from engine.proof.key_book import KeyBook

DAY = 18_500  # 2020-08-26
KEY, OTHER = bytes(range(32)), bytes(32)
SOURCE = "public beacon, round 12"


def committed(*, beacon_source: str | None = None) -> KeyBook:
    return KeyBook().with_commitment(DAY, commit(DAY, KEY), beacon_source=beacon_source)


def test_a_book_tells_a_key_once_it_is_revealed():
    """Before its key is revealed a day has none; afterwards it has the one that was committed to."""
    with pytest.raises(MissingKeyError, match=r"key of day 18500 \(2020-08-26\): it has not been revealed"):
        committed().of(DAY)

    assert committed().with_key(DAY, KEY).of(DAY).used == KEY


def test_a_book_takes_no_key_but_the_one_committed_to():
    """A key that does not fit its commitment is refused, and so is one without a commitment."""
    with pytest.raises(WrongKeyError, match="key of day 18500"):
        committed().with_key(DAY, OTHER)
    with pytest.raises(MissingKeyError, match=r"key of day 18501 .* nothing was committed to"):
        committed().with_key(DAY + 1, KEY)


def test_an_announced_beacon_is_waited_for():
    """Where a beacon was announced there is no key without it, so no draw goes by the bare key; then it is mixed in."""
    book = committed(beacon_source=SOURCE).with_key(DAY, KEY)
    with pytest.raises(MissingKeyError, match="the beacon 'public beacon, round 12' is not known yet"):
        book.of(DAY)

    assert book.with_beacon(DAY, OTHER).of(DAY).used == mixed(KEY, OTHER)


def test_nothing_that_was_published_is_replaced():
    """A second commitment and a second beacon are refused, the same beacon is not."""
    book = committed(beacon_source=SOURCE).with_beacon(DAY, OTHER)
    with pytest.raises(WrongKeyError, match="it has a commitment, which is never replaced"):
        book.with_commitment(DAY, commit(DAY, OTHER))
    with pytest.raises(WrongKeyError, match=r"its beacon is 0000.*, which is never replaced"):
        book.with_beacon(DAY, KEY)

    assert book.with_beacon(DAY, OTHER).to_json() == book.to_json()


def test_a_beacon_needs_an_announced_source():
    """Nobody can add a beacon to a day for which none was announced: he could choose among many."""
    with pytest.raises(KeyBookError, match="day 2020-08-26: it has a beacon from no announced source"):
        committed().with_beacon(DAY, OTHER)


def test_a_public_book_holds_back_keys_of_days_to_come():
    """What is published has the keys of past days alone, and every commitment."""
    book = committed().with_key(DAY, KEY).with_commitment(DAY + 1, commit(DAY + 1, OTHER)).with_key(DAY + 1, OTHER)
    public = book.public(before_day=DAY + 1)

    assert public.of(DAY).key == KEY
    with pytest.raises(MissingKeyError):
        public.of(DAY + 1)
    assert OTHER.hex() not in public.to_json()
    assert public.entries[DAY + 1].commitment == book.entries[DAY + 1].commitment


def test_a_book_is_the_same_as_text():
    """Text keeps all there is in a book, days ascending, one a line."""
    book = committed(beacon_source=SOURCE).with_commitment(DAY - 1, commit(DAY - 1, OTHER)).with_key(DAY, KEY)
    text = book.with_beacon(DAY, OTHER).to_json()

    assert KeyBook.from_json(text).to_json() == text
    assert [entry["day"] for entry in json.loads(text)] == ["2020-08-25", "2020-08-26"]
    assert len(text.splitlines()) == 4
    assert KeyBook.from_json(KeyBook().to_json()).entries == {}


def test_a_book_has_this_form():
    """Others can write a book by hand: its form is a list of objects with hex."""
    text = json.dumps([{"day": "2020-08-26", "commitment": commit(DAY, KEY).hex(), "key": KEY.hex(), "beacon": None}])

    assert KeyBook.from_json(text).of(DAY).key == KEY


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"commitment": "00"}, "day 2020-08-26: commitment must be 64 hex characters, not '00'"),
        ({"key": "x" * 64}, "day 2020-08-26: key must be 64 hex characters"),
        ({"day": "26 August"}, "not a book of day keys"),
        ({"colour": "red"}, "not a book of day keys"),
    ],
)
def test_what_is_no_book_is_refused(changes: dict[str, str], message: str):
    """A wrong field is named with its day."""
    entry = {"day": "2020-08-26", "commitment": commit(DAY, KEY).hex()} | changes
    with pytest.raises(KeyBookError, match=message):
        KeyBook.from_json(json.dumps([entry]))


def test_a_day_comes_once():
    """Two entries for one day are refused: one could choose between them."""
    entry = {"day": "2020-08-26", "commitment": commit(DAY, KEY).hex()}
    with pytest.raises(KeyBookError, match="day 2020-08-26: it is there twice"):
        KeyBook.from_json(json.dumps([entry, entry]))


def test_a_changed_key_is_found_when_a_book_is_read():
    """A revealed key that does not fit its commitment is refused on reading."""
    text = committed().with_key(DAY, KEY).to_json()
    with pytest.raises(WrongKeyError, match="key of day 18500"):
        KeyBook.from_json(text.replace(f'"key":"{KEY.hex()}"', f'"key":"{OTHER.hex()}"'))
