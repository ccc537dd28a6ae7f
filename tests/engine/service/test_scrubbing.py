"""The log's files are compared while the service runs, at a bounded pace, and what is found is shown."""

from contextlib import closing
from pathlib import Path

import pytest

from engine.log.scrub import Damage, Scrub
from engine.service.gauges import Gauges
from engine.service.scrubbing import STANDING, Scrubber
from tests.engine.log.test_scrub import a_log, copies, flip

NOW = 5_000_000
MEGABYTE = 2**20


class Told:
    def __init__(self) -> None:
        self.damages: list[Damage] = []
        self.errors: list[Exception] = []


def scrubber(scrub: Scrub, told: Told, gauges: Gauges, *, hours: float = 24.0) -> Scrubber:
    return Scrubber(
        scrub,
        lambda: NOW,
        hours=hours,
        bytes_per_second_max=MEGABYTE,
        gauges=gauges,
        tell=told.damages.append,
        failed=told.errors.append,
    )


def test_damage_is_told_once_and_stands_in_the_gauges(tmp_path: Path):
    """What cannot be repaired is told once, and stands in the gauges pass after pass."""
    told, gauges = Told(), Gauges()
    with closing(a_log(tmp_path / "log")) as log:
        keeper = scrubber(Scrub(log), told, gauges)
        assert gauges.beside[STANDING] == 0
        flip(copies(tmp_path / "log")[-1], 300)
        keeper.turn()
        keeper.turn()

    assert [(damage.part, damage.is_repaired) for damage in told.damages] == [("copy", False)]
    assert gauges.beside[STANDING] == gauges.beside["log_damages_found"] == 1
    assert gauges.beside["log_scrub_passes"] == 2
    assert gauges.beside["log_scrub_last_pass_timestamp_seconds"] == 5


def test_the_pace_is_that_of_the_hours_but_bounded(tmp_path: Path):
    """A day's pass waits a day's share after each piece; a pass in no time is held to the bytes of a second."""
    with closing(a_log(tmp_path / "log")) as log:
        slow, hasty = (scrubber(Scrub(log), Told(), Gauges(), hours=hours) for hours in (24.0, 0.001))

    assert slow.pause_seconds(MEGABYTE, 1_000 * MEGABYTE) == pytest.approx(86.4)
    assert slow.pause_seconds(MEGABYTE, MEGABYTE) == pytest.approx(86_400)
    assert hasty.pause_seconds(MEGABYTE, 1_000_000 * MEGABYTE) == pytest.approx(1.0)
    assert slow.pause_seconds(0, 0) == 60


def test_a_disk_that_cannot_be_read_is_told_of_and_tried_again(tmp_path: Path):
    """Where the folder is gone, that is told, and the scrub waits instead of ending."""
    told = Told()
    with closing(a_log(tmp_path / "log")) as log:
        keeper = scrubber(Scrub(log), told, Gauges())
        (tmp_path / "log").rename(tmp_path / "elsewhere")
        pause = keeper.turn()

    assert pause == 60
    assert [type(error) for error in told.errors] == [FileNotFoundError]


def test_stopping_does_not_wait_for_the_next_piece(tmp_path: Path):
    """A scrubber that waits is stopped at once, having read nothing."""
    gauges = Gauges()
    with closing(a_log(tmp_path / "log")) as log:
        keeper = scrubber(Scrub(log), Told(), gauges)
        keeper.start()
        keeper.stop()

    assert gauges.beside["log_scrub_seq"] == gauges.beside["log_scrub_passes"] == 0
