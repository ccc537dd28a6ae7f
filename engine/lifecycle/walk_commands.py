"""What may be asked of a process in a state: every transition, by every party, with the values that could matter."""

from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import Final

from engine.calendar.day import DAY_US
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import Ground, Medium, Transition
from engine.lifecycle.command import Command
from engine.lifecycle.conditions import bare
from engine.lifecycle.dispute import Dispute, Process
from engine.lifecycle.machine import MachineEntry, TransitionEntry
from engine.lifecycle.walk_state import CASE

_LATER_US: Final = 20 * DAY_US
_OF_PARTIES: Final = frozenset({"party_given", "all_parties", "acting", "not_acting", "medium_agreed"})


class Choices:
    """Every command worth trying at a door.

    Parameters
    ----------
    machine
        The door.
    """

    def __init__(self, machine: MachineEntry) -> None:
        self._track: Final = machine.track
        self._by_name: Final[dict[Transition, list[TransitionEntry]]] = {}
        for entry in machine.transitions:
            self._by_name.setdefault(entry.name, []).append(entry)

    def commands(self, dispute: Dispute, *, everybody_asks: bool) -> Iterator[Command]:
        """Yield the commands to try on a dispute.

        Parameters
        ----------
        dispute
            As it stands.
        everybody_asks
            Whether all eight roles ask, for transitions of every state; else one that may, for those of this state.
        """
        if not everybody_asks:
            yield from self.commands_of(dispute, CASE if CASE in dispute.processes else None, CASE)
            return
        process = dispute.processes.get(CASE)
        for name, entries in self._by_name.items():
            here = [entry for entry in entries if _leaves(entry, process)]
            yield from self._asked(CASE, name, here or entries, tuple(ActorRole), dispute, process)

    def commands_of(self, dispute: Dispute, case_id: int | None, new_case_id: int) -> Iterator[Command]:
        """Yield what those who may ask can ask of a process, or of a new one where `case_id` is None."""
        process = None if case_id is None else dispute.processes[case_id]
        case_id = new_case_id if case_id is None else case_id
        for name, entries in self._by_name.items():
            here = [entry for entry in entries if _leaves(entry, process)]
            if here:
                actors = tuple(dict.fromkeys(entry.actors[0] for entry in here))
                yield from self._asked(case_id, name, here, actors, dispute, process)

    def _asked(
        self,
        case_id: int,
        name: Transition,
        entries: Sequence[TransitionEntry],
        actors: Sequence[ActorRole],
        dispute: Dispute,
        process: Process | None,
    ) -> Iterator[Command]:
        arguments = _arguments(entries)
        values = product(
            actors,
            _party_sets(entries, arguments, dispute.everybody),
            _dates(entries, process, dispute.last_at),
            _grounds(arguments),
            tuple(Medium)[:2] if "medium_agreed" in arguments else (None,),
            _amounts(entries, arguments, dispute, process),
            _numbers(arguments),
        )
        for actor, parties, until, ground, medium, amount_fen, number in values:
            yield Command(
                case_id=case_id,
                track=self._track,
                transition=name,
                actor=actor,
                parties=parties,
                until=until,
                ground=ground,
                medium=medium,
                amount_fen=amount_fen,
                number=number,
            )


def _leaves(entry: TransitionEntry, process: Process | None) -> bool:
    return not entry.from_states if process is None else process.state in entry.from_states


def _arguments(entries: Sequence[TransitionEntry]) -> dict[str, list[str]]:
    """Return the arguments of the conditions, by the condition's name."""
    arguments: dict[str, list[str]] = {}
    for text in chain.from_iterable(entry.conditions for entry in entries):
        name, _, argument = bare(text).partition(":")
        arguments.setdefault(name, []).append(argument)
    return arguments


def _party_sets(entries: Sequence[TransitionEntry], arguments: dict[str, list[str]], everybody: int) -> tuple[int, ...]:
    matter = any(entry.marks or entry.unmarks for entry in entries) or not _OF_PARTIES.isdisjoint(arguments)
    return tuple(range(everybody + 1)) if matter else (0,)


def _dates(entries: Sequence[TransitionEntry], process: Process | None, at: int) -> tuple[int | None, ...]:
    if process is None or not any(entry.agreed for entry in entries):
        return (None,)
    clocks = [entry.sets for entry in entries if entry.sets is not None]
    ends = [process.clocks[clock] for clock in clocks if clock in process.clocks]
    return (None, at, *(max(end, at) + later for end in ends for later in (0, _LATER_US)))


def _grounds(arguments: dict[str, list[str]]) -> tuple[Ground | None, ...]:
    words = dict.fromkeys(word for argument in arguments.get("ground", []) for word in argument.split("|"))
    return (None, *map(Ground, words)) if words else (None,)


def _amounts(
    entries: Sequence[TransitionEntry], arguments: dict[str, list[str]], dispute: Dispute, process: Process | None
) -> tuple[int | None, ...]:
    if "amount_share" not in arguments and not any(entry.keeps for entry in entries):
        return (None,)
    wholes = (dispute.amount_fen, *(() if process is None else process.amounts.values()))
    shares = {int(part) for argument in arguments.get("amount_share", []) for part in argument.split(":")[1:]}
    return (None, 0, *sorted({whole * share // 100 for whole in wholes for share in shares | {100}} - {0}))


def _numbers(arguments: dict[str, list[str]]) -> tuple[int | None, ...]:
    spans = [argument.split(":") for argument in arguments.get("number_between", [])]
    spans += [argument.split(":")[1:] for argument in arguments.get("number_under", [])]
    bounds = {int(bound) for span in spans for bound in span}
    return (None, *sorted(bounds), max(bounds) + 1) if bounds else (None,)
