"""A Merkle tree over the batches of a log, and proofs from it that anybody can check (RFC 6962, section 2.1).

A leaf is the hash of a batch. Whoever holds the root of a checkpoint can be shown, in twenty-odd hashes, that one batch
is under it, or that the log of an earlier checkpoint is the beginning of this one's: neither needs the log itself.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

from engine.log.errors import ProofError

TILE_LEVEL: Final = 8
TILE_BATCHES: Final = 2**TILE_LEVEL
"""Batches under one kept root: of 30 million batches, a year of single decisions, 117,000 roots are in memory."""


def leaf_hash(batch_hash: bytes) -> bytes:
    """Return the leaf of a batch, 32 bytes; its prefix keeps it from passing as a node."""
    return sha256(b"\0" + batch_hash).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the node over two others, 32 bytes."""
    return sha256(b"\1" + left + right).digest()


class Tile(NamedTuple):
    """A complete subtree over `TILE_BATCHES` batches."""

    number: int
    """From 0."""
    first_seq: int
    """Position of the first entry of its first batch."""
    root: bytes


class TileMaker:
    """Sums batches up to tiles as they come.

    Parameters
    ----------
    number
        Of the first tile.
    """

    def __init__(self, number: int = 0) -> None:
        self._number = number
        self._first_seq = 0
        self._leaves: list[bytes] = []

    def add(self, batch_hash: bytes, first_seq: int) -> Tile | None:
        """Take the next batch; return the tile it completes."""
        if not self._leaves:
            self._first_seq = first_seq
        self._leaves.append(leaf_hash(batch_hash))
        if len(self._leaves) < TILE_BATCHES:
            return None
        tile = Tile(self._number, self._first_seq, _complete(self._leaves))
        self._number += 1
        self._leaves = []
        return tile


def _complete(nodes: Sequence[bytes]) -> bytes:
    while len(nodes) > 1:
        nodes = [node_hash(nodes[place], nodes[place + 1]) for place in range(0, len(nodes), 2)]
    return nodes[0]


class MerkleTree:
    """The tree over all batches so far; appending costs one hash and, on average, one more.

    Parameters
    ----------
    tiles
        Roots of the complete tiles, 32 bytes each.
    batch_hashes
        Hashes of the batches after them, fewer than `TILE_BATCHES`.
    read_tile
        Returns the `TILE_BATCHES` hashes of the batches of a complete tile; called for proofs only.

    Examples
    --------
    >>> hashes = [bytes([number]) * 32 for number in range(5)]
    >>> tree = MerkleTree((), hashes)
    >>> len(tree), len(tree.inclusion(2, size=5)), len(tree.consistency(3, 5))
    (5, 3, 4)
    """

    def __init__(
        self,
        tiles: Sequence[bytes],
        batch_hashes: Sequence[bytes],
        read_tile: Callable[[int], Sequence[bytes]] | None = None,
    ) -> None:
        self._read_tile = read_tile
        self._levels: list[list[bytes]] = [[]]
        self._leaves: list[bytes] = []
        for root in tiles:
            self._add_tile(root)
        for batch_hash in batch_hashes:
            self.append(batch_hash)

    def __len__(self) -> int:
        return len(self._levels[0]) * TILE_BATCHES + len(self._leaves)

    def append(self, batch_hash: bytes) -> None:
        """Take the next batch."""
        self._leaves.append(leaf_hash(batch_hash))
        if len(self._leaves) == TILE_BATCHES:
            self._add_tile(_complete(self._leaves))
            self._leaves = []

    def _add_tile(self, root: bytes) -> None:
        for level in self._levels:
            level.append(root)
            if len(level) % 2:
                return
            root = node_hash(level[-2], level[-1])
        self._levels.append([root])

    def tile_with(self, batch_hash: bytes) -> bytes | None:
        """Return the root of the tile that a next batch would complete; None if it completes none."""
        if len(self._leaves) + 1 < TILE_BATCHES:
            return None
        return _complete([*self._leaves, leaf_hash(batch_hash)])

    def root(self, size: int) -> bytes:
        """Return the root over the first `size` batches; for none, the hash of nothing."""
        self._check_size("size", size, 0, len(self))
        return self._span(0, size) if size else sha256().digest()

    def inclusion(self, index: int, *, size: int) -> list[bytes]:
        """Return the path from the batch with an index, from 0, to the root over the first `size`, at most 64 hashes.

        Raises
        ------
        ProofError
            If there are not so many batches.
        """
        self._check_size("size", size, 1, len(self))
        self._check_size("index", index, 0, size - 1)
        return self._path(index, 0, size)

    def consistency(self, earlier: int, later: int) -> list[bytes]:
        """Return what shows that the tree over `earlier` batches is the beginning of that over `later`.

        Raises
        ------
        ProofError
            If there are not so many batches, or none at the earlier time.
        """
        self._check_size("later", later, 1, len(self))
        self._check_size("earlier", earlier, 1, later)
        return self._subproof(earlier, 0, later, is_root=True)

    @staticmethod
    def _check_size(name: str, value: int, least: int, most: int) -> None:
        if not least <= value <= most:
            raise ProofError(f"{name} must be {least} to {most}, not {value}")

    def _path(self, index: int, begin: int, end: int) -> list[bytes]:
        if end - begin == 1:
            return []
        middle = begin + split(end - begin)
        if index < middle:
            return [*self._path(index, begin, middle), self._span(middle, end)]
        return [*self._path(index, middle, end), self._span(begin, middle)]

    def _subproof(self, earlier: int, begin: int, end: int, *, is_root: bool) -> list[bytes]:
        if earlier == end:
            return [] if is_root else [self._span(begin, end)]
        middle = begin + split(end - begin)
        if earlier <= middle:
            return [*self._subproof(earlier, begin, middle, is_root=is_root), self._span(middle, end)]
        return [*self._subproof(earlier, middle, end, is_root=False), self._span(begin, middle)]

    def _span(self, begin: int, end: int) -> bytes:
        """Return the root over some batches; a complete subtree above the tiles is looked up."""
        size = end - begin
        if size >= TILE_BATCHES and size & (size - 1) == 0:
            return self._levels[size.bit_length() - 1 - TILE_LEVEL][begin // size]
        if size == 1:
            return self._leaf(begin)
        if size < TILE_BATCHES:
            return _fold(self._tile_leaves(begin // TILE_BATCHES)[begin % TILE_BATCHES :][:size])
        middle = begin + split(size)
        return node_hash(self._span(begin, middle), self._span(middle, end))

    def _leaf(self, index: int) -> bytes:
        return self._tile_leaves(index // TILE_BATCHES)[index % TILE_BATCHES]

    def _tile_leaves(self, tile: int) -> Sequence[bytes]:
        if tile == len(self._levels[0]):
            return self._leaves
        assert self._read_tile is not None
        return [leaf_hash(each) for each in self._read_tile(tile)]


def _fold(nodes: Sequence[bytes]) -> bytes:
    if len(nodes) == 1:
        return nodes[0]
    middle = split(len(nodes))
    return node_hash(_fold(nodes[:middle]), _fold(nodes[middle:]))


def split(size: int) -> int:
    """Return the size of the left subtree: the largest power of two below `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)
