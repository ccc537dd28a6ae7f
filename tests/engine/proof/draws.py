"""Draws to record."""

from typing import Any

from hypothesis import strategies as st

from engine.events.chain import seal
from engine.proof.day_keys import DayKey, SeededKeys
from engine.proof.drawing import Draw, build_record
from engine.proof.pseudonyms import record_salt
from engine.proof.record import DecisionRecord

DAY = 18_500  # 2020-08-26
NOON = DAY * 86_400_000_000 + 4 * 3_600_000_000
"""Of that day in UTC+8."""
SECRET = bytes(range(64, 96))

_KEY = SeededKeys(5).of(DAY)
_PARTS: dict[str, Any] = {
    "case_id": 700,
    "seat": 0,
    "draw_number": 2,
    "step": 1,
    "policy": "band_draw",
    "policy_version": 3,
    "drawn_at": NOON,
    "members": (3, 5, 9, 40),
    "tickets": (1, 0, 4, 2),
    "day_key": _KEY,
    "head": bytes(range(32, 64)),
    "batch": seal(bytes(range(32)), first_seq=8193, count=8192, content_digest=bytes(range(96, 128))),
    "position": 9000,
}


def example_draw(**changes: Any) -> Draw:
    """A draw from four mediators, one of them without a ticket."""
    return Draw(**(_PARTS | changes))


def record_of(draw: Draw, *, named: bool = True) -> DecisionRecord:
    """The record that the log's word and mediator lead to."""
    salt = None if named else record_salt(SECRET, draw.case_id, draw.draw_number)
    return build_record(draw, word=draw.word, mediator=draw.members[draw.place], salt=salt)


@st.composite
def any_draw(pick: st.DrawFn) -> Draw:
    """A draw from any pool on any day, with or without a beacon."""
    bytes_32 = st.binary(min_size=32, max_size=32)
    day = pick(st.integers(0, 40_000))
    key = SeededKeys(pick(st.integers(0, 2**64 - 1))).of(day)
    beacon = pick(st.none() | bytes_32)
    tickets = pick(st.lists(st.integers(0, 2**40), min_size=1, max_size=12).filter(any))
    members = sorted(pick(st.sets(st.integers(0, 2**31), min_size=len(tickets), max_size=len(tickets))))
    first_seq, count = pick(st.integers(1, 2**40)), pick(st.integers(1, 2**20))
    return example_draw(
        case_id=pick(st.integers(0, 2**62)),
        draw_number=pick(st.integers(1, 2**31)),
        drawn_at=day * 86_400_000_000 + pick(st.integers(0, 15 * 3_600_000_000)),
        members=members,
        tickets=tickets,
        day_key=DayKey(day=day, key=key.key, commitment=key.commitment, beacon=beacon),
        head=pick(bytes_32),
        batch=seal(pick(bytes_32), first_seq=first_seq, count=count, content_digest=pick(bytes_32)),
        position=first_seq + pick(st.integers(0, count - 1)),
    )
