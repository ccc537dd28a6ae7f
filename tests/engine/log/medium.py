"""Content of a simulated file, and what a power cut leaves of it."""

from itertools import pairwise
from random import Random
from typing import Final

SECTOR: Final = 512


class SimFile:
    """Content of a file, in the cache and on the medium."""

    def __init__(self) -> None:
        self.cache = bytearray()
        self.medium = bytearray()
        self.pending: list[tuple[int, bytes] | int] = []

    def change(self, change: tuple[int, bytes] | int) -> None:
        """Write at an offset, or set the length, in the cache."""
        apply(self.cache, change)
        self.pending.append(change)

    def sync(self) -> None:
        for change in self.pending:
            apply(self.medium, change)
        self.pending.clear()

    def lose_power(self, chance: Random) -> None:
        for change in self.pending:
            for part in split(change):
                survivor = damaged(part, chance)
                if survivor is not None:
                    apply(self.medium, survivor)
        self.pending.clear()
        self.cache = bytearray(self.medium)


def apply(content: bytearray, change: tuple[int, bytes] | int) -> None:
    if isinstance(change, int):
        content[change:] = bytes(max(0, change - len(content)))
        return
    offset, piece = change
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(piece)] = piece


def split(change: tuple[int, bytes] | int) -> list[tuple[int, bytes] | int]:
    """Cut a write at the borders of sectors."""
    if isinstance(change, int):
        return [change]
    offset, piece = change
    starts = [offset, *range(offset // SECTOR * SECTOR + SECTOR, offset + len(piece), SECTOR), offset + len(piece)]
    return [(start, piece[start - offset : end - offset]) for start, end in pairwise(starts)]


def damaged(part: tuple[int, bytes] | int, chance: Random) -> tuple[int, bytes] | int | None:
    """Say what a power cut leaves of a write to one sector."""
    fate = chance.random()
    if fate < 0.4:
        return None
    if isinstance(part, int) or fate < 0.8:
        return part
    offset, piece = part
    return (offset, piece[: len(piece) // 2]) if fate < 0.9 else (offset, chance.randbytes(len(piece)))
