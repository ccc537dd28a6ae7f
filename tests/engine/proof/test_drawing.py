"""Drawing again, and the record of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events.chain import NO_HEAD, seal
from engine.proof.chain import batch_of, filing_head
from engine.proof.day_keys import SeededKeys
from engine.proof.drawing import Draw, build_record, ticket_holder
from engine.proof.errors import DrawInputError, RecordError
from engine.proof.pseudonyms import member_nonce, pseudonym, record_salt
from engine.proof.record import DecisionRecord
from engine.proof.words import draw_word, winning_ticket
from tests.engine.proof.draws import DAY, NOON, SECRET, any_draw, example_draw, record_of
from tests.engine.proof.plain_blake2b import plain_blake2b

DAY_US = 86_400_000_000


def test_a_draw_is_recorded_with_all_it_consists_of():
    """A record holds the parts of the draw and what follows from them, computed here by the rules one by one."""
    draw = example_draw()
    record = record_of(draw)
    word = draw_word(draw.day_key.key, 700, 2, bytes(range(32, 64)))
    ticket = (word % 2**64) * 7 >> 64

    assert (record.word, record.ticket_total, record.ticket) == (word, 7, ticket)
    assert record.members[record.place] == record.mediator == [3, 9, 9, 9, 9, 40, 40][ticket]
    assert (record.day, record.drawn_at, record.key) == ("2020-08-26", NOON, SeededKeys(5).of(DAY).key.hex())
    assert (record.batch.first_seq, record.batch.count, record.position) == (8193, 8192, 9000)


@given(any_draw())
def test_a_record_is_the_same_as_text(draw: Draw):
    """A record survives as text, with numbers or with pseudonyms, and its digest is that of its content."""
    for named in (True, False):
        record = record_of(draw, named=named)

        assert DecisionRecord.from_json(record.to_json()) == record == record.sealed()


def test_a_log_that_tells_another_draw_is_not_recorded():
    """A word or mediator that the draw does not give is refused with the one it gives."""
    draw = example_draw()
    with pytest.raises(RecordError, match=f"word must be {draw.word}, the word of this draw, not 1"):
        build_record(draw, word=1, mediator=draw.members[draw.place])
    with pytest.raises(RecordError, match=f"mediator must be {draw.members[draw.place]}, who holds"):
        build_record(draw, word=draw.word, mediator=5)


@given(any_draw())
def test_the_runner_up_is_drawn_next_from_the_others(draw: Draw):
    """Who is named as next holds the ticket of the next draw number among all but who was drawn; or there is none."""
    others = [0 if place == draw.place else count for place, count in enumerate(draw.tickets)]
    if not any(others):
        assert draw.runner_up is None
        return
    word = draw_word(draw.day_key.used, draw.case_id, draw.draw_number + 1, draw.head)

    assert draw.runner_up != draw.place
    assert draw.runner_up == ticket_holder(others, winning_ticket(word, sum(others)))


@given(st.lists(st.integers(0, 5), max_size=8))
def test_each_ticket_has_one_holder(tickets: list[int]):
    """Counted through the members in their order, each holds as many numbers as he has tickets."""
    holders = [ticket_holder(tickets, ticket) for ticket in range(sum(tickets))]

    assert [holders.count(place) for place in range(len(tickets))] == tickets
    assert holders == sorted(holders)
    with pytest.raises(RecordError, match="ticket must be less than all tickets together"):
        ticket_holder(tickets, sum(tickets))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"tickets": (1, 2)}, "number of tickets must be 4, one for each member, not 2"),
        ({"members": (3, 9, 5, 40)}, "members must be ascending, each once"),
        ({"tickets": (1, -1, 4, 2)}, "tickets must be 0 or more each"),
        ({"tickets": (0, 0, 0, 0)}, "tickets must be 0 or more each, and 1 to"),
        ({"tickets": (2**62, 2**62, 0, 0)}, "tickets must be 0 or more each, and 1 to"),
        ({"drawn_at": NOON + DAY_US}, "day of the key must be 18501, that of the draw, not 18500"),
        ({"position": 8192}, "position must be 8193 to 16384, as its batch, not 8192"),
        ({"position": 16385}, "position must be 8193 to 16384, as its batch, not 16385"),
        ({"draw_number": 0}, "draw_number must be 1 or more, not 0"),
        ({"seat": -1}, "seat must be 0 or more, not -1"),
    ],
)
def test_parts_that_do_not_fit_are_refused(changes: dict[str, Any], message: str):
    """A draw that cannot have been is refused with the field, its value and the bound."""
    with pytest.raises(RecordError, match=message):
        example_draw(**changes)


def test_the_day_of_a_draw_is_that_of_beijing():
    """The day turns at midnight in UTC+8, which is 16:00 UTC."""
    midnight = DAY * DAY_US - 8 * 3_600_000_000

    assert record_of(example_draw(drawn_at=midnight)).day == "2020-08-26"
    with pytest.raises(RecordError, match="day of the key must be 18499"):
        example_draw(drawn_at=midnight - 1)


def test_a_text_that_is_no_record_is_refused():
    """What is not a record is named by the decoder's reason."""
    with pytest.raises(RecordError, match="record of a decision: text must be a record"):
        DecisionRecord.from_json("{}")


def test_pseudonyms_tell_nothing_and_open_one_by_one():
    """Members have other names in each record; a nonce opens its own mediator's name and no other."""
    here, there = (record_of(example_draw(draw_number=number), named=False) for number in (2, 3))
    salt = record_salt(SECRET, 700, 2)

    assert not set(here.members) & set(there.members)
    assert here.members == [pseudonym(member, member_nonce(member, salt)) for member in (3, 5, 9, 40)]
    nonce = member_nonce(here.mediator, salt)
    assert here.nonce == nonce.hex()
    assert [pseudonym(member, nonce) in here.members for member in (3, 5, 9, 40)].count(True) == 1


def test_pseudonyms_never_change():
    """Salt, nonce and name are keyed hashes as RFC 7693 gives them, so an old record can still be opened."""
    number = (9).to_bytes(8, "little")
    draw = (7).to_bytes(8, "little") + (1).to_bytes(4, "little")
    salt = plain_blake2b(draw, size=32, key=SECRET, person=b"onestop salt 1")
    nonce = plain_blake2b(number, size=32, key=salt, person=b"onestop nonce 1")

    assert member_nonce(9, record_salt(SECRET, 7, 1)) == nonce
    assert pseudonym(9, nonce) == plain_blake2b(number, size=16, key=nonce, person=b"onestop member 1").hex()


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_salt_has_its_length(length: int):
    """A secret or salt of another length is refused: a short one could be guessed."""
    with pytest.raises(DrawInputError, match=f"length of a salt must be 32 bytes, not {length}"):
        record_salt(bytes(length), 1, 1)
    with pytest.raises(DrawInputError, match="length of a salt"):
        member_nonce(1, bytes(length))


def test_the_head_of_a_case_was_fixed_before_its_filing():
    """The head is the hash before the batch that holds the filing, whichever event of the batch it is."""
    first = seal(NO_HEAD, first_seq=1, count=10, content_digest=bytes(32))
    second = seal(first.hash, first_seq=11, count=5, content_digest=bytes(32))

    assert [filing_head([first, second], seq) for seq in (1, 10, 11, 15)] == [NO_HEAD, NO_HEAD, first.hash, first.hash]
    assert [batch_of([first, second], seq) for seq in (10, 11)] == [first, second]


@pytest.mark.parametrize("seq", [0, -1, 11])
def test_an_event_outside_the_chain_has_no_batch(seq: int):
    """A position that no batch holds is refused."""
    with pytest.raises(DrawInputError, match=f"seq must be in one of the batches, which end at 10, not {seq}"):
        batch_of([seal(NO_HEAD, first_seq=1, count=10, content_digest=bytes(32))], seq)
    with pytest.raises(DrawInputError, match="which end at 0"):
        batch_of([], seq)
