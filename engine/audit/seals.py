"""The rows of a log as far as they are what was sealed, in the one pass over its file that they are replayed in.

What `engine.events.sealed.verify_chain` verifies in a pass of its own; reading a file takes a seventh of an audit.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa

from engine.audit.findings import Finding
from engine.audit.rows import checked_rows
from engine.events.chain import NO_HEAD, SealedBatch, link_hash
from engine.events.content import ContentHash


class Seals:
    """The chain of a log.

    Parameters
    ----------
    events
        The log.
    batches
        Its batches, as they are written there.
    noted_head
        The head that is written there, as hex.
    anchor
        A head that it had at some time, kept elsewhere; None for none.
    """

    def __init__(self, events: Path, batches: list[SealedBatch], *, noted_head: str, anchor: bytes | None) -> None:
        self._events: Final = events
        self._batches: Final = batches
        self.finding = self._broken_link() or self._other_head(noted_head, anchor)
        """The first batch that is not as it was sealed, as far as is known by now."""

    def rows(self) -> Iterator[pa.RecordBatch]:
        """Yield rows once the whole of their batch is found to be what was sealed, up to the first batch that is not.

        Holds back as many rows as a batch has.
        """
        held: list[pa.RecordBatch] = []
        ordinal, taken, content = 0, 0, ContentHash()
        for rows in checked_rows(self._events) if self.finding is None else ():
            start, sound = 0, 0
            while start < len(rows) and self.finding is None:
                if ordinal == len(self._batches):
                    self.finding = Finding.about(self._last_seq + 1, "events follow that are in no batch")
                    break
                batch = self._batches[ordinal]
                count = min(batch.count - taken, len(rows) - start)
                content.update(rows.slice(start, count))
                start, taken = start + count, taken + count
                if taken == batch.count and content.digest() != batch.content_digest:
                    self.finding = _about(batch, "its events are not those that were sealed")
                elif taken == batch.count:
                    sound, ordinal, taken, content = start, ordinal + 1, 0, ContentHash()
            if sound:
                yield from held
                yield rows.slice(0, sound)
                held = []
            if self.finding is not None:
                return
            if sound < len(rows):
                held.append(rows.slice(sound))
        if self.finding is None and ordinal < len(self._batches):
            batch = self._batches[ordinal]
            self.finding = _about(batch, f"the file ends {batch.count - taken} events before the batch does")

    @property
    def _last_seq(self) -> int:
        return self._batches[-1].last_seq if self._batches else 0

    def _broken_link(self) -> Finding | None:
        last_seq = 0
        for batch in self._batches:
            if batch.first_seq != last_seq + 1:
                return _about(batch, f"it does not follow event {last_seq}")
            if batch.hash != link_hash(batch.previous_hash, batch.first_seq, batch.count, batch.content_digest):
                return _about(batch, "its hash does not follow from the batch before and its content")
            last_seq = batch.last_seq
        return None

    def _other_head(self, noted_head: str, anchor: bytes | None) -> Finding | None:
        head = self._batches[-1].hash if self._batches else NO_HEAD
        if noted_head != head.hex():
            return self._about_all(f"the file's head is {noted_head}, not its last batch's hash")
        if anchor is not None and anchor not in {NO_HEAD, *(batch.hash for batch in self._batches)}:
            return self._about_all(f"no batch has the hash {anchor.hex()}, which had been noted")
        return None

    def _about_all(self, what: str) -> Finding:
        return Finding(first_seq=1, last_seq=self._last_seq, what=what)


def _about(batch: SealedBatch, what: str) -> Finding:
    return Finding(first_seq=batch.first_seq, last_seq=batch.last_seq, what=what)
