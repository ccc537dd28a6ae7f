"""Filings drawn by a second thread."""

import numpy as np
import pytest

from engine.calendar.calendar import WorkCalendar
from sim.errors import SimError
from sim.fast.ahead import drawn_ahead
from sim.fast.filings import CASE_ID, FILED_AT
from sim.fast.history import Filings
from sim.model.laws import CaseLaws, case_laws
from sim.model.simulate import window_of
from sim.population.build import build_population
from sim.scenario.load import load_scenario


def begun() -> tuple[Filings, CaseLaws, int]:
    scenario, calendar = load_scenario("one-court"), WorkCalendar.china()
    laws = case_laws(scenario, calendar, seed=1, replication=0)
    filings = Filings(scenario, build_population(scenario, seed=1), calendar, seed=1, replication=0)
    filings.begin(laws, window_of(scenario)[0])
    return filings, laws, scenario.window.days


def test_days_come_as_if_drawn_one_by_one():
    """Every day has the filings that it has without a second thread, in the order of days."""
    filings, laws, days = begun()
    alone, _, _ = begun()

    ahead = list(drawn_ahead(filings, laws, days))
    assert len(ahead) == days
    for day, drawn in enumerate(ahead):
        case_ids, filed_at = alone.draw_day(day)
        np.testing.assert_array_equal(drawn[:, CASE_ID], case_ids)
        np.testing.assert_array_equal(drawn[:, FILED_AT], filed_at)


def test_an_error_of_the_thread_comes_out(monkeypatch: pytest.MonkeyPatch):
    """What goes wrong while drawing ends the run with its own error."""
    filings, laws, days = begun()

    def fail(laws: CaseLaws, day: int) -> None:
        raise SimError(f"no day {day}")

    monkeypatch.setattr(filings, "rows_of_day", fail)
    with pytest.raises(SimError, match="no day 0"):
        next(drawn_ahead(filings, laws, days))
