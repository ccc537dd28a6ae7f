"""Small worlds for the two backends: every law, policy and tightness that a scenario file can ask for."""

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


def random_world(number: int) -> Scenario:
    """A few courts for a few days: sometimes with mediators too few, refusals common, penalties, uneven weights."""
    random = Random(number)
    accept = random.choice([0.4, 0.8, 0.95])
    changes: dict[str, object] = {
        "window.days": random.randint(2, 9),
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
    return fraction_of_the_nation(0.01, **changes)
