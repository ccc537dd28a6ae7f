"""A guard is asked when the turn of its commands comes, and if it refuses nothing of them happens."""

from dataclasses import replace

from engine.events.enums import DeclineReason
from engine.events.records import Filed
from engine.registry.example import MONDAY, lodging
from engine.registry.requests import AnswerOffer
from engine.service.answers import Group, Guard
from engine.service.errors import ChangedError, PoisonError
from engine.service.views.bonds import case_bonds
from engine.service.world import World
from engine.service.writer import Writer
from tests.engine.service.house import FaultyLog, answered, filing, followed, writer_over


def asked_of(world: World, case_id: int) -> int:
    """The mediator who has the open offer of a case."""
    bonds = case_bonds(world, case_id)
    assert bonds is not None
    (member,) = bonds.offered_to
    return member.number


def only_while_asked(case_id: int, mediator: int) -> Guard:
    """A guard that holds as long as a mediator has the open offer of a case."""
    return lambda world: None if asked_of(world, case_id) == mediator else ChangedError("somebody else is asked")


def decline(writer: Writer, case_id: int) -> Group:
    """What takes the open offer of a case away from who has it."""
    mediator = asked_of(writer.world, case_id)
    answer = AnswerOffer(case_id=case_id, mediator_id=mediator, attempt=1, declined_because=DeclineReason.WORKLOAD)
    return Group(commands=(answer,))


def test_what_an_earlier_group_of_the_batch_has_changed_is_seen():
    """A group let in on a case that the group before it moves away is refused, leaves nothing, and spares its key."""
    log = FaultyLog()
    writer = writer_over(log)
    writer.handle([filing(7)], MONDAY)
    mediator = asked_of(writer.world, 7)
    late = replace(filing(8, "late"), guard=only_while_asked(7, mediator))
    moved, refused, twin = writer.handle([decline(writer, 7), late, late], MONDAY)
    (again,) = writer.handle([replace(late, guard=only_while_asked(7, asked_of(writer.world, 7)))], MONDAY)

    answered(moved)
    assert isinstance(refused, ChangedError)
    assert isinstance(twin, ChangedError)
    assert not answered(again).repeated
    assert [entry.dispute_id for _, entry in log.read() if isinstance(entry, Filed)] == [7, 8]
    assert followed(log).standing() == writer.world.standing()


def test_a_refused_group_writes_nothing():
    """A batch in which a guard refuses everything leaves log and world byte for byte as they were."""
    log = FaultyLog()
    writer = writer_over(log)
    writer.handle([filing(7)], MONDAY)
    before, head = writer.world.standing(), log.head
    writer.handle([replace(filing(8, "a"), guard=lambda _world: ChangedError("no"))], MONDAY)

    assert (writer.world.standing(), log.head) == (before, head)


def test_a_repeated_key_is_answered_without_its_guard():
    """What was done is told again whatever has changed since: the guard is not even asked."""
    writer = writer_over(FaultyLog())
    (first,) = writer.handle([replace(filing(7, "a"), guard=lambda _world: None)], MONDAY)
    (again,) = writer.handle([replace(filing(7, "a"), guard=lambda _world: ChangedError("no"))], MONDAY)

    assert answered(again).repeated
    assert answered(again).results == answered(first).results


def test_filings_with_a_guard_are_not_joined():
    """Each filing with a guard is looked at when those before it have been taken in, so that a guard can count them."""
    writer = writer_over(FaultyLog())

    def fewer_than_two(world: World) -> ChangedError | None:
        return None if len(world.platform.registry.numbers) < 2 else ChangedError("there are two")

    groups = [Group(commands=(lodging(),), guard=fewer_than_two) for _ in range(4)]
    outcomes = writer.handle(groups, MONDAY)

    assert [isinstance(one, ChangedError) for one in outcomes] == [False, False, True, True]


def test_a_guard_that_fails_harms_its_group_alone():
    """A guard that fails in a way nobody foresaw is noted, and the groups beside it are carried out."""
    noted: list[Group] = []
    log = FaultyLog()
    writer = Writer(log, lambda: followed(log), on_poison=lambda group, _error: noted.append(group))
    broken = replace(filing(8), guard=only_while_asked(99, 0))
    first, failed, last = writer.handle([filing(7), broken, filing(9)], MONDAY)

    answered(first)
    answered(last)
    assert isinstance(failed, PoisonError)
    assert noted == [broken]
