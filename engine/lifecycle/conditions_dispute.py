"""Conditions about the dispute and its other processes: what it is, and how far it has come at other doors.

Where a condition names places, they are written `track:state|state`, several doors separated by commas.
"""

from collections.abc import Mapping
from typing import Final

from engine.events.enums import EntryRoute
from engine.events.lifecycle_words import Clock, Impact, Procedure, Reach, State, Track
from engine.lifecycle.command import Command
from engine.lifecycle.condition import Condition, Maker
from engine.lifecycle.dispute import Dispute, Process


def _dispute_fact(name: str) -> Condition:
    return lambda d, p, c, at: None if name in d.facts else f"needs {name}"


def _no_dispute_fact(name: str) -> Condition:
    return lambda d, p, c, at: f"stands against it: {name}" if name in d.facts else None


def _route(argument: str) -> Condition:
    routes = frozenset(map(EntryRoute, argument.split("|")))

    def holds(dispute: Dispute, _process: Process, _command: Command, _at: int) -> str | None:
        route = _way_in(dispute)
        return None if route in routes else f"the case came in as {route.value}"

    return holds


def _way_in(dispute: Dispute) -> EntryRoute:
    """Return how a mediation came in: what a court sends out of a pending suit is entrusted, whatever came before."""
    for process in dispute.processes.values():
        if process.track is Track.LITIGATION and process.state is State.IN_MEDIATION:
            return EntryRoute.ENTRUSTED
    return dispute.entry_route


def _procedure(argument: str) -> Condition:
    procedure = Procedure(argument)
    return lambda d, p, c, at: None if d.procedure is procedure else f"the procedure is {d.procedure.value}"


def _number_under(argument: str) -> Condition:
    """`number_under:procedure:first:last`: how many, where the dispute is tried by that procedure."""
    name, first_text, last_text = argument.split(":")
    procedure, first, last = Procedure(name), int(first_text), int(last_text)

    def holds(dispute: Dispute, _process: Process, command: Command, _at: int) -> str | None:
        if dispute.procedure is not procedure or (command.number is not None and first <= command.number <= last):
            return None
        bounds = f"must be {first}" if first == last else f"must be from {first} to {last}"
        return f"number = {command.number}: {bounds} under {procedure.value} procedure"

    return holds


def _reach(argument: str) -> Condition:
    reach = Reach(argument)
    return lambda d, p, c, at: None if d.reach is reach else f"the dispute is {d.reach.value}"


def _impact(argument: str) -> Condition:
    impact = Impact(argument)
    return lambda d, p, c, at: None if d.impact is impact else f"the impact is {d.impact.value}"


def _other(argument: str) -> Condition:
    """`other:places`: another process of the dispute stands in one of them."""
    places = _places(argument)
    wanted = " or ".join(sorted({track.value for track, _ in places}))

    def holds(dispute: Dispute, process: Process, _command: Command, _at: int) -> str | None:
        others = (p for p in dispute.processes.values() if p is not process)
        return None if any((p.track, p.state) in places for p in others) else f"no {wanted} has come that far"

    return holds


def _no_other(argument: str) -> Condition:
    """`no_other:places`: no other process of the dispute stands in one of them."""
    places = _places(argument)

    def holds(dispute: Dispute, process: Process, _command: Command, _at: int) -> str | None:
        for other in dispute.processes.values():
            if other is not process and (other.track, other.state) in places:
                return f"stands against it: {other.track.value} {other.case_id}, {other.state.value}"
        return None

    return holds


def _since(argument: str) -> Condition:
    """`since:places`: a process opened since this one came into its state stands in one of them."""
    places = _places(argument)

    def holds(dispute: Dispute, process: Process, _command: Command, _at: int) -> str | None:
        for other in dispute.processes.values():
            later = other is not process and other.opened_at >= process.entered_at
            if later and (other.track, other.state) in places:
                return None
        return "nothing that was opened since has come that far"

    return holds


def _other_running(argument: str) -> Condition:
    """`other_running:track:clock`: in another process of the dispute that clock runs."""
    track_name, _, clock_name = argument.partition(":")
    track, clock = Track(track_name), Clock(clock_name)

    def holds(dispute: Dispute, process: Process, _command: Command, at: int) -> str | None:
        for other in dispute.processes.values():
            if other is not process and other.track is track and other.clocks.get(clock, at - 1) >= at:
                return None
        return f"no {clock.value} runs in {track.value}"

    return holds


def _places(argument: str) -> frozenset[tuple[Track, State]]:
    places: set[tuple[Track, State]] = set()
    for door in argument.split(","):
        track, _, states = door.partition(":")
        places.update((Track(track), State(state)) for state in states.split("|"))
    return frozenset(places)


DISPUTE_CONDITIONS: Final[Mapping[str, Maker]] = {
    "dispute_fact": _dispute_fact,
    "no_dispute_fact": _no_dispute_fact,
    "route": _route,
    "procedure": _procedure,
    "number_under": _number_under,
    "reach": _reach,
    "impact": _impact,
    "other": _other,
    "no_other": _no_other,
    "since": _since,
    "other_running": _other_running,
}
