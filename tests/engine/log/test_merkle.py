"""The Merkle tree over a log, against the definition of RFC 6962 written down once more."""

from hashlib import sha256
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.log.errors import ProofError
from engine.log.merkle import TILE_BATCHES, MerkleTree, TileMaker
from engine.log.proofs import check_consistency, check_inclusion

HASHES = [sha256(b"%d" % number).digest() for number in range(3 * TILE_BATCHES + 7)]
SIZES = st.integers(1, len(HASHES))


def plain_root(hashes: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return sha256(b"\x00" + hashes[0]).digest()
    k = 1
    while 2 * k < len(hashes):
        k *= 2
    return sha256(b"\x01" + plain_root(hashes[:k]) + plain_root(hashes[k:])).digest()


def tree_of(count: int) -> MerkleTree:
    return MerkleTree((), HASHES[:count], lambda tile: HASHES[tile * TILE_BATCHES : (tile + 1) * TILE_BATCHES])


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 700, 775])
def test_a_root_is_as_the_standard_defines_it(size: int):
    """The root over any number of batches, at once or of an earlier time, is that of the standard."""
    assert tree_of(size).root(size) == tree_of(len(HASHES)).root(size) == plain_root(HASHES[:size])


@settings(max_examples=50)
@given(size=SIZES, data=st.data())
def test_every_batch_is_proven_and_no_other(size: int, data: st.DataObject):
    """A path leads from its batch to the root, and from no other batch, index or root; it is short."""
    index = data.draw(st.integers(0, size - 1))
    tree = tree_of(len(HASHES))
    path, root = tree.inclusion(index, size=size), tree.root(size)
    check_inclusion(HASHES[index], index, size=size, path=path, root=root)

    assert len(path) <= (size - 1).bit_length()
    good: dict[str, Any] = {"batch_hash": HASHES[index], "index": index, "size": size, "path": path, "root": root}
    wrong: list[dict[str, Any]] = [{"batch_hash": bytes(32)}, {"index": index + 1}, {"root": bytes(32)}]
    wrong += [{"path": [*path, bytes(32)]}, {"path": path[:-1]}][: 1 + bool(path)]
    for each in wrong:
        with pytest.raises(ProofError):
            check_inclusion(**(good | each))


@settings(max_examples=50)
@given(sizes=st.tuples(SIZES, SIZES))
def test_growth_is_proven_and_nothing_else(sizes: tuple[int, int]):
    """A log is shown to be the beginning of a later one, and a changed history is not."""
    earlier, later = sorted(sizes)
    tree = tree_of(len(HASHES))
    path = tree.consistency(earlier, later)
    check_consistency(earlier, tree.root(earlier), later, tree.root(later), path)

    assert len(path) <= later.bit_length() + 1
    other = MerkleTree((), [bytes(32), *HASHES[1 : min(earlier, 200)]])
    with pytest.raises(ProofError):
        check_consistency(earlier, other.root(len(other)), later, tree.root(later), path)
    with pytest.raises(ProofError):
        check_consistency(earlier, tree.root(earlier), later, tree.root(later), [*path, bytes(32)])


def test_tiles_stand_for_their_batches():
    """A tree made from the roots of its tiles is the tree made from all batches."""
    maker = TileMaker()
    tiles = [tile for seq, each in enumerate(HASHES, start=1) if (tile := maker.add(each, seq)) is not None]
    tree = MerkleTree([tile.root for tile in tiles], HASHES[len(tiles) * TILE_BATCHES :])

    assert [(tile.number, tile.first_seq) for tile in tiles] == [(0, 1), (1, 257), (2, 513)]
    assert (len(tree), tree.root(len(HASHES))) == (len(HASHES), plain_root(HASHES))


def test_a_proof_of_what_is_not_there_is_refused():
    """Sizes and places beyond the tree are refused with their bounds."""
    tree = tree_of(5)
    with pytest.raises(ProofError, match="size must be 1 to 5, not 6"):
        tree.inclusion(0, size=6)
    with pytest.raises(ProofError, match="index must be 0 to 2, not 3"):
        tree.inclusion(3, size=3)
    with pytest.raises(ProofError, match="earlier must be 1 to 2, not 3"):
        tree.consistency(3, 2)


def test_random_paths_prove_nothing():
    """Hashes at random do not pass for a proof."""
    chance, tree = Random(1), tree_of(100)
    for _ in range(100):
        path = [chance.randbytes(32) for _ in range(chance.randint(0, 8))]
        with pytest.raises(ProofError):
            check_inclusion(HASHES[7], 7, size=100, path=path, root=tree.root(100))
