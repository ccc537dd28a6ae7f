"""What is worked out of filings before they happen is what happens, and of a history before it is followed, too."""

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from sim.fast import filings as f
from sim.fast.history import Filings
from sim.laws.answer import ACCEPT
from sim.model.course import answer_to_offer, closes_at, draw_word, features, withdraws_at
from sim.model.laws import CaseLaws, case_laws
from sim.model.simulate import window_of
from sim.model.survivors import survivors
from sim.population.build import build_population
from sim.scenario.load import load_scenario, with_changes


def history_of(seed: int) -> tuple[CaseLaws, np.ndarray, np.ndarray, int]:
    """The laws, every filing before a window, and when that begins; some parties lose patience."""
    scenario = with_changes(load_scenario("one-court"), {"withdrawal.share": 0.3})
    calendar = WorkCalendar.china()
    laws = case_laws(scenario, calendar, seed=seed, replication=0)
    filings = Filings(scenario, build_population(scenario, seed=seed), calendar, seed=seed, replication=0)
    days = [filings.draw_day(day - scenario.window.history_days) for day in range(scenario.window.history_days)]
    case_ids, filed_at = (np.concatenate(columns) for columns in zip(*days, strict=True))
    return laws, case_ids, filed_at, window_of(scenario)[0]


def test_a_row_says_what_the_laws_say():
    """Each column is what the law of its own name gives for the case and its instant of filing."""
    laws, case_ids, filed_at, _ = history_of(1)
    rows, like = f.filings_of(laws, case_ids, filed_at), features(laws, case_ids, filed_at)
    np.testing.assert_array_equal(rows[:, f.DISPUTE_TYPE : f.WEIGHT + 1], np.stack(like, axis=1))
    for row in rows[:200].tolist():
        answer, answers_at, deadline = answer_to_offer(laws, row[f.CASE_ID], 1, row[f.FILED_AT])
        assert row[f.WORD] == draw_word(laws, row[f.CASE_ID], 1)
        assert (row[f.ANSWER], row[f.ANSWERS_AT], row[f.DEADLINE]) == (answer, answers_at, deadline)
        assert row[f.CLOSES_AT] == (closes_at(laws, row[f.CASE_ID], answers_at) if answer == ACCEPT else 0)


@pytest.mark.parametrize("seed", [1, 2])
def test_nobody_who_is_still_there_is_passed_over(seed: int):
    """Following every case of a history to its end, one by one, finds the same open cases."""
    laws, case_ids, filed_at, starts_at = history_of(seed)
    still_open: list[int] = []
    for case_id, filed in zip(case_ids.tolist(), filed_at.tolist(), strict=True):
        at, attempt = filed, 1
        answer, answers_at, _ = answer_to_offer(laws, case_id, attempt, at)
        while answer != ACCEPT:
            at, attempt = answers_at, attempt + 1
            answer, answers_at, _ = answer_to_offer(laws, case_id, attempt, at)
        withdrawn_at = withdraws_at(laws, case_id, filed)
        ends_at = withdrawn_at if withdrawn_at < answers_at else closes_at(laws, case_id, answers_at)
        if ends_at >= starts_at:
            still_open.append(case_id)
    assert survivors(laws, case_ids, filed_at, starts_at).case_id.tolist() == still_open
    assert still_open
