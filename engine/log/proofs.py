"""Checking what a Merkle tree proves, from the proof alone (RFC 9162, sections 2.1.3.2 and 2.1.4.2)."""

from collections.abc import Sequence

from engine.log.errors import ProofError
from engine.log.merkle import leaf_hash, node_hash


def check_inclusion(batch_hash: bytes, index: int, *, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Check that a batch is the one with an index, from 0, among the `size` batches under a root.

    Parameters
    ----------
    batch_hash
        Of the batch, computed from its content, 32 bytes.
    index
        Ordinal of the batch, from 0.
    size
        Number of batches under the root.
    path
        What `MerkleTree.inclusion` returned.
    root
        As a checkpoint names it, 32 bytes.

    Raises
    ------
    ProofError
        If the proof does not lead there.

    Examples
    --------
    >>> from engine.log.merkle import MerkleTree
    >>> tree = MerkleTree((), [bytes([number]) * 32 for number in range(5)])
    >>> check_inclusion(bytes([2]) * 32, 2, size=5, path=tree.inclusion(2, size=5), root=tree.root(5))
    """
    if not 0 <= index < size:
        raise ProofError(f"index must be 0 to {size - 1}, not {index}")
    place, last, node = index, size - 1, leaf_hash(batch_hash)
    for sibling in path:
        if not last:
            raise ProofError(f"proof has {len(path)} hashes, more than {size} batches need")
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    if last or node != root:
        raise ProofError(f"batch {index + 1} is not proven to be under this root of {size} batches")


def check_consistency(earlier: int, earlier_root: bytes, later: int, later_root: bytes, path: Sequence[bytes]) -> None:
    """Check that the batches under one root are the first ones under another.

    Parameters
    ----------
    earlier, later
        Numbers of batches under the two roots; nothing needs to be proven of an `earlier` of 0.
    earlier_root, later_root
        As two checkpoints name them, 32 bytes.
    path
        What `MerkleTree.consistency` returned; empty if `earlier` is 0.

    Raises
    ------
    ProofError
        If it is not shown.

    Examples
    --------
    >>> from engine.log.merkle import MerkleTree
    >>> tree = MerkleTree((), [bytes([number]) * 32 for number in range(5)])
    >>> check_consistency(3, tree.root(3), 5, tree.root(5), tree.consistency(3, 5))
    """
    if not 0 <= earlier <= later:
        raise ProofError(f"earlier must be 0 to {later}, not {earlier}")
    if earlier in {0, later}:
        if path or (earlier == later and earlier_root != later_root):
            raise ProofError(f"the logs of {earlier} and {later} batches are not shown to be one")
        return
    proof = list(path)
    if earlier & (earlier - 1) == 0:
        # The whole of the earlier tree is a subtree of the later one, so the proof leaves its root out.
        proof.insert(0, earlier_root)
    place, last = earlier - 1, later - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = proof[0] if proof else b""
    for sibling in proof[1:]:
        if not last:
            raise ProofError(f"proof has {len(path)} hashes, more than {later} batches need")
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    if last or (old, new) != (earlier_root, later_root):
        raise ProofError(f"the log of {earlier} batches is not shown to be the beginning of that of {later}")
