"""How many letters of each purpose a dispute has had, so that each is another request."""

from typing import Final, get_args

from engine.linked.requests import AnyRequest

_BITS: Final = 32
_MASK: Final = (1 << _BITS) - 1
_SHIFTS: Final = {
    purpose: place * _BITS for place, purpose in enumerate(sorted(kind.purpose for kind in get_args(AnyRequest)))
}
_BYTES: Final = len(_SHIFTS) * _BITS // 8
Counted = list[tuple[int, bytes]]
"""Disputes in order of number, and what is counted of each."""


class Ordinals:
    """The last ordinal of each dispute and purpose; one whole number a dispute, since there are millions of them.

    Examples
    --------
    >>> ordinals = Ordinals()
    >>> ordinals.next(7, "file_case"), ordinals.next(7, "file_case"), ordinals.next(7, "register_case")
    (1, 2, 1)
    """

    def __init__(self) -> None:
        self._counts: Final[dict[int, int]] = {}

    def next(self, dispute_id: int, purpose: str) -> int:
        """Take and return the next ordinal, counted from 1."""
        counts, shift = self._counts.get(dispute_id, 0), _SHIFTS[purpose]
        self._counts[dispute_id] = counts + (1 << shift)
        return (counts >> shift & _MASK) + 1

    def take(self, dispute_id: int, purpose: str, ordinal: int) -> None:
        """Take note that an ordinal, and those before it, are taken."""
        counts, shift = self._counts.get(dispute_id, 0), _SHIFTS[purpose]
        missing = ordinal - (counts >> shift & _MASK)
        if missing > 0:
            self._counts[dispute_id] = counts + (missing << shift)

    def counted(self) -> Counted:
        """Return all of it."""
        return [(dispute_id, counts.to_bytes(_BYTES, "little")) for dispute_id, counts in sorted(self._counts.items())]

    def restore(self, counted: Counted) -> None:
        """Take over what another had counted; this one must be empty."""
        self._counts.update((dispute_id, int.from_bytes(counts, "little")) for dispute_id, counts in counted)
