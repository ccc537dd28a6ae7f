"""Small worlds of linked systems for the tests: requests of every kind, systems with faults, a driver."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from engine.events.enums import ClosingCode
from engine.linked.ledger import Ledger
from engine.linked.postbox import Postbox
from engine.linked.records import AnyRecord
from engine.linked.requests import (
    AnyRequest,
    DeliverDocument,
    FileCase,
    Key,
    OpenConfirmation,
    OpenEvaluation,
    OpenPreservation,
    RegisterCase,
    RegisterMediation,
    ReportOutcome,
    ResumeTrial,
    TransmitPreservationLetter,
    VerifyIdentity,
)
from engine.linked.settings import LinkedSettings
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.checker import contradictions
from engine.linked.simulator.faults import Faults
from engine.linked.simulator.systems import SimulatedSystem, simulated_systems
from engine.linked.simulator.words import mixed_key_words, mixed_words
from engine.linked.words import DocumentKind, FilingMatter, System, Urgency

SECOND: Final = 1_000_000
HOUR: Final = 3_600 * SECOND
KINDS: Final[Sequence[Callable[[int], AnyRequest]]] = (
    lambda dispute: VerifyIdentity(dispute_id=dispute, subject=1),
    lambda dispute: RegisterMediation(dispute_id=dispute, court_id=3),
    lambda dispute: ReportOutcome(dispute_id=dispute, closing_code=ClosingCode.AGREEMENT),
    lambda dispute: FileCase(dispute_id=dispute, subject=1, matter=FilingMatter.SUIT),
    lambda dispute: DeliverDocument(
        dispute_id=dispute, subject=1, document=DocumentKind.NOTICE, document_number=dispute
    ),
    lambda dispute: OpenPreservation(dispute_id=dispute, subject=1, amount_yuan=10_000, urgency=Urgency.URGENT),
    lambda dispute: RegisterCase(dispute_id=dispute, court_id=3),
    lambda dispute: ResumeTrial(dispute_id=dispute, court_id=3),
    lambda dispute: OpenConfirmation(dispute_id=dispute, court_id=3),
    lambda dispute: TransmitPreservationLetter(dispute_id=dispute, institution_id=2, letter_number=dispute),
    lambda dispute: OpenEvaluation(dispute_id=dispute, amount_yuan=400_000_000),
)
Arrival = tuple[int, AnyRequest]
"""When something is asked, and what."""


def request_of(dispute_id: int) -> AnyRequest:
    """A request of the kind that the dispute's number says; each kind comes round."""
    return KINDS[dispute_id % len(KINDS)](dispute_id)


def every(gap_us: int, count: int) -> list[Arrival]:
    """As many requests, evenly spaced, each kind in turn."""
    return [(place * gap_us, request_of(place)) for place in range(count)]


def changed(**fields: int) -> LinkedSettings:
    """The shipped settings with some fields of every system changed."""
    shipped = shipped_settings()
    systems = {system: msgspec.structs.replace(link, **fields) for system, link in shipped.systems.items()}
    return LinkedSettings(systems=systems, idempotency_window_us=shipped.idempotency_window_us)


def quick(system: System = System.IDENTITY_AUTHENTICATION) -> int:
    """Longest that the shipped simulator of a system takes without faults, microseconds."""
    return max(SimulatedSystem(shipped_settings().systems[system], mixed_key_words(0))._latencies)


def fixed(word: int) -> Callable[[Key, int], int]:
    """Words of a simulated system that are always the same."""
    return lambda _key, _attempt: word


class World:
    """A postbox, its systems and all it has recorded."""

    def __init__(
        self, faults: dict[System, Faults] | None = None, *, settings: LinkedSettings | None = None, seed: int = 0
    ) -> None:
        self.settings = settings or shipped_settings()
        self.systems = simulated_systems(self.settings, mixed_key_words(seed), faults)
        self.words = mixed_words(seed)
        self.postbox = Postbox(self.settings, self.systems, self.words)
        self.records: list[AnyRecord] = []

    def advance(self, to: int) -> None:
        """Advance and keep the records."""
        self.records += self.postbox.advance(to)

    def ask(self, request: AnyRequest, at: int) -> int:
        """Ask and keep the record."""
        asked = self.postbox.ask(request, at)
        self.records.append(asked)
        return asked.number

    def run(self, arrivals: Iterable[Arrival]) -> None:
        """Ask each at its instant, advancing to it first."""
        for at, request in arrivals:
            self.advance(at)
            self.ask(request, at)

    def settle(self, until: int) -> None:
        """Advance step by step until nothing is due by then."""
        while (due := self.postbox.next_due) is not None and due <= until:
            self.advance(due)

    def restart(self, at: int, *, lost: int = 0) -> None:
        """Go on with a new postbox over a ledger made of the records, the last ones left out."""
        if lost:
            del self.records[-lost:]
        self.postbox = Postbox(
            self.settings, self.systems, self.words, ledger=Ledger.of(self.settings, self.records), at=at
        )

    def contradictions(self) -> list[str]:
        """What the systems' books say against the records."""
        books = {system: simulated.book for system, simulated in self.systems.items()}
        return contradictions(self.records, books, self.standing)

    @property
    def standing(self) -> set[int]:
        """Numbers of the requests that still wait for an answer."""
        return self.postbox.ledger.entries.keys() - self.postbox.ledger.dead.keys()


def of_kind(records: Iterable[AnyRecord], *kinds: type[AnyRecord]) -> list[AnyRecord]:
    """The records of some kinds."""
    return [record for record in records if isinstance(record, kinds)]
