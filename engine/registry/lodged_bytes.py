"""Disputes as they were lodged, laid to rest by one compiled call: bytes that no record was ever made of.

The bytes are those of `engine.registry.rest.packed`, field by field in the order of `Resting` and `RestingProcess`: of
disputes of one pattern, a few numbers and words differ, and the pieces between them are the same. A test compares them.
"""

from typing import Final, NamedTuple

import msgspec
import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.events.enums import Channel, DisputeType
from engine.events.wide_writes import SPARE_BYTES, put_bytes, put_whole
from engine.registry.rest import Resting

DIFFERING_COLUMNS: Final = (
    "pattern", "dispute_type", "channel", "court_id", "amount_fen", "case_id", "mediator_id", "organisation_id", "step",
)  # fmt: skip
"""Columns of what differs; words by their place in the vocabulary."""
_ARRAY_OF_FIELDS: Final = bytes([0x90 + len(Resting.__struct_fields__)])
_ENCODER: Final = msgspec.msgpack.Encoder(order="deterministic")
_NUMBERS_BYTES: Final = 6 * 9
"""Most that the numbers take that differ."""


class Mould(NamedTuple):
    """What disputes of some patterns have in common: where in `text` lies what."""

    text: NDArray[np.uint8]
    pieces: NDArray[np.int64]
    """int64[patterns, 6, 2]: before type, sum, case, and who is asked, before and behind the step."""
    is_offered: NDArray[np.bool_]
    """bool[patterns]: whether somebody is asked."""
    types: NDArray[np.int64]
    """int64[words, 2]"""
    channels: NDArray[np.int64]
    """int64[words, 2]"""
    bytes_max: int
    """More than any such dispute takes."""


def mould(patterns: list[tuple[Resting, bool]]) -> Mould:
    """Return the mould of patterns: for each, one of its disputes, and whether it was offered."""
    text = bytearray()

    def laid(content: bytes) -> tuple[int, int]:
        text.extend(content)
        return len(text) - len(content), len(text)

    types = [laid(_coded(word)) for word in DisputeType]
    channels = [laid(_coded(word)) for word in Channel]
    pieces = [[laid(piece) for piece in _pieces(found, is_offered=is_offered)] for found, is_offered in patterns]
    longest = max(sum(end - begin for begin, end in of_pattern) for of_pattern in pieces)
    word = max(end - begin for begin, end in (*types, *channels))
    text.extend(bytes(SPARE_BYTES))
    return Mould(
        np.frombuffer(bytes(text), np.uint8),
        np.array(pieces, np.int64),
        np.array([is_offered for _, is_offered in patterns], np.bool_),
        np.array(types, np.int64),
        np.array(channels, np.int64),
        longest + 2 * word + _NUMBERS_BYTES,
    )


def _coded(*values: object) -> bytes:
    return b"".join(map(_ENCODER.encode, values))


def _pieces(found: Resting, *, is_offered: bool) -> tuple[bytes, ...]:
    (process,) = found.processes
    of_process = len(process.__struct_fields__)
    said = (process.track, process.state, process.opened_at, process.entered_at, process.clocks, process.paused)
    noted = (process.facts, process.marks, process.amounts)
    asked = () if is_offered else (process.mediator_id, process.organisation_id, process.attempt, process.step)
    return (
        _ARRAY_OF_FIELDS,
        _coded(found.parties, found.applicants, found.entry_route, found.procedure),
        _coded(found.reach, found.impact, found.last_at, found.facts) + bytes([0x91, 0x90 + of_process]),
        _coded(*said, *noted, *asked),
        _coded(process.attempt) if is_offered else b"",
        _coded(process.counted),
    )


@njit(cache=True, nogil=True)
def write_disputes(
    content: NDArray[np.uint8], ends: NDArray[np.int64], disputes: NDArray[np.int64], common: Mould
) -> None:
    """Write disputes one behind the other.

    Parameters
    ----------
    content
        uint8[n * `Mould.bytes_max` + `SPARE_BYTES`]; written.
    ends
        int64[n]; written: where each ends.
    disputes
        int64[n, 9], columns `DIFFERING_COLUMNS`.
    common
        What they have in common.
    """
    to = 0
    for row in range(len(disputes)):
        one = disputes[row]
        pieces = common.pieces[one[0]]
        to = _put(content, to, common.text, pieces[0])
        to = _put(content, to, common.text, common.types[one[1]])
        to = _put(content, to, common.text, common.channels[one[2]])
        to = put_whole(content, to, one[3])
        to = _put(content, to, common.text, pieces[1])
        to = put_whole(content, to, one[4])
        to = _put(content, to, common.text, pieces[2])
        to = put_whole(content, to, one[5])
        to = _put(content, to, common.text, pieces[3])
        if common.is_offered[one[0]]:
            to = put_whole(content, to, one[6])
            to = put_whole(content, to, one[7])
            to = _put(content, to, common.text, pieces[4])
            to = put_whole(content, to, one[8])
        to = _put(content, to, common.text, pieces[5])
        ends[row] = to


@njit(cache=True)
def _put(content: NDArray[np.uint8], to: int, text: NDArray[np.uint8], piece: NDArray[np.int64]) -> int:
    return put_bytes(content, to, text, piece[0], piece[1])
