"""Bugs of the writer: keys, batches, guards, time."""

# ruff: noqa: ARG005 - a faulty copy takes what the right one takes

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any, Final

import pytest

from engine.errors import EngineError
from engine.log import sealing
from engine.log.errors import LogFullError
from engine.service import proposals
from engine.service import round as round_module
from engine.service.answers import Answer, Group, Outcome, Refusal
from engine.service.batch import Batch
from engine.service.entries import Entry
from engine.service.errors import StorageFullError
from engine.service.executed import Result
from engine.service.keys import KeyWindow
from engine.service.performing import Performer
from engine.service.records import Executed
from engine.service.round import Round
from engine.service.storing import Storage, Underway
from engine.service.writer import Begun, Writer
from tests.engine.service import (
    test_guards,
    test_keys,
    test_proposals,
    test_storing_aside,
    test_writer,
)
from tests.teeth.bug import Bug, Check
from tests.teeth.town_lives import laws_after_lives


def key_in_a_batch_of_its_own(patch: pytest.MonkeyPatch) -> None:
    """A key is stored in the batch after what it caused."""
    store = Writer._store

    def store_apart(writer: Writer, entries: Sequence[Entry], *, aside: Executor | None = None) -> Underway:
        keys = [entry for entry in entries if isinstance(entry, Executed)]
        others = [entry for entry in entries if not isinstance(entry, Executed)]
        if keys and others:
            store(writer, others, aside=aside)
        return store(writer, keys or others, aside=aside)

    patch.setattr(Writer, "_store", store_apart)


def key_is_forgotten_at_its_last_instant(patch: pytest.MonkeyPatch) -> None:
    """The window of keys is a microsecond too short."""
    expire = KeyWindow.expire
    patch.setattr(KeyWindow, "expire", lambda window, now: expire(window, now + 1))


def key_answers_any_request(patch: pytest.MonkeyPatch) -> None:
    """A known key is answered with its first answer, whatever is asked under it now."""

    def known(of: Round, group: Group, place: int, batch: Batch) -> Outcome | None:
        found = None if group.key is None else of._world.keys.find(group.key)
        if group.key is not None and found is None:
            batch.first.setdefault(group.key, place)
        return None if found is None else of._stored_answer(found.seq)

    patch.setattr(Round, "_known", known)


def twin_in_a_batch_gets_the_first_answer(patch: pytest.MonkeyPatch) -> None:
    """Of two requests of one batch under one key the second is told the first one's answer, whatever it asked."""
    patch.setattr(Batch, "_repeated", lambda batch, groups, place: batch.outcomes[batch.first[groups[place].key]])


def told_before_it_is_stored(patch: pytest.MonkeyPatch) -> None:
    """A batch that is stored aside is answered as soon as it has been carried out."""
    patch.setattr(Writer, "finish", lambda writer, begun: begun.outcomes)


def next_batch_is_kept(patch: pytest.MonkeyPatch) -> None:
    """The batch that was carried out after one that found no room is stored all the same."""
    store = Storage.store

    def store_anyway(storage: Storage, entries: Sequence[Entry], *, aside: Executor | None = None) -> Underway:
        try:
            return store(storage, entries, aside=aside)
        except LogFullError:
            return store(storage, entries, aside=aside)

    patch.setattr(Storage, "store", store_anyway)


def refused_batch_stays_in_the_state(patch: pytest.MonkeyPatch) -> None:
    """What could not be stored is answered as refused, and not undone."""

    def undo(writer: Writer, error: LogFullError) -> Outcome:
        writer.blocked = StorageFullError(str(error), retry_after_seconds=5)
        return writer.blocked

    patch.setattr(Writer, "_undo", undo)


def poison_is_not_undone(patch: pytest.MonkeyPatch) -> None:
    """What fails after a command was done is answered as its refusal; the command stays in the state."""

    def perform(performer: Performer, command: object) -> object:
        try:
            happened = performer._execute(command)  # pyright: ignore[reportArgumentType] - as it comes
            return (*happened, *performer._platform.follow_up(performer._at))
        except EngineError as error:
            return Refusal.of(error)

    patch.setattr(Performer, "_perform", perform)


def guard_is_not_asked(patch: pytest.MonkeyPatch) -> None:
    """The writer does not look again at what a request was let in for."""
    patch.setattr(round_module, "turned_away", lambda groups, run, world: None)


def time_runs_backwards(patch: pytest.MonkeyPatch) -> None:
    """A batch gets the clock's time although the log is further, and the log takes it."""
    patch.setattr(sealing, "check_batch", lambda entries, codec, *, head, last_recorded_at: None)
    begin = Writer.begin

    def begin_at(writer: Writer, groups: Sequence[Group], now: int, *, aside: Executor | None = None) -> Begun:
        writer.world.last_at = min(writer.world.last_at, now)
        return begin(writer, groups, now, aside=aside)

    patch.setattr(Writer, "begin", begin_at)


def answer_names_the_position_before(patch: pytest.MonkeyPatch) -> None:
    """An answer names the position before the one that closes it; repeated, the right one."""
    enter = Round._enter

    def enter_early(of: Round, group: Group, results: list[Result], batch: Batch) -> Answer:
        found = enter(of, group, results, batch)
        return replace(found, last_seq=max(0, found.last_seq - 1))

    patch.setattr(Round, "_enter", enter_early)


def second_person_may_be_the_first(patch: pytest.MonkeyPatch) -> None:
    """Whoever proposed a sensitive action may confirm it."""
    check = proposals.check_confirmation

    def check_less(proposal: Any, person: str, tenant: str, **asked: Any) -> None:
        check(proposal, person + "'", tenant, **asked)

    patch.setattr(proposals, "check_confirmation", check_less)


LAWS: Final = Check(laws_after_lives)
KEYS: Final = Check(test_keys.test_wherever_the_log_ends_a_key_has_its_effect_and_an_effect_its_key)
WINDOW: Final = Check(
    test_keys.test_a_key_is_remembered_until_the_window_is_over, {"late_us": test_keys.WINDOW_US, "is_known": True}
)
NO_ROOM: Final = Check(test_storing_aside.test_what_follows_a_batch_that_found_no_room_is_undone_with_it)
LATE: Final = Check(test_writer.test_what_fails_after_a_command_was_done_is_undone)

SERVICE_BUGS: Final = (
    Bug(plant=key_in_a_batch_of_its_own, check=KEYS, says="Refusal"),
    Bug(plant=key_is_forgotten_at_its_last_instant, check=WINDOW, says="repeated"),
    Bug(plant=key_answers_any_request, check=Check(test_writer.test_a_key_belongs_to_one_request), says="later"),
    Bug(
        plant=twin_in_a_batch_gets_the_first_answer,
        check=Check(test_writer.test_a_key_belongs_to_one_request),
        says="other",
    ),
    Bug(plant=told_before_it_is_stored, check=NO_ROOM, says="StorageFullError"),
    Bug(plant=next_batch_is_kept, check=NO_ROOM, says="StorageFullError"),
    Bug(plant=refused_batch_stays_in_the_state, check=NO_ROOM, says="writer.world.seq"),
    Bug(plant=poison_is_not_undone, check=LATE, says="PoisonError"),
    Bug(
        plant=guard_is_not_asked,
        check=Check(test_guards.test_what_an_earlier_group_of_the_batch_has_changed_is_seen),
        says="ChangedError",
    ),
    Bug(
        plant=time_runs_backwards,
        check=Check(test_writer.test_logged_time_never_runs_backwards),
        says="answered(outcome).at",
    ),
    Bug(plant=answer_names_the_position_before, check=LAWS, says="acknowledged_is_kept", seeds=(1, 2)),
    Bug(
        plant=second_person_may_be_the_first,
        check=Check(test_proposals.test_who_may_not_confirm_is_refused_by_the_writer),
        says="SecondPersonError",
    ),
)
