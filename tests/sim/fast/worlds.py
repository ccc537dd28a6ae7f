"""Small worlds for the two backends: every law, policy and tightness that a scenario file can ask for."""

from datetime import date, timedelta
from random import Random

from sim.scenario.fraction import fraction_of_the_nation
from sim.scenario.scenario import Scenario

_POLICIES = (
    "band_draw",
    "least_loaded",
    "longest_idle",
    "random",
    "deck",
    "weighted_draw",
    "ranked_list",
    "power_of_d",
)


_STARTS_ON = date(2020, 8, 24)


def random_world(number: int) -> Scenario:
    """A few courts for a few days: sometimes with mediators too few, refusals common, penalties, uneven weights.

    Two in three have surges, outages that follow one another, and changes of policy; in two of three parties give up
    waiting.
    """
    random = Random(number)
    accept = random.choice([0.4, 0.8, 0.95])
    days = random.randint(2, 9)
    changes: dict[str, object] = {
        "window.starts_on": _STARTS_ON,
        "window.days": days,
        "window.history_days": random.choice([10, 60]),
        "population.mediators": random.choice([900, 1_700, 2_600]),
        "arrivals.court_day_variation": random.choice([0.0, 0.7]),
        "cases.weight_spread": random.choice([0.0, 0.6]),
        "cases.minority_language_share": random.choice([0.005, 0.3]),
        "offers.accept_share": accept,
        "offers.lapse_share": random.choice([0.0, 1.0 - accept, (1.0 - accept) / 2]),
        "offers.decline_penalty_milli": random.choice([0, 250]),
        "offers.deadline_working_days": random.randint(1, 3),
        "ladder.step_working_days": (random.randint(1, 2), 1, random.randint(1, 3)),
        "policy.name": _POLICIES[number % len(_POLICIES)],
        "policy.by_weight": random.random() < 0.5,
        "policy.band_width_milli": random.choice([0, 1_000]),
    }
    if number % 3 != 2:
        changes |= _what_ifs(random, days)
    changes["withdrawal.share"] = random.choice([0.0, 0.5, 1.0])
    changes["withdrawal.patience_mean_days"] = random.choice([0.2, 3.0, 20.0])
    return fraction_of_the_nation(0.01, **changes)


def _what_ifs(random: Random, days: int) -> dict[str, object]:
    """A surge, up to three outages of which the second follows the first at once, and up to two changes of policy."""
    first, second, third = sorted(random.randint(0, days) for _ in range(3))
    outages = [
        {"on": _on(first), "until": _on(second), "share": random.choice([0.3, 0.9])},
        {"on": _on(second), "until": _on(third), "share": random.choice([0.1, 0.6])},
        {"on": _on(third), "court": random.randrange(100), "share": random.choice([0.5, 1.0])},
    ]
    lasting = [outage for outage in outages if outage["on"] < outage.get("until", _on(days))]
    policies = [
        {"on": _on(random.randrange(days)), "name": random.choice(_POLICIES), "by_weight": random.random() < 0.5}
        for _ in range(random.randint(0, 2))
    ]
    changes = [{"kind": "outage"} | outage for outage in lasting] + [{"kind": "policy"} | each for each in policies]
    random.shuffle(changes)
    starts = random.randrange(days)
    ends = random.randrange(starts, days)
    surge = {"starts_on": _on(starts), "ends_on": _on(ends), "factor": random.choice([0.2, 3.0])}
    return {"change": changes, "arrivals.surge": [surge]}


def _on(day: int) -> date:
    """A day of the window, or the one after it."""
    return _STARTS_ON + timedelta(days=day)
