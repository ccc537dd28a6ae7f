"""The index of open cases does what a dictionary does."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from engine.audit.case_index import BATCH, CASE, DISPUTE, NOWHERE, SLOT, find, insert, new_index, remove, with_room

_COLLIDING = st.integers(0, 30)
_ANY = st.integers(0, 2**63 - 1)
CASES = _COLLIDING | _ANY | _COLLIDING.map(lambda number: number << 40)


class Beside(RuleBasedStateMachine):
    """An index of few rows beside a dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self.index = new_index()[:64].copy()
        self.open: dict[int, tuple[int, int, int]] = {}

    @rule(case=CASES, slot=st.integers(0, 2**31), batch=st.integers(0, 99), dispute=st.integers(-1, 99))
    def open_case(self, case: int, slot: int, batch: int, dispute: int) -> None:
        if case not in self.open:
            self.index = with_room(self.index, len(self.open) + 1)
            insert(self.index, case, slot, batch, dispute)
            self.open[case] = slot, batch, dispute

    @rule(data=st.data())
    def close_case(self, data: st.DataObject) -> None:
        if self.open:
            case = data.draw(st.sampled_from(sorted(self.open)))
            remove(self.index, find(self.index, case))
            del self.open[case]

    @rule(case=CASES | st.integers(-(2**63), -1))
    def ask(self, case: int) -> None:
        assert (find(self.index, case) != NOWHERE) == (case in self.open)

    @invariant()
    def check(self) -> None:
        for case, held in self.open.items():
            row = self.index[find(self.index, case)]
            assert (row[CASE], row[SLOT], row[BATCH], row[DISPUTE]) == (case, *held)


def test_it_does_what_a_dictionary_does():
    """Whatever is opened, closed and asked, the answers are a dictionary's, however the numbers collide."""
    run_state_machine_as_test(Beside)


@given(start=st.integers(0, 2**40))
def test_it_grows_with_its_cases(start: int):
    """A thousand cases find room, and half of the rows stay free."""
    index = new_index()
    for number in range(1000):
        index = with_room(index, number + 1)
        insert(index, start + number * 4096, number, 0, 0)
    found = [int(index[find(index, start + number * 4096), SLOT]) for number in range(1000)]

    assert found == list(range(1000))
    assert len(index) >= 2000
    assert np.count_nonzero(index[:, CASE] != np.iinfo(np.int64).min) == 1000
