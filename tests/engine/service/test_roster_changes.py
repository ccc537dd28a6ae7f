"""Mediators appointed in a store's running life: its log, its snapshots, its exports and the files of open cases."""

from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cli.store import open_or_make
from engine.audit.roster_file import ROSTER_FILE, read_roster_file
from engine.audit.verify import verify
from engine.desk.appointment import Appointment
from engine.desk.desk import Desk
from engine.events.enums import DisputeType
from engine.events.lifecycle_words import Track
from engine.events.records import MediatorAppointed
from engine.log.store import open_store
from engine.registry.example import lodging
from engine.registry.lodging import Lodge
from engine.registry.onestop import PlatformRequest
from engine.registry.requests import AnswerOffer
from engine.registry.staff_requests import AppointMediators, QualifyMediator
from engine.service.answers import Answer, Group, Refusal
from engine.service.caseload.carrying_over import carry_over
from engine.service.caseload.names import names_of
from engine.service.caseload.taking_over import take_over
from engine.service.exporting import EVENTS_FILE, export
from engine.service.opening import CODEC, open_writer
from engine.service.store import Store
from engine.service.writer import Writer
from tests.engine.service.caseload_store import HOUR, NOW, factory, followed

COURTS = """court_id,name,tier,region,province,cases_per_year
C0,High court,high,Capital,Henan,100
C1,Intermediate court,intermediate,Luoyang,Henan,200
C2,Basic court,basic,Luoyang,Henan,3000
"""
MEDIATORS = """mediator_id,court_id,organisation,capacity,dispute_types,languages
M3,C1,Bar association,5,family;finance;sales,mandarin
M1,C2,People's mediation,1,family;sales;labour,mandarin
M2,C2,Bar association,1,family;finance,mandarin
"""
BASIC = 2


def made(folder: Path, mediators: str = MEDIATORS, spare_places: int | None = None) -> Store:
    """A store of three courts, of which each has its usual spare places unless said otherwise."""
    files = {"courts": COURTS, "mediators": mediators}
    for name, text in files.items():
        folder.with_suffix(f".{name}.csv").write_text(text, encoding="utf-8")
    paths = [folder.with_suffix(f".{name}.csv") for name in files]
    return open_or_make(folder, "", *paths, now=NOW, spare_places=spare_places)


def ask(writer: Writer, at: int, *commands: PlatformRequest) -> tuple[Any, ...]:
    """Have commands carried out; none is refused."""
    (outcome,) = writer.handle([Group(commands=commands, key=None, request_digest=b"", name="")], at)
    assert isinstance(outcome, Answer), outcome
    assert not any(isinstance(result, Refusal) for result in outcome.results), outcome
    return outcome.results


def filing() -> Lodge:
    """A family dispute at the basic court."""
    return msgspec.structs.replace(lodging(), court_id=BASIC)


def somebody(name: str, **fields: Any) -> Appointment:
    """Somebody for the basic court."""
    usual = {"court_id": BASIC, "organisation_id": 5, "dispute_types": (DisputeType.FAMILY,), "capacity": 4}
    return Appointment(**{**usual, "external_id": name, **fields})


def changed(store: Store) -> tuple[bytes, Desk]:
    """Let people be appointed while cases wait; return the standing of the platform, and its desk."""
    with closing(open_store(store.log_folder, CODEC)) as log:
        writer = open_writer(store, log, factory(store))
        writer.start(release="test", roster_digest=store.identity.roster_digest, now=NOW)
        ask(writer, NOW, *[filing() for _ in range(5)])
        (found,) = ask(writer, NOW + HOUR, AppointMediators(mediators=(somebody("N1"), somebody("N2"))))
        first, second = [event.mediator_id for event in found if isinstance(event, MediatorAppointed)]
        desk = writer.world.platform.registry.desks[Track.MEDIATION]
        (case_id, *_) = desk.cases_of(first)
        ask(writer, NOW + 2 * HOUR, AnswerOffer(case_id=case_id, mediator_id=first, attempt=1))
        ask(writer, NOW + 3 * HOUR, QualifyMediator(mediator_id=second, capacity=9), *[filing() for _ in range(20)])
        return writer.world.standing(), writer.world.platform.registry.desks[Track.MEDIATION]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return made(tmp_path_factory.mktemp("stores") / "november")


@pytest.fixture(scope="module")
def lived(store: Store) -> tuple[bytes, Desk]:
    return changed(store)


def test_places_come_with_a_store(store: Store):
    """Two a court by default; the names of all who were there lead to their new numbers, and no place has a name."""
    names = names_of(store)

    assert store.roster.vacant.tolist() == [True, True, False, True, True, False, False, True, True]
    assert [names.mediator(name) for name in ("M3", "M1", "M2", "", "0")] == [2, 6, 5, None, None]
    assert [store.organisations[number] for number in (2, 6, 5)] == [0, 1, 0]


def test_lived_is_replayed_is_restored(store: Store, lived: tuple[bytes, Desk]):
    """The log followed from its first entry, and a standing taken over, give the same bytes as the life."""
    replayed = followed(store)
    restored = factory(store)(lambda *_: 0)
    restored.restore(replayed.platform.standing())

    assert replayed.standing() == lived[0]
    assert restored.standing() == replayed.platform.standing()
    assert lived[1].appointed == {7: "N1", 8: "N2"}


def test_draws_among_the_appointed_are_verified(store: Store, lived: tuple[bytes, Desk], tmp_path: Path):
    """An export with draws before, among and after the appointments passes, and fails where one is left out."""
    export(store, tmp_path / "out")
    roster = read_roster_file(tmp_path / "out" / ROSTER_FILE)
    report = verify(tmp_path / "out" / EVENTS_FILE, roster, used_key=None).report

    assert report.finding is None
    assert report.offers > 6
    assert len(lived[1].cases_of(8)) > 4


def test_open_cases_go_over_by_their_names(store: Store, lived: tuple[bytes, Desk], tmp_path: Path):
    """Who holds a case is named as his court calls him, so a new store whose file has him takes it over."""
    over = carry_over(store, factory(store), tmp_path / "open.ndjson")
    text = (tmp_path / "open.ndjson").read_text(encoding="utf-8")
    assert '"mediator":"N1"' in text
    wider = made(tmp_path / "december", MEDIATORS + "N1,C2,Bar association,4,family,mandarin\n", spare_places=0)

    taken = take_over(
        wider,
        factory(wider),
        tmp_path / "open.ndjson",
        at=NOW + 4 * HOUR,
        release="test",
        continues=over.predecessor,
    )

    assert taken.cases == 25
    number = names_of(wider).mediator("N1")
    assert number is not None
    assert wider.roster.mediators == 4
    assert len(followed(wider).platform.registry.desks[Track.MEDIATION].cases_of(number)) >= 1
