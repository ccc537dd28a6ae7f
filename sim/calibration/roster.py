"""Staff from a roster file instead of from the log."""

import csv
from pathlib import Path
from typing import Final

import numpy as np

from sim.calibration.crew import CrewFit, whole_servers
from sim.calibration.errors import CalibrationError
from sim.calibration.mapping import DAYS
from sim.calibration.slots import Slots

COLUMNS: Final = ("weekday", "starts", "ends", "servers")
"""mon to sun; clock times as HH:MM, the end up to 24:00; how many."""
SERVERS_MAX: Final = 10_000_000


def read_roster(path: Path, slots: Slots) -> CrewFit:
    """Read who works when.

    Parameters
    ----------
    path
        CSV with the columns of `COLUMNS`; shifts that overlap add up.
    slots
        Intervals; of a group of weekdays the roster's mean over its days is taken.

    Raises
    ------
    CalibrationError
        If the file cannot be read, lacks a column, or a row is mistaken.

    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise CalibrationError(f"{path}: must have the columns {', '.join(COLUMNS)} (lacks {missing[0]})")
            weekly = np.zeros((len(DAYS), slots.per_day))
            for row in reader:
                _add(weekly, row, slots, f"{path}:{reader.line_num}")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CalibrationError(f"{path}: must be a CSV file that can be read ({error})") from error
    members = [[d for d in range(len(DAYS)) if slots.group_of_weekday[d] == g] for g in range(slots.groups)]
    mean = np.array([weekly[own].mean(axis=0) for own in members])
    if not mean.any():
        raise CalibrationError(f"{path}: must have a server at some time")
    return CrewFit(estimator="roster", mean=mean, servers=whole_servers(mean), filled=0)


def _add(
    weekly: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", row: dict[str, str], slots: Slots, at: str
) -> None:
    if row["weekday"] not in DAYS:
        raise CalibrationError(f"{at}: weekday = {row['weekday']}: must be one of {', '.join(DAYS)}")
    starts, ends = (_seconds(row[name], f"{at}: {name}") for name in ("starts", "ends"))
    if ends <= starts:
        raise CalibrationError(f"{at}: ends = {row['ends']}: must be after starts = {row['starts']}")
    if not row["servers"].isdigit() or int(row["servers"]) > SERVERS_MAX:
        raise CalibrationError(f"{at}: servers = {row['servers']}: must be a whole number from 0 to {SERVERS_MAX}")
    edges = np.arange(slots.per_day + 1) * slots.seconds
    inside = np.clip(np.minimum(edges[1:], ends) - np.maximum(edges[:-1], starts), 0.0, None) / slots.seconds
    weekly[DAYS.index(row["weekday"])] += int(row["servers"]) * inside


def _seconds(clock: str, at: str) -> float:
    hours, _, minutes = clock.partition(":")
    if not (hours.isdigit() and minutes.isdigit() and int(minutes) < 60 and int(hours) * 60 + int(minutes) <= 1_440):
        raise CalibrationError(f"{at} = {clock}: must be a time from 00:00 to 24:00")
    return 3_600.0 * int(hours) + 60.0 * int(minutes)
