"""What a run's summary says of a rehearsal."""

from collections import Counter
from typing import Any

from sim.rehearsal.driver import Driver
from sim.rehearsal.linked import Linked


def summary_of(driver: Driver, linked: Linked, *, disputes_live: int) -> dict[str, Any]:
    """Sum a rehearsal up.

    Parameters
    ----------
    driver, linked
        After the run.
    disputes_live
        Disputes open when the run began.

    Returns
    -------
    dict[str, Any]
        Names and numbers, as they stand in `run.json`.
    """
    tally = driver.tally
    touched = tally.opened + tally.revived
    states = Counter({state.value: count for state, count in tally.finished.items()})
    states.update(dossier.process.state.value for dossier in driver.dossiers.values())
    return {
        "lifecycle_events": tally.events,
        "events_per_case": None if not tally.opened else round(tally.events / tally.opened, 2),
        "disputes_opened": tally.opened,
        "disputes_touched": touched,
        "disputes_live": disputes_live,
        "applications_returned": tally.returned,
        "states": dict(sorted(states.items())),
        "refusals": tally.refusals,
        "first_refusal": tally.first_refusal,
        "reminders": tally.reminders,
        "duties_overtaken": tally.overtaken,
        "invariants_checked": tally.checked,
        "invariants_broken": tally.breaches,
        "first_breach": tally.first_breach,
        "linked": linked.summary(),
    }
