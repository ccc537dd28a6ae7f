"""What of other doors' rosters lies on disk: the store, its copies, what it exports and what it hands over."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cli.errors import CliError
from cli.store import open_or_make
from engine.audit.explain import explain
from engine.audit.roster_file import ROSTER_FILE, read_roster_file, roster_hash
from engine.audit.verify import verify
from engine.core.example import one_court_roster
from engine.events.enums import ActorRole
from engine.events.lifecycle_words import State, Track, Transition
from engine.events.parquet import read_events
from engine.events.records import Offered
from engine.service.caseload.carrying_over import carry_over
from engine.service.caseload.taking_over import take_over
from engine.service.copying import copy_store
from engine.service.door_rosters import DOOR_FOLDER, ORGANISATIONS_FILE, DoorRoster
from engine.service.errors import StandingError
from engine.service.exporting import EVENTS_FILE, export
from engine.service.store import IDENTITY_FILE, Store, make_store
from sim.errors import PopulationError
from tests.engine.service.caseload_store import factory
from tests.engine.service.door_store import (
    ARBITRATORS,
    BEGINS_AT,
    DISPUTE,
    EXPERTS,
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
def lived(tmp_path: Path) -> Iterator[Killed]:
    """A store in which three experts have been drawn and have accepted."""
    with closing(Killed(staffed(tmp_path / "store"))) as service:
        service.ask(*applied())
        offers = offers_of(service.ask(panel(3)))
        for offer in offers:
            service.ask(reply(offer))
        yield service


def test_a_store_of_mediators_alone_is_what_it_was(tmp_path: Path):
    """Its digest is that of its roster, its name card says nothing new, and there is no folder of doors."""
    store = made(tmp_path / "store")

    assert store.identity.roster_digest == roster_hash(store.roster)
    assert b"door" not in (store.folder / IDENTITY_FILE).read_bytes()
    assert not (store.folder / DOOR_FOLDER).exists()
    assert list(store.doors) == [Track.MEDIATION]


def test_each_door_has_its_people(tmp_path: Path):
    """Experts and arbitrators come back as they were named, with places kept vacant; organisations count by roster."""
    store = staffed(tmp_path / "store")
    again = Store(store.folder)
    experts = again.doors[Track.EVALUATION]

    assert list(again.doors) == [Track.MEDIATION, Track.EVALUATION, Track.ARBITRATION]
    assert int((~experts.roster.vacant).sum()) == 6
    assert sorted(set(experts.organisations)) == [0, 1]
    assert again.identity == store.identity
    assert again.identity.roster_digest != roster_hash(again.roster)


@pytest.mark.parametrize("harm", ["lost", "exchanged", "strange", "short", "garbled", "added"])
def test_rosters_that_are_not_the_stores_are_refused(tmp_path: Path, harm: str):
    """A roster that was taken away, exchanged, added or damaged is not passed over: its draws would be others."""
    store = staffed(tmp_path / "store")
    doors = store.folder / DOOR_FOLDER
    if harm == "lost":
        shutil.rmtree(doors / "evaluation")
    elif harm == "exchanged":
        shutil.rmtree(doors / "arbitration")
        shutil.copytree(doors / "evaluation", doors / "arbitration")
    elif harm == "strange":
        (doors / "notaries").mkdir()
    elif harm == "added":
        shutil.copytree(doors / "evaluation", doors / "litigation")
    elif harm == "garbled":
        (doors / "evaluation" / ORGANISATIONS_FILE).write_bytes(bytes(50))
    else:
        shutil.copy(store.folder / ORGANISATIONS_FILE, doors / "evaluation")
    named = {"strange": "notaries", "short": "organisations", "garbled": ORGANISATIONS_FILE}.get(harm, "another one's")
    with pytest.raises(StandingError, match=named):
        Store(store.folder)


def test_a_roster_of_other_courts_is_refused(tmp_path: Path):
    """Court 1 must be the same court on every roster: who may see a case hangs on it."""
    store = staffed(tmp_path / "store")
    elsewhere = {Track.EVALUATION: DoorRoster(one_court_roster(), [0, 0])}
    with pytest.raises(StandingError, match="1 courts in the roster of evaluation: must be the 2"):
        make_store(tmp_path / "other", store.identity, store.roster, store.organisations, bytes(32), elsewhere)
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (EXPERTS.replace("E3,C1", "E3,C9"), 'court_id = "C9": must be a court_id of the file of courts'),
        (EXPERTS.replace(",2,foreign", ",none,foreign", 1), 'capacity = "none": must be a whole number from 1'),
        (EXPERTS.replace("E3", "E2"), 'mediator_id = "E2": must be unique'),
        (EXPERTS.replace("foreign_commercial", "sails", 1), "dispute_types"),
    ],
)
def test_a_wrong_line_of_experts_is_named(tmp_path: Path, text: str, named: str):
    """The file, the line, the field, its value and the bound are said, and no store comes about."""
    with pytest.raises(PopulationError) as error:
        made(tmp_path / "store", evaluation=text)
    assert "store.evaluation.csv" in str(error.value)
    assert named in str(error.value)
    assert not (tmp_path / "store").exists()


def test_experts_need_the_courts_they_name(tmp_path: Path):
    """Without courts and mediators, and for a store that is there already, their file is refused."""
    file = tmp_path / "experts.csv"
    file.write_text(EXPERTS, encoding="utf-8")
    with pytest.raises(CliError, match="experts: must be named together with courts and mediators"):
        open_or_make(tmp_path / "s", "one-court", None, None, now=BEGINS_AT, others={Track.EVALUATION: file})


def test_a_copy_serves_every_door(lived: Killed, tmp_path: Path):
    """A backup taken under a running writer has every roster, and leads to the same state."""
    copied = copy_store(lived.store.folder, tmp_path / "copy")

    assert copied.head == lived.writer.log.head
    assert followed(Store(tmp_path / "copy")).standing() == lived.world.standing()


def test_each_door_is_exported_for_an_audit_of_its_own(lived: Killed, tmp_path: Path):
    """Every event is in one file, each desk's in that of its roster; both verify, and explain a draw."""
    exported, out = export(lived.store, tmp_path / "out"), tmp_path / "out"
    inside = out / "evaluation"
    roster = read_roster_file(inside / ROSTER_FILE)
    first, second = (list(read_events(folder / EVENTS_FILE)) for folder in (out, inside))

    assert exported.doors == {"evaluation": len(second), "arbitration": 0}
    assert {event.track for event in second} == {Track.EVALUATION}
    assert not [event for event in first if isinstance(event, Offered)]
    assert verify(inside / EVENTS_FILE, roster, used_key=None).report.offers == 3
    for folder in (out, inside, out / "arbitration"):
        own = read_roster_file(folder / ROSTER_FILE)
        assert verify(folder / EVENTS_FILE, own, used_key=None).report.finding is None
    found = explain(inside / EVENTS_FILE, roster, DISPUTE)
    assert found.offer.mediator_id in lived.world.platform.registry.panel(DISPUTE)


def test_a_dispute_before_experts_goes_over_without_its_panel(lived: Killed, tmp_path: Path):
    """Its process stands in the new store where it stood; that a panel stays behind is counted and said."""
    before = lived.world.last_at
    lived.close()
    over = carry_over(lived.store, factory(lived.store), tmp_path / "open.ndjson")
    other = made(tmp_path / "other", evaluation=EXPERTS, arbitration=ARBITRATORS)
    taken = take_over(
        other,
        factory(other),
        tmp_path / "open.ndjson",
        at=before + 1,
        release="test",
        continues=over.predecessor,
    )

    assert over.forgotten["panels of other doors: to be sought again"] == 1
    assert taken.cases == 1
    with closing(Killed(other)) as later:
        later.at = before + 60_000_000
        assert later.world.platform.registry.process(DISPUTE)[1].state is State.EVALUATING
        later.ask(move(Transition.DELIVER_OPINION, ActorRole.EXPERT))
        assert later.world.platform.registry.process(DISPUTE)[1].state is State.EVALUATED
