"""The hashes of batches."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from engine.log.chain import EMPTY, seal
from engine.log.log import Head


def test_every_part_of_a_batch_counts():
    """Two batches that differ in place, number, predecessor or content have different hashes."""
    hashes = {
        seal(Head(seq, previous), count=count, body=body).hash
        for seq, previous, count, body in product((0, 1), (bytes(32), b"\1" * 32), (1, 2), (b"", b"\0", b"\0\0"))
    }

    assert len(hashes) == 2 * 2 * 2 * 3


@given(st.binary(max_size=100))
def test_the_same_batch_has_the_same_hash(body: bytes):
    """A hash depends on nothing but the batch, so that anyone can compute it again."""
    assert seal(EMPTY, count=1, body=body) == seal(EMPTY, count=1, body=body)


def test_the_hash_of_a_given_batch_never_changes():
    """The rules of the chain are fixed: heads that were noted stay comparable."""
    assert (
        seal(EMPTY, count=1, body=b"one").hash.hex()
        == "0fe535af03f5329e688847947424d317d52a3d59cd7edda0e0946bf3497658bb"
    )
