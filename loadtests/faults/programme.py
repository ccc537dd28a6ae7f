"""The fault programme as a whole: hurt a service, judge what is left, and report."""

from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from engine.linked.records import Answered
from engine.log.store import open_store
from engine.service.opening import CODEC, PlatformFactory
from engine.service.store import Store
from engine.service.world import World
from loadtests.faults.invariants import Evidence, gather, judge
from loadtests.faults.kills import Survived, run_kills
from loadtests.faults.line import Fate
from loadtests.faults.notes import Told
from loadtests.faults.town import town_systems


class FaultReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a run of the programme came to."""

    kills: int
    seed: int
    groups: int
    """Groups of commands that the client asked."""
    acknowledged: int
    """Of those, how many it was told are done."""
    became_unknown: int
    """How many a kill left without an answer; all of them were settled by asking again."""
    linked: int
    """Requests that linked systems have answered, over a network that every kill cut."""
    spoilt: int
    """Answers of theirs that came slowly, were cut off or arrived as noise."""
    entries: int
    """In the log at the end."""
    broken: tuple[str, ...]
    """Laws that do not hold, each with what was found; empty if all is well."""


def run_programme(
    folder: Path, *, kills: int, seed: int, on_progress: Callable[[float], None] | None = None
) -> FaultReport:
    """Kill a service under load again and again, and judge it by its client's notes.

    Parameters
    ----------
    folder
        For the store, empty or not there.
    kills, seed, on_progress
        See `loadtests.faults.kills.run_kills`.

    Raises
    ------
    loadtests.errors.FaultRunError
        If a service does not come back.
    """
    survived = run_kills(folder, kills=kills, seed=seed, on_progress=on_progress)
    notes = survived.notes
    with evidence_of(survived, folder) as evidence:
        broken = judge(evidence)
        entries = evidence.log.head.seq
        linked = sum(isinstance(entry, Answered) for entry in evidence.entries)
    return FaultReport(
        kills=kills,
        seed=seed,
        groups=len(notes.notes),
        acknowledged=sum(note.told is Told.DONE for note in notes.notes.values()),
        became_unknown=notes.became_unknown,
        linked=linked,
        spoilt=sum(count for fate, count in survived.fates.items() if fate is not Fate.WHOLE),
        entries=entries,
        broken=tuple(f"{fault.law}: {fault.what}" for fault in broken),
    )


@contextmanager
def evidence_of(survived: Survived, folder: Path) -> Generator[Evidence]:
    """Give what a store, a client's notes and the linked systems' books say, as long as the block lasts.

    The store's log is open meanwhile.
    """
    store = Store(folder)
    build = PlatformFactory(store, town_systems())
    with closing(open_store(store.log_folder, CODEC)) as log:
        yield gather(survived.notes, survived.books, log, lambda: World(build, store.keys))
