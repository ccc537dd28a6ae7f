"""The writer does each group once, stores it before it answers, and undoes what it cannot store."""

import pytest

from engine.desk.errors import DeskCaseError
from engine.events.records import Filed, Offered
from engine.log.errors import LogBrokenError
from engine.registry.example import MONDAY
from engine.registry.requests import AnswerOffer
from engine.service.answers import Group, Refusal
from engine.service.errors import KeyReuseError, PoisonError, StorageFullError
from engine.service.records import Executed
from engine.service.writer import Writer
from tests.engine.service.house import FaultyLog, answered, filing, followed, writer_over

HOUR = 3_600_000_000


def stored(log: FaultyLog) -> list[object]:
    return [entry for _, entry in log.read()]


def test_what_is_answered_is_in_the_log():
    """Every entry of an answer stands in the log when the answer is given, at the position it names."""
    log = FaultyLog()
    (outcome,) = writer_over(log).handle([filing(7, "a")], MONDAY)

    answer = answered(outcome)
    entries = stored(log)
    assert isinstance(entries[answer.last_seq - 1], Executed)
    happened = [entry for result in answer.results if not isinstance(result, Refusal) for entry in result]
    assert entries[: len(happened)] == happened
    assert {type(entry) for entry in happened} >= {Filed, Offered}


def test_one_batch_holds_all_groups_of_a_turn():
    """Groups handed over together are stored together, in their order."""
    log = FaultyLog()
    writer_over(log).handle([filing(7), filing(8)], MONDAY)

    assert len(list(log.batches())) == 1
    assert [entry.dispute_id for entry in stored(log) if isinstance(entry, Filed)] == [7, 8]


def test_a_refused_command_leaves_no_trace():
    """A command that the rules refuse changes nothing, and those beside it are carried out."""
    log = FaultyLog()
    group = Group(commands=(*filing(7).commands, AnswerOffer(case_id=99, mediator_id=0, attempt=1)))
    (outcome,) = writer_over(log).handle([group], MONDAY)

    *done, refused = answered(outcome).results
    assert isinstance(refused, Refusal)
    assert "99" in refused.message
    assert not any(isinstance(result, Refusal) for result in done)


def test_a_key_does_its_request_once():
    """The same key with the same request gives the first answer again, in the same batch, later and after a restart."""
    log = FaultyLog()
    writer = writer_over(log)
    first, twin = map(answered, writer.handle([filing(7, "a"), filing(7, "a")], MONDAY))
    (later,) = map(answered, writer.handle([filing(7, "a")], MONDAY + HOUR))
    (restarted,) = map(answered, writer_over(log).handle([filing(7, "a")], MONDAY + 2 * HOUR))

    for answer in (twin, later, restarted):
        assert (answer.results, answer.last_seq, answer.at) == (first.results, first.last_seq, first.at)
        assert answer.repeated
    assert not first.repeated
    assert sum(isinstance(entry, Filed) for entry in stored(log)) == 1


def test_a_key_belongs_to_one_request():
    """A key that comes with another request is refused, in the same batch and later."""
    writer = writer_over(FaultyLog())
    first, other = writer.handle([filing(7, "a"), filing(8, "a", b"other")], MONDAY)
    (later,) = writer.handle([filing(9, "a", b"third")], MONDAY)

    answered(first)
    assert isinstance(other, KeyReuseError)
    assert isinstance(later, KeyReuseError)


def test_a_key_is_remembered_for_the_window():
    """After a day of logged time a key is new again."""
    log = FaultyLog()
    writer = writer_over(log)
    writer.handle([filing(7, "a")], MONDAY)
    writer.handle([filing(8)], MONDAY + 24 * HOUR + 1)
    (outcome,) = writer.handle([filing(9, "a")], MONDAY + 24 * HOUR + 2)

    assert not answered(outcome).repeated


def test_a_refused_request_may_be_tried_again_under_its_key():
    """A request of which nothing was done is not remembered."""
    writer = writer_over(FaultyLog())
    answer = AnswerOffer(case_id=7, mediator_id=0, attempt=1)
    group = Group(commands=(answer,), key=bytes(16), name="a")
    (refused,) = map(answered, writer.handle([group], MONDAY))
    writer.handle([filing(7)], MONDAY)
    seat = writer.world.platform.registry.desks
    mediator = next(iter(seat.values())).entry(7).seats[0].mediator
    retry = Group(commands=(AnswerOffer(case_id=7, mediator_id=mediator, attempt=1),), key=bytes(16), name="a")
    (done,) = map(answered, writer.handle([retry], MONDAY + HOUR))

    assert isinstance(refused.results[0], Refusal)
    assert not isinstance(done.results[0], Refusal)


def test_a_full_disk_undoes_the_batch():
    """What cannot be stored has not happened: not done, and done at once when there is space again."""
    log = FaultyLog()
    writer = writer_over(log)
    writer.handle([filing(7, "a")], MONDAY)
    log.full_for = 1
    (full,) = writer.handle([filing(8, "b")], MONDAY)
    assert isinstance(full, StorageFullError)
    assert isinstance(writer.blocked, StorageFullError)
    assert 8 not in writer.world.platform.registry.numbers

    (again,) = writer.handle([filing(8, "b")], MONDAY)
    assert not answered(again).repeated
    assert writer.blocked is None
    assert followed(log).seq == writer.world.seq == log.head.seq


def test_a_broken_disk_is_not_asked_twice():
    """When nobody can know what was stored, the writer gives up instead of answering."""
    log = FaultyLog()
    writer = writer_over(log)
    log.breaks = True
    with pytest.raises(LogBrokenError):
        writer.handle([filing(7)], MONDAY)


def test_a_poisoned_command_is_undone_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch):
    """A command that fails unforeseen in the middle is undone and answered as such; its neighbours are carried out."""
    log = FaultyLog()
    noted: list[Group] = []
    writer = Writer(log, lambda: followed(log), on_poison=lambda group, _error: noted.append(group))
    bad = filing(8)
    perform = type(writer.world.platform).execute

    def execute(platform, request, at):
        happened = perform(platform, request, at)
        if getattr(request, "dispute_id", None) == 8 and type(request).__name__ == "FileCase":
            raise ZeroDivisionError
        return happened

    monkeypatch.setattr(type(writer.world.platform), "execute", execute)
    first, poisoned, last = writer.handle([filing(7), bad, filing(9)], MONDAY)

    assert isinstance(poisoned, PoisonError)
    answered(first)
    answered(last)
    assert noted == [bad]
    assert {entry.dispute_id for entry in stored(log) if isinstance(entry, Filed)} == {7, 9}


def test_what_fails_after_a_command_was_done_is_undone(monkeypatch: pytest.MonkeyPatch):
    """A refusal of what a command sets off at once is none of the command: nothing of it stays in the state."""
    log = FaultyLog()
    writer = writer_over(log)

    def refuse(platform: object, at: int) -> list[object]:
        raise DeskCaseError(f"{platform} at {at}: refused too late")

    with monkeypatch.context() as patched:
        patched.setattr(type(writer.world.platform), "follow_up", refuse)
        (outcome,) = writer.handle([filing(7)], MONDAY)

    assert isinstance(outcome, PoisonError)
    assert writer.world.standing() == followed(log).standing()


def test_logged_time_never_runs_backwards():
    """A clock that is set back does not take the log with it."""
    log = FaultyLog()
    writer = writer_over(log)
    writer.handle([filing(7)], MONDAY + HOUR)
    (outcome,) = writer.handle([filing(8)], MONDAY)

    assert answered(outcome).at == MONDAY + HOUR


def test_what_is_due_happens_before_what_is_asked():
    """Offers that lapsed while nothing came are recorded as lapsed before the next command is looked at."""
    log = FaultyLog()
    writer = writer_over(log)
    writer.handle([filing(7)], MONDAY)
    writer.handle([], MONDAY + 30 * 24 * HOUR)
    kinds = [type(entry).__name__ for entry in stored(log)]

    assert "Lapsed" in kinds


def test_each_writer_has_a_later_epoch():
    """A writer that takes over is told apart from those before it."""
    log = FaultyLog()
    epochs = [writer_over(log).start(release="1", roster_digest="ab", now=MONDAY).epoch for _ in range(3)]

    assert epochs == [1, 2, 3]


def test_an_answer_counts_its_entries_only():
    """Of two groups in a batch each is answered with what it has caused, again after a restart."""
    log = FaultyLog()
    writer = writer_over(log)
    outcomes = writer.handle([filing(7, "a"), filing(8, "b"), filing(7, "c")], MONDAY)
    again = writer_over(log).handle([filing(8, "b"), filing(7, "a")], MONDAY)

    assert answered(again[0]).results == answered(outcomes[1]).results
    assert answered(again[1]).results == answered(outcomes[0]).results
    assert all(isinstance(result, Refusal) for result in answered(outcomes[2]).results)


def test_following_the_log_leads_to_the_writers_own_state():
    """A world that has only followed the log is, byte for byte, the one that has decided everything in it."""
    log = FaultyLog()
    writer = writer_over(log)
    for step in range(12):
        groups = [filing(10 * step + number, f"{step}-{number}") for number in range(1, step % 4 + 1)]
        writer.handle(groups, MONDAY + step * 40 * HOUR)
        assert followed(log).standing() == writer.world.standing()
