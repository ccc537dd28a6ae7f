"""`onestop engine rules`: the statutory rules as they are in force on a day."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.errors import CliError
from cli.output import print_json, say, table
from cli.run import Json, Language, ReportLanguage
from engine.events.track import Track

if TYPE_CHECKING:
    from engine.lifecycle.machine import Length, MachineEntry
    from engine.lifecycle.rulebook import Era, Move

Door = Annotated[Track, typer.Argument(help="The door.")]
Day = Annotated[
    str | None,
    typer.Option("--on", help="Day the rules are in force on, YYYY-MM-DD; today if left out.", show_default=False),
]


def rules(
    door: Door = Track.MEDIATION,
    *,
    on: Day = None,
    lang: Language = ReportLanguage.EN,
    as_json: Json = False,
) -> None:
    """Print the rules of a door on a day: who may do what from where, its conditions, its clocks, its article.

    \b
    Examples:
      onestop engine rules
      onestop engine rules arbitration --on 2026-03-01
      onestop engine rules mediation --on 2020-06-01 --lang zh
    """
    from engine.calendar.day import local_midnight_us
    from engine.lifecycle.rulebook import Rulebook

    rulebook = Rulebook.shipped()
    machine = rulebook.machines.get(door)
    if machine is None:
        known = ", ".join(track.value for track in rulebook.machines)
        raise CliError(f"door = {door.value}: must be one of {known}")
    day = datetime.now().astimezone().date() if on is None else _day(on)
    era = rulebook.at(local_midnight_us(day))
    if as_json:
        print_json(
            {
                "door": door.value,
                "on": day.isoformat(),
                "states": [_state(machine, state) for state in machine.states],
                "transitions": [_transition(move) for move in _moves(era, door)],
                "clocks": [_clock(era, door, clock) for _, clock in era.periods if _ is door],
            }
        )
        return
    say(_states_table(machine, lang.value) + "\n")
    say(_transitions_text(era, door) + "\n")
    say(_clocks_table(era, door))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CliError(f"on = {text}: must be a day as YYYY-MM-DD") from None


def _moves(era: "Era", door: Track) -> Iterator["Move"]:
    for (track, _), moves in era.moves.items():
        if track is door:
            yield from moves


def _state(machine: "MachineEntry", state: Any) -> dict[str, Any]:
    entry = machine.states[state]
    return {"state": state.value, "title": entry.title, "final": entry.final}


def _transition(move: "Move") -> dict[str, Any]:
    entry = move.entry
    return {
        "transition": entry.name.value,
        "from": [state.value for state in entry.from_states],
        "to": None if entry.to is None else entry.to.value,
        "actors": [actor.value for actor in entry.actors],
        "conditions": list(entry.conditions),
        "clock": None if entry.sets is None else entry.sets.value,
        "automatic": entry.automatic,
        "recorded_as": entry.kind,
        "article": move.article.value,
    }


def _clock(era: "Era", door: Track, clock: Any) -> dict[str, Any]:
    return {
        "clock": clock.value,
        "on_end": era.on_end[door, clock].value,
        "lengths": [
            {
                "length": _length(period.entry),
                "conditions": list(period.entry.conditions),
                "article": period.article.value,
            }
            for period in era.periods[door, clock]
        ],
    }


def _length(entry: "Length") -> str:
    if entry.hours is not None:
        return f"{entry.hours} hours"
    if entry.months is not None:
        return f"{entry.months} months"
    return f"{entry.days} {entry.unit.replace('_', ' ')}"


def _states_table(machine: "MachineEntry", language: str) -> str:
    rows = [
        [state.value, entry.title[language], "final" if entry.final else ""] for state, entry in machine.states.items()
    ]
    return table(["state", "title", ""], rows)


def _transitions_text(era: "Era", door: Track) -> str:
    """Two or three lines a transition: a table would be wider than any terminal."""
    lines: list[str] = []
    for move in _moves(era, door):
        entry = move.entry
        where = ", ".join(state.value for state in entry.from_states) or "(opens)"
        who = "at once" if entry.automatic else ", ".join(actor.value for actor in entry.actors)
        to = "(stays)" if entry.to is None else entry.to.value
        lines.append(f"{entry.name.value} [{move.article.value}] by {who}")
        lines.append(f"    {where} -> {to}")
        notes = [*entry.conditions, *([] if entry.sets is None else [f"sets the clock {entry.sets.value}"])]
        if notes:
            lines.append("    " + "; ".join(notes))
    return "\n".join(lines)


def _clocks_table(era: "Era", door: Track) -> str:
    rows = [
        [
            clock.value,
            _length(period.entry),
            " ".join(period.entry.conditions),
            era.on_end[track, clock].value,
            period.article.value,
        ]
        for (track, clock), periods in era.periods.items()
        if track is door
        for period in periods
    ]
    return table(["clock", "length", "where", "at its end", "article"], rows)
