"""The court systems that a rehearsal asks, and what hangs on their answers.

Identities, filings, registrations, resumed trials and deliveries are asked for through the postbox of a service, of the
simulated systems that are shipped with it. No answer moves an event of the assignment: who is not identified in
time by the system is identified by a person, and what the court must do comes at the latest with the end of its period.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from engine.calendar.day import MINUTE_US, local_datetime
from engine.events.enums import ClosingCode, EntryRoute, Outcome
from engine.events.records import Closed
from engine.linked.postbox import Postbox
from engine.linked.records import Answered, AttemptFailed, GaveUp
from engine.linked.requests import (
    AnyRequest,
    DeliverDocument,
    FileCase,
    Key,
    OpenConfirmation,
    RegisterCase,
    ResumeTrial,
    VerifyIdentity,
)
from engine.linked.settings_text import shipped_settings
from engine.linked.simulator.systems import simulated_systems
from engine.linked.words import DocumentKind, FilingMatter
from sim.model.platform import Platform
from sim.order import Rank
from sim.randomness.purpose import Purpose
from sim.randomness.words import word
from sim.rehearsal.dossier import Dossier
from sim.rehearsal.outages import Drainage, faults_of
from sim.rehearsal.requests import RequestRecords
from sim.rehearsal.steps import REGISTER, Step
from sim.scenario.lifecycle import Lifecycle as Section

_LOOK_US: Final = MINUTE_US
"""How often the postbox is looked into (assumption)."""
_LATENCY: Final = int(Purpose.LINKED_LATENCY)
_JITTER: Final = int(Purpose.LINKED_JITTER)
_PURPOSES: Final = {
    purpose: place
    for place, purpose in enumerate(
        request.purpose
        for request in (VerifyIdentity, FileCase, RegisterCase, ResumeTrial, DeliverDocument, OpenConfirmation)
    )
}
_PARTIES_MAX: Final = 4


class Linked:
    """Asks the linked systems, and lets happen what waits for their answers.

    Parameters
    ----------
    section
        For the outages.
    platform
        Whose moments are used.
    seed, replication
        Key of the words of latencies and waits.
    starts_at
        When the run begins, microseconds.
    """

    def __init__(self, section: Section, platform: Platform, seed: int, replication: int, *, starts_at: int) -> None:
        settings = shipped_settings()

        def latency(key: Key, attempt: int) -> int:
            k = (_PURPOSES[key.purpose] << 40) | (key.ordinal << 16) | attempt
            return word(seed, replication, _LATENCY, key.dispute_id, k)

        self._systems: Final = simulated_systems(settings, latency, faults_of(section.outage))
        jitter = partial(word, seed, replication, _JITTER)
        self._postbox: Final = Postbox(settings, self._systems, jitter, at=starts_at)
        self._platform: Final = platform
        self._records: Final = RequestRecords({system: one.book for system, one in self._systems.items()})
        self._waiting: Final[dict[int, Callable[[int], None]]] = {}
        """What happens when the request of a number is answered."""
        self._unknown: Final[dict[int, int]] = {}
        """Parties of each case whose identity has been asked for and is not known yet."""
        self._drainage: Final = Drainage(section.outage)
        self._looks = False
        self.by_hand = 0
        """Identifications by a person, since the answer was late."""
        self.backlog_max = 0

    def ask_identities(self, dossier: Dossier, step: Step) -> None:
        """Ask who the parties of a step are, each by a request of its own."""
        case_id, at, asked = dossier.case_id, step.at, step.parties
        known = partial(self._known, case_id)
        self._unknown[case_id] = self._unknown.get(case_id, 0) + asked.bit_count()
        for party in range(asked.bit_length()):
            if asked >> party & 1:
                ordinal = _PARTIES_MAX * step.number + party + 1
                self.ask(VerifyIdentity(dispute_id=case_id, ordinal=ordinal, subject=party), at, known)

    def identified(self, dossier: Dossier, at: int) -> bool:
        """Tell whether all identities asked for are known by an instant."""
        if dossier.case_id in self._unknown:
            self._hear(at)
        return dossier.case_id not in self._unknown

    def identify_by_hand(self, dossier: Dossier) -> None:
        """Note that a person has compared papers instead; the answer changes nothing when it comes."""
        self.by_hand += 1
        self._unknown.pop(dossier.case_id, None)

    def ask_duty(self, dossier: Dossier, step: Step, action: Callable[[int], None]) -> None:
        """Ask for what a duty needs before it is fulfilled, and fulfil it when the answer is there."""
        dispute = dossier.dispute
        if step.what == REGISTER:
            request = RegisterCase(dispute_id=dispute.dispute_id, court_id=dispute.court_id)
        else:
            request = FileCase(dispute_id=dispute.dispute_id, subject=0, matter=FilingMatter.SUIT)
        self.ask(request, step.at, action)

    def report(self, dossier: Dossier, event: Closed) -> None:
        """Deliver the agreement to each party, or let the trial go on."""
        dispute, at = dossier.dispute, event.occurred_at
        if event.closing_code is ClosingCode.AGREEMENT:
            for party in range(dispute.parties):
                request = DeliverDocument(
                    dispute_id=dispute.dispute_id,
                    ordinal=party + 1,
                    subject=party,
                    document=DocumentKind.MEDIATION_AGREEMENT,
                    document_number=event.case_id,
                )
                self.ask(request, at, None)
        elif event.closing_code.outcome is Outcome.NOT_SETTLED and dispute.entry_route in _AFTER_FILING:
            self.ask(ResumeTrial(dispute_id=dispute.dispute_id, court_id=dispute.court_id), at, None)

    def summary(self) -> dict[str, Any]:
        """Return what a run's summary says, after the run."""
        self._hear(self._platform.ends_at - 1)
        ledger = self._postbox.ledger
        standing = ledger.entries.keys() - ledger.dead.keys()
        happened = self._records.count()
        return {
            "asked": ledger.last_number,
            "answered": happened[Answered],
            "failed": happened[AttemptFailed],
            "dead": happened[GaveUp],
            "unanswered_at_end": len(standing),
            "backlog_max": self.backlog_max,
            "drained_at": [None if at is None else local_datetime(at).isoformat() for at in self._drainage.drained_at],
            "identified_by_hand": self.by_hand,
            "lost_or_done_twice": self._records.lost_or_done_twice(standing),
        }

    def ask(self, request: AnyRequest, at: int, action: Callable[[int], None] | None) -> None:
        """Ask something, and let something happen when it is answered."""
        asked = self._postbox.ask(request, at)
        self._records.add(asked)
        if action is not None:
            self._waiting[asked.number] = action
        if not self._looks:
            self._looks = True
            self._look_at((at // _LOOK_US + 1) * _LOOK_US)

    def _look_at(self, at: int) -> None:
        self._platform.at(at, Rank.ACTION, 0, partial(self._look, at))

    def _look(self, at: int) -> None:
        """Look into the postbox, and again a minute later unless nothing is expected."""
        self._hear(at)
        ledger = self._postbox.ledger
        self.backlog_max = max(self.backlog_max, len(ledger.entries) - len(ledger.dead))
        self._drainage.look(ledger, at)
        self._looks = self._postbox.next_due is not None or self._drainage.is_awaited
        if self._looks:
            self._look_at(at + _LOOK_US)

    def _hear(self, at: int) -> None:
        """Let the postbox do what is due, and what waits for its answers."""
        if (due := self._postbox.next_due) is None or due > at:
            return
        records = self._postbox.advance(at)
        self._records.take(records)
        for record in records:
            if type(record) is Answered and (action := self._waiting.pop(record.number, None)) is not None:
                action(at)

    def _known(self, case_id: int, _at: int) -> None:
        left = self._unknown.get(case_id, 0) - 1
        if left > 0:
            self._unknown[case_id] = left
        else:
            self._unknown.pop(case_id, None)


_AFTER_FILING: Final = frozenset(route for route in EntryRoute if not route.is_pre_filing)
