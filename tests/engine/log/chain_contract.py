"""What the chain of hashes through every store of events promises."""

from dataclasses import replace

import pytest

from engine.log.chain import seal, verify
from engine.log.errors import ChainError
from engine.log.log import Head
from tests.engine.log.contract import LogMaker, escalations


class ChainContract(LogMaker):
    """Promises to whoever audits a log. A subclass whose name starts with `Test` runs them all."""

    @pytest.mark.parametrize("place", [0, 1, 2])
    @pytest.mark.parametrize("part", ["body", "hash", "previous_hash"])
    def test_one_changed_byte_is_found(self, place: int, part: str):
        """A single changed bit anywhere in a stored batch is found, and the error says in which batch."""
        log = self.log_of_three()
        batch = list(log.batches())[place]
        content = bytearray(getattr(batch, part))
        content[len(content) // 2] ^= 1
        self.put(log, place, replace(batch, **{part: bytes(content)}))
        with pytest.raises(ChainError, match=f"in the batch that starts at event {batch.first_seq}:") as caught:
            verify(log)

        assert caught.value.first_seq == batch.first_seq

    def test_a_missing_batch_is_found(self):
        """A hole in the middle of the chain is found, and the error says where it begins."""
        log = self.log_of_three()
        self.put(log, 1, None)
        with pytest.raises(ChainError, match="starts at event 3: event 3 is missing, 6 follows"):
            verify(log)

    def test_a_rewritten_batch_is_found(self):
        """A batch replaced by one with a right hash of its own is found where the next does not follow from it."""
        log = self.log_of_three()
        first, second, _ = log.batches()
        self.put(log, 1, seal(Head(first.last_seq, first.hash), count=second.count, body=second.body + b"\0"))
        with pytest.raises(ChainError, match="starts at event 6: it does not follow from the batch before"):
            verify(log)

    def test_a_lost_end_is_found_with_an_anchor(self):
        """A chain that ends early is whole in itself; only a head kept elsewhere shows what is missing."""
        log = self.log_of_three()
        anchor = log.head
        self.put(log, 2, None)

        assert verify(log).seq == 5
        with pytest.raises(ChainError, match="the log ends before event 6, which had been noted"):
            verify(log, anchor=anchor)

    def test_a_rewritten_log_is_found_with_an_anchor(self):
        """A log written anew from start to end is whole in itself, and does not pass through a head kept elsewhere."""
        log = self.make_log()
        log.append(escalations(11, 12))
        with pytest.raises(ChainError, match="its hash is not the one noted for event 2"):
            verify(log, anchor=Head(2, self.log_of_three().head.hash))

    def test_an_anchor_stays_good_as_the_log_grows(self):
        """Every head a log ever had verifies the log it became."""
        log = self.make_log()
        anchors = [log.head]
        for number in range(4):
            log.append(escalations(number, number))
            anchors.append(log.head)

        assert [verify(log, anchor=anchor) for anchor in anchors] == [log.head] * 5
