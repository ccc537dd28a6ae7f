"""How a stored log lies on its disk."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class StoreSettings:
    """Lengths, and how the database is locked. May be others at every opening."""

    segment_bytes: int = 64 * 2**20
    """Length of a segment of the copy; its room is taken from the disk when it is made."""
    checkpoint_bytes: int = 16 * 2**20
    """Length of SQLite's write-ahead log, roughly, at which it is carried into the database: 50 ms, once in a while."""
    verified_bytes: int = 128 * 2**20
    """End of the copy that is compared with the database, batch by batch and in whole segments, at every opening.

    It takes half a second, or two if each batch is small. Damage farther back shows at an opening with a larger value.
    """
    is_exclusive: bool = False
    """Whether the database is locked for good: for a VFS of SQLite without shared memory. No reader beside it then."""


DEFAULTS = StoreSettings()
"""For a service on a machine of its own."""
