"""A store of two courts with mediators, experts and arbitrators, and an international dispute in it."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from cli.store import open_or_make
from engine.calendar.day import local_instant_us
from engine.events.enums import ActorRole, Channel, DeclineReason, DisputeType, EntryRoute
from engine.events.lifecycle_words import Reach, Track, Transition
from engine.events.records import Event, Offered
from engine.lifecycle.command import Command
from engine.log.reader import open_reader
from engine.log.store import open_store
from engine.registry.onestop import PlatformRequest
from engine.registry.requests import AnswerOffer, FileCase, Move, OpenDispute
from engine.service.answers import Answer, Group, Refusal
from engine.service.opening import CODEC, open_writer
from engine.service.store import Store
from engine.service.world import World
from engine.service.writer import Writer
from tests.engine.service.caseload_store import factory

MINUTE: Final = 60_000_000
BEGINS_AT: Final = local_instant_us(2024, 6, 3, 9)
DISPUTE: Final = 1
COURTS: Final = """court_id,name,tier,region,province,cases_per_year
C0,High court,high,Capital,Guangdong,100
C1,Intermediate court,intermediate,Shenzhen,Guangdong,200
"""
_HEADER: Final = "mediator_id,court_id,organisation,capacity,dispute_types,languages\n"
MEDIATORS: Final = _HEADER + "M1,C1,Bar association,5,family;foreign_commercial,mandarin\n"
EXPERTS: Final = _HEADER + "".join(
    f"E{number},C1,{'Committee' if number < 4 else 'University'},2,foreign_commercial,mandarin\n" for number in range(6)
)
ARBITRATORS: Final = _HEADER + "".join(f"A{number},C1,Centre,2,foreign_commercial,\n" for number in range(3))
JUDGES: Final = _HEADER + "".join(f"J{number},C0,Civil division,3,family,\n" for number in range(5))
OTHERS: Final = {Track.EVALUATION: EXPERTS, Track.ARBITRATION: ARBITRATORS}


def made(folder: Path, **others: str) -> Store:
    """A store with mediators, and with the other doors' people if they are given by the name of the door."""
    paths: dict[str, Path] = {}
    for name, text in {"courts": COURTS, "mediators": MEDIATORS, **others}.items():
        paths[name] = folder.with_suffix(f".{name}.csv")
        paths[name].write_text(text, encoding="utf-8")
    files = {Track(name): paths[name] for name in others}
    return open_or_make(folder, "", paths["courts"], paths["mediators"], now=BEGINS_AT, spare_places=1, others=files)


def staffed(folder: Path) -> Store:
    """A store with experts and arbitrators, too."""
    return made(folder, **{track.value: text for track, text in OTHERS.items()})


def ask(writer: Writer, at: int, *commands: PlatformRequest) -> list[Event]:
    """Have commands carried out, none of which is refused; return the events."""
    (outcome,) = writer.handle([Group(commands=commands, key=None, request_digest=b"", name="")], at)
    assert isinstance(outcome, Answer), outcome
    events: list[Event] = []
    for result in outcome.results:
        assert not isinstance(result, Refusal), result
        events += [entry for entry in result if isinstance(entry, Event)]
    return events


def international(dispute_id: int = DISPUTE, court_id: int = 1) -> OpenDispute:
    """A dispute of 400 million yuan with a foreign party."""
    return OpenDispute(
        dispute_id=dispute_id,
        court_id=court_id,
        dispute_type=DisputeType.FOREIGN_COMMERCIAL,
        channel=Channel.ONLINE_FILING,
        entry_route=EntryRoute.PARTY_APPLICATION,
        amount_fen=40_000_000_000,
        reach=Reach.INTERNATIONAL,
    )


def move(transition: Transition, actor: ActorRole, case_id: int = DISPUTE, **fields: Any) -> Move:
    """A step of the rules of the evaluation."""
    command = Command(
        **{
            "case_id": case_id,
            "track": Track.EVALUATION,
            "transition": transition,
            "actor": actor,
            **fields,
        }
    )
    return Move(dispute_id=DISPUTE, command=command)


def applied(case_id: int = DISPUTE) -> tuple[PlatformRequest, ...]:
    """Requests up to where experts are looked for."""
    return (
        international(case_id),
        move(Transition.APPLY, ActorRole.PARTY, case_id, parties=0b11, number=1),
        move(Transition.ACCEPT, ActorRole.COURT, case_id),
    )


def panel(size: int = 3, case_id: int = DISPUTE) -> FileCase:
    """A panel is looked for."""
    return FileCase(dispute_id=case_id, case_id=case_id, panel_size=size)


def reply(offer: Offered, because: DeclineReason | None = None) -> AnswerOffer:
    """The answer of whoever is asked."""
    return AnswerOffer(
        case_id=offer.case_id, mediator_id=offer.mediator_id, attempt=offer.attempt, declined_because=because
    )


def offers_of(events: Sequence[Event]) -> list[Offered]:
    """The offers among events."""
    return [event for event in events if isinstance(event, Offered)]


class Killed:
    """A service's writer that is ended and begun anew over its files, as after a kill."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.at = BEGINS_AT
        self.from_seqs: list[int] = []
        self._is_closed = False
        self._open()

    def _open(self) -> None:
        self._log = open_store(self.store.log_folder, CODEC)
        build = factory(self.store)
        self.writer = open_writer(
            self.store, self._log, build, recovered=lambda found: self.from_seqs.append(found.from_seq)
        )
        self.writer.start(release="test", roster_digest=self.store.identity.roster_digest, now=self.at)

    def kill(self) -> None:
        """Forget all that is in memory."""
        self._log.close()
        self._open()

    def close(self) -> None:
        """Let go of the files; once is enough."""
        if not self._is_closed:
            self._is_closed = True
            self._log.close()

    def ask(self, *commands: PlatformRequest) -> list[Event]:
        """Have commands carried out a minute later."""
        self.at += MINUTE
        return ask(self.writer, self.at, *commands)

    @property
    def world(self) -> World:
        """What the log has led to."""
        return self.writer.world


def followed(store: Store) -> World:
    """The world that a store's log leads to from its first entry."""
    world = World(factory(store), store.keys)
    with closing(open_reader(store.log_folder, CODEC)) as log:
        for batch in log.batches():
            entries = CODEC.decode(batch.body)
            world.replay(batch.previous_hash, entries, CODEC.recorded_at(entries[-1]))
    return world
