"""The standing of a desk: the same whether it was lived, replayed or restored, and the same from there on."""

from random import Random

import msgspec
import pytest

from engine.core.errors import StandingError
from engine.core.policy import Policy
from engine.desk.desk import Desk
from engine.desk.errors import DeskStandingError
from engine.desk.example import MONDAY, filing, one_court_desk
from engine.desk.rules import DeskRules
from tests.engine.desk.histories import REGISTRAR_COMMANDS, Registrar, World

_COMMANDS = 150
_MORE = 40


def lived(world: World, seed: int, commands: int) -> tuple[Registrar, list[tuple[int, bytes]]]:
    """A history, and standings taken on the way with the number of events before each."""
    clerk, random = world.clerk(), Random(seed)
    taken: list[tuple[int, bytes]] = []
    for _ in range(commands):
        clerk.act(random.choice(REGISTRAR_COMMANDS), random)
        if random.random() < 0.05:
            taken.append((len(clerk.witness.log), clerk.desk.standing()))
    return clerk, taken


def goes_on(desk: Desk, clerk: Registrar, seed: int) -> bytes:
    """Go on with a desk as the clerk would with his own, and return everything that comes of it."""
    stand_in = Registrar(desk, clerk.now, Random(0), begins_with_register=False)
    stand_in.begin_like(clerk)
    random = Random(seed)
    for _ in range(_MORE):
        stand_in.act(random.choice(REGISTRAR_COMMANDS), random)
    return msgspec.msgpack.encode(stand_in.witness.log[len(clerk.witness.log) :]) + desk.standing()


@pytest.mark.parametrize("policy", list(Policy))
def test_lived_replayed_and_restored_are_one(policy: Policy):
    """After a random history the desk, one that replayed it and one restored half-way agree byte for byte for ever."""
    world = World(17 + policy, policy)
    clerk, taken = lived(world, int(policy), _COMMANDS)
    log, standing = clerk.witness.log, clerk.desk.standing()
    replayed = world.desk()
    replayed.resume(log)
    assert replayed.standing() == standing
    desks = [replayed]
    for count, earlier in [taken[0], taken[len(taken) // 2], (len(log), standing)]:
        restored = world.desk()
        restored.restore(earlier)
        assert restored.standing() == earlier
        restored.resume(log[count:])
        assert restored.standing() == standing
        desks.append(restored)

    endings = {goes_on(desk, clerk, seed=99) for desk in desks}
    assert endings == {goes_on(clerk.desk, clerk, seed=99)}


def test_the_register_of_the_beginning_is_in_the_standing():
    """A restored desk knows the relations of the desk whose standing it took, and not those it was made with."""
    first, second = one_court_desk(), one_court_desk()
    world = World(3, Policy.BAND_DRAW)
    first, second = world.desk(), World(3, Policy.BAND_DRAW).desk()
    first.erase_party("a", MONDAY)
    second.restore(first.standing())

    assert second.register.told() == first.register.told()
    assert second.register.relations("a") == ()


def test_a_packed_entry_is_the_same_when_it_is_used():
    """What lies packed is told and changed as if it had never been packed."""
    desk = one_court_desk()
    for case_id in range(6):
        desk.file(filing(case_id), MONDAY)
    before = [desk.entry(case_id) for case_id in range(6)]
    desk.standing()
    desk.advance(desk.next_deadline(0).due_at - 1)

    assert [desk.entry(case_id) for case_id in range(6)] == before


def test_a_standing_of_something_else_is_refused_by_name():
    """Other rules, rosters, ladders and damaged bytes are refused with the name of what differs."""
    standing = one_court_desk().standing()
    with pytest.raises(DeskStandingError, match="rules"):
        one_court_desk(rules=DeskRules(offer_working_days=4)).restore(standing)
    with pytest.raises(StandingError, match="roster"):
        one_court_desk(capacity=4).restore(standing)
    with pytest.raises(DeskStandingError, match="standing of"):
        one_court_desk().restore(standing[:-9])


def test_a_desk_that_has_begun_takes_no_standing():
    """A standing replaces no history."""
    desk = one_court_desk()
    standing = desk.standing()
    desk.file(filing(1), MONDAY)
    with pytest.raises(DeskStandingError, match="fresh"):
        desk.restore(standing)


def test_a_command_that_failed_in_its_middle_is_settled_first():
    """While events are held back that no log has, there is no standing to take."""
    failing = [True]

    def words(_case_id: int, _attempt: int, _at: int) -> int:
        if failing[0]:
            raise OSError("no words")
        return 0

    made_of = one_court_desk()
    desk = Desk(made_of.core, World(1, Policy.RANDOM).calendar, words)
    with pytest.raises(OSError, match="no words"):
        desk.file(filing(1), MONDAY)
    with pytest.raises(DeskStandingError, match="settle"):
        desk.standing()
    failing[0] = False
    assert len(desk.settle(MONDAY)) == 2
    desk.standing()
