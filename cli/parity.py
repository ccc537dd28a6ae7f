"""`onestop sim parity`: whether the fast loop and the SimPy model tell the same story, event by event."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from cli.errors import CliError
from cli.output import print_json, say
from cli.progress import progress
from cli.run import DEFAULT_SCENARIO, Days, Json, Scenario, Seed

if TYPE_CHECKING:
    from sim.fast.parity import Difference


def parity(scenario: Scenario = DEFAULT_SCENARIO, *, days: Days = None, seed: Seed = 1, as_json: Json = False) -> None:
    """Run a scenario on both backends and compare every event; exit 1 at a difference, which is shown in context.

    \b
    Examples:
      onestop sim parity one-court --days 28
      onestop sim parity national-2020 --days 5 --json
    """
    from sim.experiments.job import load_any
    from sim.fast.parity import compare_backends
    from sim.population.build import build_population
    from sim.scenario.load import with_changes
    from sim.scenario.scenario import Scenario as Platform
    from sim.scenario.years import working_calendar

    plan = load_any(scenario)
    if not isinstance(plan, Platform):
        if days is not None:
            raise CliError(f"days = {days}: must not be given for {plan.name}, a queue; its file says run.length")
        found = _queue_parity(plan, seed)
    else:
        plan = plan if days is None else with_changes(plan, {"window.days": days})
        people = build_population(plan, seed=seed)
        with progress(f"comparing {plan.name}", quiet=as_json) as show:
            result = compare_backends(plan, people, working_calendar(plan.calendar), seed=seed, on_progress=show)
        found = asdict(result)
        if not as_json and result.first_difference is not None:
            say(_described(result.first_difference))
    if as_json:
        print_json({"scenario": plan.name, "seed": seed} | found)
    else:
        verdict = "identical" if found["identical"] else "different"
        say(f"{plan.name}, seed {seed}: {found['events_compared']:,} events compared, {verdict}")
    if not found["identical"]:
        raise typer.Exit(1)


def _queue_parity(plan: Any, seed: int) -> dict[str, Any]:
    from sim.queueing.parity import compare_traces

    return asdict(compare_traces(plan, seed=seed))


def _described(difference: "Difference") -> str:
    """Lay out the first difference with the events before it."""
    lines = [f"event {difference.seq:,} differs in {', '.join(difference.fields) or 'being there at all'}; before it:"]
    lines += [f"  {event}" for event in difference.before]
    return "\n".join([*lines, f"simpy: {difference.simpy}", f"fast:  {difference.fast}"])
