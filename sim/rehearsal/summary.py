"""What a run's summary says of a rehearsal."""

from collections import Counter
from typing import Any

from sim.rehearsal.doors.international import International
from sim.rehearsal.driver import Driver
from sim.rehearsal.linked import Linked


def summary_of(
    driver: Driver, linked: Linked, international: International, *, disputes_live: int, ends_at: int
) -> dict[str, Any]:
    """Sum a rehearsal up.

    Parameters
    ----------
    driver, linked, international
        After the run.
    disputes_live
        Disputes open when the run began.
    ends_at
        The end of the run, microseconds.

    Returns
    -------
    dict[str, Any]
        Names and numbers, as they stand in `run.json`.
    """
    tally, doors = driver.tally, international.tally
    at_doors = international.summary()
    touched = tally.opened + tally.revived + tally.met
    states = Counter({state.value: count for state, count in tally.finished.items()})
    states.update(dossier.process.state.value for dossier in driver.dossiers.values())
    return {
        "lifecycle_events": tally.events + doors.events,
        "events_per_case": None if not tally.opened else round(tally.events / tally.opened, 2),
        "disputes_opened": tally.opened,
        "disputes_touched": touched,
        "disputes_live": disputes_live,
        "applications_returned": tally.returned,
        "states": dict(sorted(states.items())),
        "refusals": tally.refusals + doors.refusals,
        "first_refusal": tally.first_refusal or doors.first_refusal,
        "reminders": tally.reminders + doors.reminders,
        "duties_overtaken": tally.overtaken,
        "invariants_checked": tally.checked + doors.checked,
        "invariants_broken": tally.breaches + doors.breaches,
        "first_breach": tally.first_breach or doors.first_breach,
        "linked": linked.summary(),
        "sessions": driver.sessions.summary(ends_at),
        "confirmations": {"from_before": tally.met} | driver.confirmations.summary(),
        "international": at_doors,
    }
