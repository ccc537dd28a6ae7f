"""Experts and arbitrators of a running service: drawn, recorded, followed after a kill and put back from a snapshot."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from engine.calendar.day import DAY_US
from engine.events.enums import ActorRole, DeclineReason
from engine.events.lifecycle_words import State, Track, Transition
from engine.events.records import Lapsed, Offered
from engine.lifecycle.rulebook import Rulebook
from engine.log.reader import open_reader
from engine.registry.example import lodging, registered_suit
from engine.service.errors import StandingError
from engine.service.lost_deadlines import lost_deadlines
from engine.service.opening import CODEC
from engine.service.snapshotting import check_loads, take_snapshot
from tests.engine.service.caseload_store import factory
from tests.engine.service.door_store import (
    DISPUTE,
    JUDGES,
    Killed,
    applied,
    followed,
    made,
    move,
    offers_of,
    panel,
    reply,
    staffed,
)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Killed]:
    with closing(Killed(staffed(tmp_path / "store"))) as begun:
        yield begun


def _state(service: Killed) -> State:
    return service.world.platform.registry.process(DISPUTE)[1].state


def _snapshot(service: Killed) -> None:
    with closing(open_reader(service.store.log_folder, CODEC)) as log:
        take_snapshot(service.store, log, factory(service.store))


def test_a_panel_of_experts_outlives_every_kill(service: Killed):
    """Drawn, declined, drawn again, constituted and reported, with a kill between any two steps: nothing is lost."""
    service.ask(*applied())
    first, second, third = offers_of(service.ask(panel(3)))
    service.kill()
    (another,) = offers_of(service.ask(reply(first, DeclineReason.WORKLOAD)))
    for offer in (second, third):
        service.kill()
        service.ask(reply(offer))
        assert _state(service) is State.APPOINTING
    service.kill()
    service.ask(reply(another))
    service.kill()

    registry = service.world.platform.registry
    assert _state(service) is State.EVALUATING
    assert set(registry.panel(DISPUTE)) == {second.mediator_id, third.mediator_id, another.mediator_id}
    assert not registry.desks[Track.MEDIATION].core.open_cases
    service.ask(move(Transition.DELIVER_OPINION, ActorRole.EXPERT))
    service.ask(move(Transition.LEAVE, ActorRole.PARTY, parties=0b01))
    assert _state(service) is State.COMPLETED
    assert service.world.standing() == followed(service.store).standing()


def test_a_snapshot_holds_every_desk(service: Killed):
    """What a snapshot puts back, what the log leads to from its first entry and what has lived have equal bytes."""
    service.ask(*applied())
    offers = offers_of(service.ask(panel(3)))
    service.ask(reply(offers[0]))
    seq, lived = service.world.seq, service.world.standing()
    _snapshot(service)
    assert followed(service.store).standing() == lived

    service.kill()
    assert service.from_seqs[-1] == seq
    service.ask(reply(offers[1]), reply(offers[2]))

    assert _state(service) is State.EVALUATING
    assert service.world.standing() == followed(service.store).standing()


def test_panels_among_many_filings_are_followed(service: Killed):
    """A batch of mediations with a panel in its middle is read off the log as columns, and leads to the same bytes."""
    many = tuple(msgspec.structs.replace(lodging(), court_id=1) for _ in range(40))
    service.ask(*applied(), *many, panel(3), *many)
    lived = service.world.standing()
    service.kill()

    assert len(service.world.platform.registry.desks[Track.EVALUATION].entry(DISPUTE).seats) == 3
    assert service.world.platform.standing() == followed(service.store).platform.standing()
    assert msgspec.msgpack.decode(lived)["platform"] == service.world.platform.standing()


def test_nothing_due_is_lost_at_any_door(service: Killed):
    """Offers that nobody answers lapse and others are asked; of all that the log made due something has come."""
    service.ask(*applied())
    (first,) = offers_of(service.ask(panel(1)))
    service.at += 10 * DAY_US
    service.kill()  # the next start lets happen what fell due meanwhile
    with closing(open_reader(service.store.log_folder, CODEC)) as log:
        kinds = [(type(entry).__name__, entry.track) for _, entry in log.read() if isinstance(entry, Lapsed | Offered)]
        assert lost_deadlines((CODEC.decode(batch.body) for batch in log.batches()), Rulebook.shipped()) == []

    assert ("Lapsed", Track.EVALUATION) in kinds
    assert kinds.count(("Offered", Track.EVALUATION)) > 1
    check_loads(service.world)
    service.world.platform.registry.desks[Track.EVALUATION].docket.entry(DISPUTE).weight_milli += first.attempt
    with pytest.raises(StandingError, match="evaluation: loads of 1 mediators differ"):
        check_loads(service.world)


def test_judges_are_assigned_once_for_all(tmp_path: Path):
    """Three judges have a suit when it is filed with their desk, another court none; a kill changes nothing."""
    with closing(Killed(made(tmp_path / "store", litigation=JUDGES))) as service:
        service.ask(*registered_suit(DISPUTE))
        service.ask(panel(3))
        elsewhere = [msgspec.structs.replace(one, court_id=1) for one in registered_suit(2)[:1]]
        assert not offers_of(service.ask(*elsewhere, *registered_suit(2)[1:], panel(3, 2)))
        sitting, lived = service.world.platform.registry.panel(DISPUTE), service.world.platform.standing()
        service.kill()

        assert len(set(sitting)) == 3
        assert service.world.platform.registry.panel(DISPUTE) == sitting
        assert service.world.platform.standing() == lived == followed(service.store).platform.standing()


def test_the_same_draw_comes_of_the_same_log(service: Killed):
    """Whether the service was killed before a draw or not, the same experts are drawn in the same order."""
    service.ask(*applied())
    first = offers_of(service.ask(panel(2)))
    service.kill()
    again = followed(service.store)
    word = again.draws.word(DISPUTE, 1, first[0].occurred_at)

    assert first[0].word == word
    assert [offer.track for offer in first] == [Track.EVALUATION] * 2
