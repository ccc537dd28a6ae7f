"""The rules of a scenario as the assignment core takes them."""

from engine.core.ladder import Ladder, LadderStep
from engine.core.policy import Policy, PolicySettings
from sim.scenario.scenario import Scenario


def policy_settings(scenario: Scenario) -> PolicySettings:
    """Return the policy by which every court of a scenario draws."""
    chosen = scenario.policy
    return PolicySettings(
        policy=Policy[chosen.name.upper()],
        band_width_milli=chosen.band_width_milli,
        sample_size=chosen.sample_size,
        by_weight=chosen.by_weight,
    )


def ladder_of(scenario: Scenario) -> Ladder:
    """Return a scenario's ladder: everybody of the court, its region, its province, the nation."""
    waits = (*scenario.ladder.step_working_days, None)
    steps = (LadderStep(circle=circle, wait_working_days=days) for circle, days in enumerate(waits))
    return Ladder(steps=tuple(steps))
