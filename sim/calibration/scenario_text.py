"""A fit as the TOML file of a queue scenario, with what was fitted from how many rows beside it."""

from collections.abc import Mapping, Sequence
from math import isfinite
from textwrap import fill
from typing import Any

from sim.calibration.crew import ESTIMATORS
from sim.calibration.customers import DAY_SECONDS, WEEK_DAYS
from sim.calibration.fit import QueueFit
from sim.calibration.patience import PatienceFit
from sim.calibration.rates import FoundBurst
from sim.calibration.service import ServiceFit
from sim.queueing.load import queue_from
from sim.queueing.scenario import QueueScenario
from sim.scenario.toml_text import toml_text

WEEK_SECONDS = DAY_SECONDS * WEEK_DAYS
_RATE_DIGITS = 8
_WIDTH = 120


def scenario_values(fit: QueueFit) -> dict[str, Any]:
    """Return the nested tables of the scenario of a fit.

    Time 0 is Monday 00:00; the week repeats, and the run is as many whole weeks as the log touches.

    Parameters
    ----------
    fit
        What was fitted.

    """
    weeks = max(fit.days) // WEEK_DAYS + 1
    return {
        "kind": "queue",
        "name": fit.mapping.name,
        "title": fit.mapping.title.model_dump(),
        "time_unit": "seconds",
        "run": {
            "length": WEEK_SECONDS * weeks,
            "cycle": WEEK_SECONDS,
            "target_wait": 20.0,
            "require_stable": False,
        },
        "class": [_class(fit, number, name) for number, name in enumerate(fit.classes)],
        "pool": [{"name": "servers", "leave_policy": "finish", "shifts": _shifts(fit)}],
    }


def scenario_of(fit: QueueFit) -> QueueScenario:
    """Return the checked scenario of a fit.

    Raises
    ------
    ScenarioError
        If the fit is no scenario, such as one without any server.

    """
    return queue_from(scenario_values(fit), file=fit.mapping.name)


def scenario_text(fit: QueueFit, notes: Sequence[str]) -> str:
    """Return the scenario as TOML with comments.

    Parameters
    ----------
    fit
        What was fitted.
    notes
        Lines about the log, for the head of the file.

    """
    values = scenario_values(fit)
    plain = {key: value for key, value in values.items() if key not in ("kind", "class", "pool")}
    parts = [
        # The kind comes first: it tells queues from scenarios of the platform.
        f'{_comments(notes)}\nkind = "queue"\n{toml_text(plain)}',
        *(f"{_comments(_class_notes(fit, n))}\n{_entry('class', each)}" for n, each in enumerate(values["class"])),
        *(f"{_comments(crew_notes(fit))}\n{_entry('pool', each)}" for each in values["pool"]),
    ]
    return "\n".join(parts)


def _class_notes(fit: QueueFit, number: int) -> list[str]:
    name = fit.classes[number]
    return [
        *rate_notes(fit),
        *service_notes(name, fit.service[number]),
        *patience_notes(name, fit.patience[number]),
        f"{fit.served_share[name]:.1%} of {name} were served.",
    ]


def _comments(lines: Sequence[str]) -> str:
    return "\n".join(fill(line, _WIDTH, initial_indent="# ", subsequent_indent="#   ") for line in lines)


def _entry(name: str, values: Mapping[str, Any]) -> str:
    """One entry of a list of tables; the numbers of a list stand many a line."""
    text = toml_text({name: values}).replace(f"[{name}]", f"[[{name}]]", 1)
    lines = [
        fill(line, _WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
        if len(line) > _WIDTH and "{" not in line
        else line
        for line in text.splitlines()
    ]
    return "\n".join(lines) + "\n"


def service_notes(name: str, law: ServiceFit) -> list[str]:
    """Say how service was fitted."""
    tried = ", ".join(f"{found.name} {found.ks:.4f}" for found in law.candidates)
    lines = [f"Service of {name}: {law.chosen.name}, from {law.rows - law.short_rows:,} rows; KS distances: {tried}."]
    if law.short_rows:
        lines.append(
            f"Service of {name}: {law.short_rows:,} of {law.rows:,} rows below {law.short_below:g} s are a part of "
            "their own, with the log's own lengths."
        )
    return lines


def patience_notes(name: str, law: PatienceFit) -> list[str]:
    """Say how patience was fitted."""
    if law.law == "none":
        return [f"Patience of {name}: of {law.waited:,} who waited nobody left, so the log does not bound it."]
    kind = "Kaplan and Meier's curve" if law.law == "kaplan-meier" else "exponential"
    return [
        (
            f"Patience of {name}: {kind}, from {law.waited:,} who waited, of whom {law.left:,} left and the others "
            f"were served (censored); exponential mean {law.mean_exponential:.1f} s, {law.distance:.3f} from the "
            f"curve; believed to {law.believed_to:g} s, beyond which the last hazard goes on."
        ),
        f"Patience of {name}: {law.balk_share:.4f} of those who must wait leave at once.",
    ]


def rate_notes(fit: QueueFit) -> list[str]:
    """Say how arrivals were fitted."""
    rates, slots = fit.rates, fit.slots
    groups = "; ".join(
        f"{name}: {days} days" for name, days in zip(slots.group_names, rates.days_of_group, strict=True)
    )
    lines = [
        (
            f"Arrivals: {rates.customers:,} customers on {len(fit.days)} days, means of {slots.seconds / 60:g} minutes "
            f"over like days ({groups})."
        ),
        (
            f"Day effect: coefficient of variation {rates.day_variation:.4f}, from the totals of like days; variance "
            f"over mean of the hourly counts {rates.dispersion:.2f} (median)."
        ),
    ]
    lines += [burst_note(fit, burst) for burst in rates.bursts]
    return lines


def burst_note(fit: QueueFit, burst: FoundBurst) -> str:
    """Say what was odd about an interval."""
    begin = burst.slot * fit.slots.seconds
    clock = f"{int(begin // 3600):02}:{int(begin % 3600 // 60):02}"
    return (
        f"Burst: day {burst.day} at {clock}, {burst.came} came where {burst.usual:g} is usual; left out of the rates, "
        f"and {burst.queued_extra} extra customers come at that time of the run. Delete `bursts` for ordinary weeks."
    )


def crew_notes(fit: QueueFit) -> list[str]:
    """Say how staff was found."""
    crew = fit.crew
    lines = [f"Staff ({crew.estimator}): {ESTIMATORS[crew.estimator]}."]
    if isfinite(crew.availability):
        lines.append(f"Staff: of those present {crew.availability:.1%} serve while somebody waits.")
    if crew.filled:
        lines.append(f"Staff: in {crew.filled} intervals hardly anybody waited; the most services at once stand in.")
    return lines


def _class(fit: QueueFit, number: int, name: str) -> dict[str, Any]:
    patience, rates = fit.patience[number].table, fit.rates
    weekly = fit.slots.weekly(rates.per_slot[number]) / fit.slots.seconds
    edges, levels = _merged([round(float(rate), _RATE_DIGITS) for rate in weekly], fit.slots.seconds)
    arrivals: dict[str, Any] = {"kind": "intervals", "edges": edges, "rates": levels}
    if rates.day_variation > 0:
        effect = {"cv": round(rates.day_variation, 6), "period": DAY_SECONDS, "shared": True}
        arrivals["day_effect"] = effect
    own = float(rates.per_slot[number].sum()) / max(float(rates.per_slot.sum()), 1e-12)
    found: dict[str, Any] = {
        "name": _plain_name(name, number),
        "priority": fit.mapping.priorities.get(name, 0),
        "service": fit.service[number].table,
        "arrivals": arrivals,
    }
    bursts = [_burst(fit, burst, own) for burst in rates.bursts]
    if kept := [burst for burst in bursts if burst["count"] > 0]:
        found["bursts"] = kept
    return found if patience is None else found | {"patience": patience}


def _burst(fit: QueueFit, burst: FoundBurst, share: float) -> Mapping[str, Any]:
    at = burst.day * DAY_SECONDS + burst.slot * fit.slots.seconds
    return {"at": at, "count": round(burst.queued_extra * share), "within": fit.slots.seconds}


def _shifts(fit: QueueFit) -> list[dict[str, Any]]:
    weekly = fit.slots.weekly(fit.crew.servers.astype(float))
    edges, levels = _merged([float(value) for value in weekly], fit.slots.seconds)
    return [
        {"starts": begin, "ends": end, "servers": int(servers)}
        for begin, end, servers in zip(edges, edges[1:], levels, strict=False)
        if servers
    ]


def _merged(levels: Sequence[float], seconds: float) -> tuple[list[float], list[float]]:
    """Join neighbours of one level."""
    edges, kept = [0.0], list[float]()
    for place, level in enumerate(levels):
        if kept and kept[-1] == level:
            edges[-1] = (place + 1) * seconds
        else:
            kept.append(level)
            edges.append((place + 1) * seconds)
    return edges, kept


def _plain_name(name: str, number: int) -> str:
    """Letters, digits and hyphens of a name, as scenarios have it."""
    kept = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in name)[:36]
    return kept if kept.strip("-") else f"class-{number + 1}"
