"""The mediation platform in SimPy: what happens to a case, one method a kind of moment.

The model never touches the assignment state. It asks the core for a decision and has the decision recorded as an event,
which the core applies; so a simulated log and a real one are made by the same steps.
"""

from collections.abc import Callable
from functools import partial
from typing import Final, cast

import simpy
from simpy.events import EventPriority

from engine.calendar.calendar import WorkCalendar
from engine.calendar.clock import WORKING_DAY_US
from engine.core.assignment import AssignmentCore, OfferDecision
from engine.core.matching import Match
from engine.core.outcome import NEW_DECK, NEW_ROUND, NOBODY
from engine.events.enums import EscalationReason, OfferBasis
from sim.laws.answer import ACCEPT, DECLINE
from sim.laws.patience import NEVER_WITHDRAWN
from sim.model.case import Case
from sim.model.course import answer_to_offer, closes_at, withdraws_at
from sim.model.laws import CaseLaws
from sim.model.moment import Moment
from sim.model.recorder import Recorder
from sim.model.words import DrawWords
from sim.order import Rank, priority
from sim.scenario.scenario import Scenario

_NO_DRAW: Final = 0
"""Word of an offer that left nothing to draw."""


class Platform:
    """Courts, mediators and cases in motion.

    Parameters
    ----------
    env
        SimPy environment whose clock counts integer microseconds since the epoch.
    core
        Decides; changed by the events that the platform has recorded.
    recorder
        Records what happens.
    scenario
        The waits of the ladder are read from it.
    laws
        Laws of chance of the cases, and their words.
    words
        Words of the draws.
    calendar
        The courts' working calendar.
    ends_at
        End of the simulated time, excluded; microseconds.
    """

    def __init__(
        self,
        env: simpy.Environment,
        core: AssignmentCore,
        recorder: Recorder,
        *,
        scenario: Scenario,
        laws: CaseLaws,
        words: DrawWords,
        calendar: WorkCalendar,
        ends_at: int,
    ) -> None:
        self._env: Final = env
        self._core: Final = core
        self._recorder: Final = recorder
        self._step_waits_us: Final = [days * WORKING_DAY_US for days in scenario.ladder.step_working_days]
        self._laws: Final = laws
        self._words: Final = words
        self._calendar: Final = calendar
        self.ends_at: Final = ends_at
        self._waiting: Final[dict[int, Case]] = {}

    def file(self, case: Case) -> None:
        """A case is handed in and looks for a mediator, from the first step where somebody may take it."""
        case.step_ends_at = self._step_end(0, case.filed_at)
        self._words.opened(case.case_id)
        self._recorder.filed(case)
        self._expect_withdrawal(case)
        staffed = self._core.staffed_step(case.case_id, 0)
        for step in range(1, staffed + 1):
            self._climb(case, step, case.filed_at, EscalationReason.NOBODY_ELIGIBLE)
        self._seek(case)

    def resume_waiting(self, case: Case, _since: int) -> None:
        """A case met in progress waits, at the last step."""
        self._expect_withdrawal(case)
        self._wait(case)

    def resume_offered(self, case: Case, offered_at: int) -> None:
        """A case met in progress has been offered since `offered_at`."""
        case.step_ends_at = self._step_end(case.step, case.filed_at)
        self._expect_withdrawal(case)
        self._expect_answer(case, offered_at)

    def resume_accepted(self, case: Case, closes_at: int) -> None:
        """A case met in progress is held by a mediator and will close."""
        case.accepted = True
        self.at(closes_at, Rank.CLOSING, case.case_id, partial(self._close, case))

    def open_round(self, case_id: int) -> None:
        """Let everybody be asked again for a waiting case that all have declined."""
        self._open_round(self._waiting[case_id])

    def offer_matched(self, match: Match) -> None:
        """Offer a waiting case to the mediator whom a matching gives it."""
        decision = OfferDecision(match.mediator, match.pool_size, 1, 0)
        self._offer(self._waiting[match.case_id], decision, _NO_DRAW, OfferBasis.MATCHED)

    def match_freed(self, mediator: int) -> None:
        """Offer a mediator with new room the waiting cases that are his, as long as there are any."""
        case_id = self._core.decide_pull(mediator)
        while case_id is not None:
            self._offer(self._waiting[case_id], OfferDecision(mediator, 1, 1, 0), _NO_DRAW, OfferBasis.FREED)
            case_id = self._core.decide_pull(mediator)

    def at(self, instant: int, rank: Rank, case_id: int, action: Callable[[], None]) -> None:
        """Let something happen at an instant, in the order of `sim.order`; nothing past the end is kept."""
        if instant < self.ends_at:
            moment = Moment(self._env, action)
            self._env.schedule(moment, EventPriority(priority(rank, case_id)), instant - self._now)

    @property
    def _now(self) -> int:
        """Microseconds since the epoch; SimPy's clock keeps the integers it is given."""
        return cast("int", self._env.now)

    def _seek(self, case: Case) -> None:
        """Find a waiting case a mediator where it looks; only if nobody is free, a run-out clock moves it on."""
        while not self._offer_to_drawn(case):
            if case.step_ends_at is None or case.step_ends_at > self._now:
                self._wait(case)
                return
            self._escalate(case)

    def _offer_to_drawn(self, case: Case) -> bool:
        """Offer the case to the mediator whom the core draws, and tell whether there was one."""
        word = self._words.word(case.case_id, case.attempt + 1, self._now)
        decision = self._core.decide_offer(case.case_id, word)
        if decision.mediator == NEW_ROUND:
            self._open_round(case)
            decision = self._core.decide_offer(case.case_id, word)
        if decision.mediator == NEW_DECK:
            self._recorder.deck_renewed(case, self._now)
            decision = self._core.decide_offer(case.case_id, word)
        if decision.mediator == NOBODY:
            return False
        self._offer(case, decision, word, OfferBasis.DRAWN)
        return True

    def _open_round(self, case: Case) -> None:
        case.round += 1
        self._recorder.round_opened(case, self._now)

    def _wait(self, case: Case) -> None:
        self._waiting[case.case_id] = case
        if case.step_ends_at is not None:
            self.at(case.step_ends_at, Rank.STEP_END, case.case_id, partial(self._end_step, case, case.step))

    def _offer(self, case: Case, decision: OfferDecision, word: int, basis: OfferBasis) -> None:
        self._waiting.pop(case.case_id, None)
        case.attempt += 1
        case.mediator = decision.mediator
        deadline = self._expect_answer(case, self._now)
        self._recorder.offered(case, self._now, deadline=deadline, decision=decision, word=word, basis=basis)

    def _expect_answer(self, case: Case, offered_at: int) -> int:
        """Schedule the mediator's answer and return the offer's deadline."""
        kind, answers_at, deadline = answer_to_offer(self._laws, case.case_id, case.attempt, offered_at)
        if kind == ACCEPT:
            action = partial(self._accept, case)
        else:
            action = partial(self._refuse, case, declined=kind == DECLINE)
        self.at(answers_at, Rank.ANSWER, case.case_id, action)
        return deadline

    def _accept(self, case: Case) -> None:
        if case.withdrawn:
            return
        case.accepted = True
        self._recorder.accepted(case, self._now)
        ends_at = closes_at(self._laws, case.case_id, self._now)
        self.at(ends_at, Rank.CLOSING, case.case_id, partial(self._close, case))

    def _refuse(self, case: Case, *, declined: bool) -> None:
        """The mediator is asked for the oldest case that waits for him; the case looks for another mediator."""
        if case.withdrawn:
            return
        record = self._recorder.declined if declined else self._recorder.lapsed
        record(case, self._now)
        self.match_freed(case.mediator)
        self._seek(case)

    def _end_step(self, case: Case, step: int) -> None:
        """A case that still waits at the step it waited at then looks in a wider circle."""
        if case.case_id in self._waiting and case.step == step:
            self._seek(case)

    def _escalate(self, case: Case) -> None:
        """The ladder runs on one clock: a step begins when the one before it ends, whatever happened meanwhile."""
        began_at = case.step_ends_at
        assert began_at is not None, "only a step with an end is left"
        following = case.step + 1
        staffed = self._core.staffed_step(case.case_id, following)
        self._climb(case, following, began_at, EscalationReason.TIMED_OUT)
        for step in range(following + 1, staffed + 1):
            self._climb(case, step, began_at, EscalationReason.NOBODY_ELIGIBLE)

    def _climb(self, case: Case, step: int, began_at: int, reason: EscalationReason) -> None:
        case.step = step
        case.step_ends_at = self._step_end(step, began_at)
        self._recorder.escalated(case, self._now, reason)

    def _close(self, case: Case) -> None:
        self._recorder.closed(case, self._now)
        self._words.closed(case.case_id)
        self.match_freed(case.mediator)

    def _expect_withdrawal(self, case: Case) -> None:
        """Only a case of limited patience gets a moment for it."""
        instant = withdraws_at(self._laws, case.case_id, case.filed_at)
        if instant != NEVER_WITHDRAWN:
            self.at(instant, Rank.WITHDRAWAL, case.case_id, partial(self._withdraw, case))

    def _withdraw(self, case: Case) -> None:
        """The parties take the case back, unless somebody has accepted it; whoever was asked has room again."""
        if case.accepted:
            return
        waited = self._waiting.pop(case.case_id, None) is not None
        case.withdrawn = True
        self._recorder.withdrawn(case, self._now, asked=None if waited else case.mediator)
        self._words.closed(case.case_id)
        if not waited:
            self.match_freed(case.mediator)

    def _step_end(self, step: int, began_at: int) -> int | None:
        if step >= len(self._step_waits_us):
            return None
        return self._calendar.add_working_us(began_at, self._step_waits_us[step])
