"""A service that is killed at any moment under load loses nothing it has acknowledged and does nothing twice."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from engine.calendar.day import DAY_US
from engine.linked.records import Answered, Asked
from engine.log.memory import MemoryLog
from engine.service.opening import CODEC
from engine.service.records import Started
from loadtests.faults.child import town_writer
from loadtests.faults.invariants import Evidence, Law, judge
from loadtests.faults.kills import run_kills
from loadtests.faults.notes import Notebook, Told
from loadtests.faults.programme import evidence_of, run_programme
from loadtests.faults.town import BEGINS_AT

KILLS = 2
FULL_KILLS = 200


@pytest.fixture(scope="module")
def survived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Notebook, Evidence]]:
    """The notes and the evidence after a few kills."""
    folder = tmp_path_factory.mktemp("kills") / "store"
    hurt = run_kills(folder, kills=KILLS, seed=1)
    with evidence_of(hurt, folder) as evidence:
        yield hurt.notes, evidence


def test_no_law_is_broken_by_kills(survived: tuple[Notebook, Evidence]):
    """After kills under load every law holds, and the run was no empty one."""
    notes, evidence = survived

    assert judge(evidence) == []
    assert notes.faults == KILLS
    assert any(isinstance(entry, Answered) for entry in evidence.entries)
    assert sum(note.told is Told.DONE for note in notes.notes.values()) > KILLS


@pytest.mark.full
@pytest.mark.timeout(3600)
def test_no_law_is_broken_by_many_kills(tmp_path: Path):
    """The same after two hundred kills."""
    report = run_programme(tmp_path / "store", kills=FULL_KILLS, seed=2)

    assert report.broken == ()
    assert report.became_unknown > 0
    assert report.linked > 0
    assert report.spoilt > 0


def laws(evidence: Evidence) -> set[Law]:
    return {fault.law for fault in judge(evidence)}


def test_a_lost_answer_is_noticed(survived: tuple[Notebook, Evidence]):
    """A log without its last batch breaks the law that what was acknowledged is kept, and the chain's."""
    notes, evidence = survived
    kept = MemoryLog(codec=CODEC)
    entries = list(evidence.entries)
    told = max(note.last_seq for note in notes.notes.values())
    kept.append(entries[: told - 1])

    assert {Law.ACKNOWLEDGED_IS_KEPT, Law.CHAIN_HOLDS} <= laws(replace(evidence, log=kept, entries=entries[: told - 1]))


def test_a_second_effect_is_noticed(survived: tuple[Notebook, Evidence]):
    """An entry that stands twice breaks the law of once, and the count."""
    _, evidence = survived
    executed = next(entry for entry in evidence.entries if type(entry).__name__ == "Executed")

    assert {Law.ONCE, Law.FOLD_IS_EQUAL} <= laws(replace(evidence, entries=[*evidence.entries, executed]))


def test_a_deadline_that_is_left_is_noticed(survived: tuple[Notebook, Evidence]):
    """A log that goes on for a year without anything happening breaks the law that nothing due is left."""
    _, evidence = survived
    later = Started(at=BEGINS_AT + 365 * DAY_US, epoch=KILLS + 2, release="test", roster_digest="")

    assert Law.NOTHING_DUE_IS_LEFT in laws(replace(evidence, entries=[*evidence.entries, later]))


def test_another_answer_is_noticed(survived: tuple[Notebook, Evidence]):
    """A group whose repetition was told something else breaks the law of once."""
    notes, evidence = survived
    key = next(key for key, note in notes.notes.items() if note.told is Told.DONE)
    other = Notebook(notes=dict(notes.notes), faults=notes.faults, in_flight_max=notes.in_flight_max)
    other.told(key, Told.DONE, b"another", 1, ())

    assert Law.ONCE in laws(replace(evidence, notes=other))


@pytest.mark.parametrize("times", [0, 2])
def test_a_work_of_a_linked_system_that_is_lost_or_done_twice_is_noticed(
    survived: tuple[Notebook, Evidence], times: int
):
    """A book that has an answered request not at all, or twice, breaks the law of linked systems and no other."""
    _, evidence = survived
    number = next(entry.number for entry in evidence.entries if isinstance(entry, Answered))
    asked = next(entry for entry in evidence.entries if isinstance(entry, Asked) and entry.number == number)
    spoilt = deepcopy(evidence.books)
    assert spoilt is not None
    works = spoilt[asked.request.system].works
    work = works.pop(asked.request.key)
    if times:
        works[asked.request.key] = msgspec.structs.replace(work, times_done=times)

    assert laws(replace(evidence, books=spoilt)) == {Law.LINKED_ONCE}


def test_states_that_differ_are_noticed(survived: tuple[Notebook, Evidence], tmp_path: Path):
    """A world that has followed something else breaks the law of replay."""
    _, evidence = survived
    other = town_writer(tmp_path / "other").world

    assert Law.REPLAY_IS_STATE in laws(replace(evidence, other=other))
