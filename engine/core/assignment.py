"""The assignment core as Python sees it: events go in, decisions come out, everything is checked at this border."""

from typing import TYPE_CHECKING, Final, cast

import numpy as np
from numpy.typing import NDArray

from engine.core import asked
from engine.core.build import new_state
from engine.core.errors import CaseStateError, StandingError, UnknownMediatorError
from engine.core.follow import Follower
from engine.core.funnel import failed_filter, remaining
from engine.core.ladder import NATIONAL_LADDER, Ladder
from engine.core.outcome import NEW_DECK, NEW_ROUND, NOBODY
from engine.core.policies.table import Policy
from engine.core.policy import WEIGHT_MILLI_MAX, PolicySettings
from engine.core.refusals import check_number
from engine.core.roster import Roster
from engine.core.staff import entry_raise
from engine.core.standing import fixed_of, load_standing, take_standing
from engine.core.state import ACCEPTED, CHOOSING, NONE, OFFERED, WAITING, CoreState
from engine.core.views import VERDICTS, CaseView, DrawPool, Funnel, OfferDecision, Verdict
from engine.events.enums import Stage
from engine.events.records import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager

_WORD_MAX: Final = 2**63 - 1
_new_tuple: Final = cast("Callable[[type[OfferDecision], tuple[int, ...]], OfferDecision]", tuple.__new__)
"""Makes a named tuple of a tuple in half the time of calling its class."""
_STAGES: Final = {
    WAITING: Stage.WAITING,
    OFFERED: Stage.OFFERED,
    ACCEPTED: Stage.ACCEPTED,
    CHOOSING: Stage.CHOOSING,
}


class AssignmentCore:
    """Open cases and their mediators, changed by events alone.

    Parameters
    ----------
    roster
        Courts and mediators.
    settings
        Policy of the draws, until a court adopts another.
    ladder
        The rosters a case looks through, step by step.

    Raises
    ------
    LadderError
        If the ladder names an attribute that the roster does not know.

    Examples
    --------
    >>> from engine.core.example import one_court_roster, filed
    >>> core = AssignmentCore(one_court_roster(), PolicySettings())
    >>> core.apply(filed(case_id=7))
    >>> core.decide_offer(7, word=0)
    OfferDecision(mediator=0, pool_size=2, band_size=2, ticket_total=2)
    """

    def __init__(self, roster: Roster, settings: PolicySettings, ladder: Ladder = NATIONAL_LADDER) -> None:
        self.roster: Final = roster
        self.settings: Final = settings
        """What the state began with; `policy_of` says what a court draws by now."""
        self.ladder: Final = ladder
        self.state: Final[CoreState] = new_state(roster, settings, ladder)
        """For compiled callers; Python changes it through `apply` only."""
        self._follower: Final = Follower(self.state, roster, len(ladder.steps))
        self._slots: Final = self._follower.slots

    def apply(self, event: Event) -> None:
        """Make the state follow an event.

        Raises
        ------
        CoreError
            If the event does not fit the state: an unknown case, the wrong stage, a mediator outside the roster,
            absent, barred or without room. The state is then as before.
        """
        self._follower.apply(event)

    @property
    def handlers(self) -> "Mapping[type[Event], Callable[..., None]]":
        """What `apply` does at an event, by its kind; kinds that change nothing are left out."""
        return self._follower.handlers

    def replay(self, events: "Iterable[Event]") -> None:
        """Apply events in order; decisions are not taken again."""
        for event in events:
            self._follower.apply(event)

    def many_changes(self) -> "AbstractContextManager[None]":
        """Return a block in which people are appointed or qualified, and nothing else is asked or follows; quicker."""
        return self._follower.many_changes()

    def vacant_place(self, court: int) -> int:
        """Return the number that whoever is appointed at a court next will have; see `RosterFollower`."""
        check_number("court", court, self.roster.courts - 1)
        return self._follower.vacant_place(court)

    def decide_offer(self, case_id: int, word: int) -> OfferDecision:
        """Choose whom the first waiting seat of a case shall be offered to, without changing anything.

        Parameters
        ----------
        case_id
            A case with a seat that waits.
        word
            64 random bits as a signed integer.

        Raises
        ------
        UnknownCaseError
            If no such case is open.
        CaseStateError
            If it does not wait.
        CoreError
            If the word has more than 64 bits.
        """
        slot = self._slots.get(case_id)
        # One question in a national second is cheap; a planner asks millions, so nothing is called here without need.
        if slot is None or not -_WORD_MAX - 1 <= word <= _WORD_MAX:
            check_number("word", word, _WORD_MAX, smallest=-_WORD_MAX - 1)
            slot = self._follower.slot(case_id)
        decision = asked.draw(self.state, slot, word)
        if decision[0] == asked.NOT_WAITING:
            raise CaseStateError(f"case_id = {case_id}: must be waiting to be offered")
        return _new_tuple(OfferDecision, decision)

    def decide_pull(self, mediator: int) -> int | None:
        """Choose the waiting case that a mediator with room shall be offered; None if there is none."""
        self._check_mediator(mediator)
        case_id = asked.pull(self.state, mediator)
        return None if case_id == NONE else case_id

    def staffed_step(self, case_id: int, step: int) -> int:
        """Return the first ladder step from `step` on at which somebody on the roster may take a case; else the last.

        Raises
        ------
        CoreError
            If the ladder has no such step, or no such case is open.
        """
        check_number("step", step, len(self.ladder.steps) - 1)
        return asked.staffed(self.state, self._follower.slot(case_id), step)

    def pool(self, case_id: int) -> DrawPool:
        """Return among whom the first waiting seat of a case would be drawn now, and with how many tickets."""
        return DrawPool(*asked.tickets_of(self.state, self._follower.slot(case_id)))

    def funnel(self, case_id: int) -> Funnel:
        """Return how many mediators each filter leaves for the first waiting seat of a case, or its first."""
        return Funnel(*remaining(self.state, self._seat(case_id)).tolist())

    def why_not(self, case_id: int, mediator: int) -> Verdict:
        """Return the first filter that keeps a mediator from the first waiting seat of a case, or its first."""
        self._check_mediator(mediator)
        return VERDICTS[failed_filter(self.state, self._seat(case_id), mediator)]

    def entry_raise(self, mediator: int, drift_cap_milli: int) -> int:
        """Return by how much a new or returning mediator's cumulative weight must rise; see `staff.entry_raise`."""
        self._check_mediator(mediator)
        check_number("drift_cap_milli", drift_cap_milli, WEIGHT_MILLI_MAX)
        return entry_raise(self.state, mediator, drift_cap_milli)

    def case(self, case_id: int) -> CaseView:
        """Return where the first seat of an open case stands."""
        return self._view(self._follower.slot(case_id))[0]

    def seats(self, case_id: int) -> tuple[CaseView, ...]:
        """Return where every seat of an open case stands, the first seat first."""
        views: list[CaseView] = []
        slot = self._follower.slot(case_id)
        while slot != NONE:
            view, slot = self._view(slot)
            views.append(view)
        return tuple(views)

    def is_present(self, mediator: int) -> bool:
        """Return whether nothing keeps a mediator from being offered cases, full or not."""
        self._check_mediator(mediator)
        return asked.presence(self.state, mediator) == 0

    def policy_of(self, court: int) -> tuple[int, PolicySettings]:
        """Return the version of a court's policy, 0 for the one the core began with, and its settings."""
        check_number("court", court, self.roster.courts - 1)
        version, policy, width, size, by_weight = asked.court_policy(self.state, court)
        settings = PolicySettings(
            policy=Policy(policy), band_width_milli=width, sample_size=size, by_weight=bool(by_weight)
        )
        return version, settings

    @property
    def open_cases(self) -> int:
        """Number of cases filed and not closed."""
        return len(self._slots)

    @property
    def mediators(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Every mediator's load and cumulative weight (thousandths) and last answer (microseconds), as copies."""
        return asked.mediators_at_work(self.state)

    def are_new(self, case_ids: "Iterable[int]") -> bool:
        """Tell whether none of some cases is open."""
        return self._slots.keys().isdisjoint(case_ids)

    def adopt(self, case_ids: NDArray[np.int64], slots: NDArray[np.int64]) -> None:
        """Take over single-seat cases that a compiled caller has opened in `state`."""
        self._slots.update(zip(case_ids.tolist(), slots.tolist(), strict=True))

    def standing(self) -> bytes:
        """Return everything that events have led to, in a form that `restore` of a core made alike takes."""
        return take_standing(self.state, fixed_of(self.roster, self.ladder, self.settings), self.roster)

    def restore(self, standing: bytes) -> None:
        """Take over a standing instead of the events that led to it.

        Raises
        ------
        StandingError
            If it is damaged, of another roster, ladder or policy, or this core has open cases already. The core is
            then as before.
        """
        if self._slots:
            raise StandingError(f"open_cases = {self.open_cases}: must be 0, a standing is for a fresh core")
        fixed = fixed_of(self.roster, self.ladder, self.settings)
        self._slots.update(load_standing(self.state, standing, fixed, self.roster, len(self.ladder.steps)))

    def _view(self, slot: int) -> tuple[CaseView, int]:
        status, step, attempt, mediator, following = asked.case_at(self.state, slot)
        return CaseView(_STAGES[status], step, attempt, None if mediator == NONE else mediator), following

    def _seat(self, case_id: int) -> int:
        """The first seat that waits; the first of all where none does, since its filters can be asked about, too."""
        slot = self._follower.slot(case_id)
        seat = asked.first_waiting(self.state, slot)
        return slot if seat == NONE else seat

    def _check_mediator(self, mediator: int) -> None:
        check_number("mediator", mediator, self.roster.mediators - 1, error=UnknownMediatorError)


__all__ = ["NEW_DECK", "NEW_ROUND", "NOBODY", "AssignmentCore", "CaseView", "OfferDecision"]
