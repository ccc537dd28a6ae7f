"""Commands about one case on its ordinary way: filed, offered, accepted or declined, closed."""

from typing import Final

from engine.core.qualification import is_appointed
from engine.desk.docket import DocketEntry, Seat
from engine.desk.errors import ChoiceError, DeskCaseError, ReasonError, StaleOfferError
from engine.desk.filing import Filing
from engine.desk.part import DeskPart
from engine.events.enums import ClosingCode, DeclineReason
from engine.events.lifecycle_words import Track
from engine.events.records import Event, Filed, LeadNamed, PeriodExtended

_FIRST_STEP: Final = 0


class CaseCommands(DeskPart):
    """Filing, answers to offers, closing."""

    def file(self, filing: Filing, at: int, *, choose: bool = False, list_size: int | None = None) -> list[Event]:
        """Take in a case and look for its mediator, or let the parties choose one first (ONL 10).

        Who is in conflict with a party according to the register is barred before anybody is drawn; steps of the
        ladder at which nobody could ever take the case are left at once, each with an event.

        Parameters
        ----------
        filing
            The case.
        at
            When it was handed in, microseconds since the epoch.
        choose
            Whether both sides have consented to choose together.
        list_size
            With `choose`: size of the list they may strike and rank, one of `DeskRules.strikes_of_list`.

        Returns
        -------
        list[Event]
            What has happened, in order; the core has followed it.

        Raises
        ------
        ChoiceError
            If a panel shall be chosen, or the rules know no list of that size.
        CoreError
            If the number is taken or a field lies outside the roster.
        """
        self._check_choice(filing, list_size, choose=choose)
        self._office.open(at)
        deadlines = self._office.deadlines
        # A choice has a clock of its own, and the ladder's begins when it ends.
        deadline = deadlines.choice_end(at) if choose else deadlines.step_end(_FIRST_STEP, at)
        self._office.record(_filed(filing, at, deadline, self._office.track))
        entry = self._office.docket.entry(filing.case_id)
        self._screen(entry, filing.parties)
        self._walk.skip_unstaffed(entry)
        if choose:
            self._lists.open_choice(entry, list_size)
        else:
            self._walk.seek(entry)
        return self._office.close()

    def accept(self, case_id: int, mediator: int, attempt: int, at: int) -> list[Event]:
        """Let a mediator accept the offer that is open to him (ONL 12).

        Parameters
        ----------
        case_id, mediator, attempt
            Which offer is answered: compared as a whole, so a late or a second answer changes nothing.
        at
            When he answered, microseconds since the epoch.

        Returns
        -------
        list[Event]
            The acceptance; of the last mediator of a panel also who leads it.

        Raises
        ------
        StaleOfferError
            If that offer is not open, or its deadline has passed.
        """
        entry, seat = self._answered(case_id, mediator, attempt, at)
        self._answers.accept(entry, seat)
        return self._office.close()

    def decline(self, case_id: int, mediator: int, attempt: int, reason: DeclineReason, at: int) -> list[Event]:
        """Let a mediator decline the offer that is open to him, with a reason (ONL 12), and look for another.

        A relation to a party is a disclosure (ONL 13) and bars him beyond the round.

        Parameters
        ----------
        case_id, mediator, attempt, at
            As for `accept`.
        reason
            One that the mediator gave.

        Raises
        ------
        ReasonError
            If the reason is `NOT_RECORDED`.
        StaleOfferError
            As for `accept`.
        """
        if reason is DeclineReason.NOT_RECORDED:
            raise ReasonError(f"reason = {reason}: must be one that the mediator gave (ONL 12)")
        entry, seat = self._answered(case_id, mediator, attempt, at)
        self._answers.decline(entry, seat, reason)
        self._walk.match([mediator], [entry])
        return self._office.close()

    def close(self, case_id: int, code: ClosingCode, at: int) -> list[Event]:
        """End a mediation that every mediator of the case has accepted (ONL 25) and match who has room now.

        Parameters
        ----------
        case_id
            The case.
        code
            Why it ended.
        at
            When, microseconds since the epoch.

        Raises
        ------
        DeskCaseError
            If the case is not open, or a seat of it is not accepted.
        """
        entry = self._open(case_id, at)
        self._walk.match(self._answers.end(entry, code))
        return self._office.close()

    def extend(self, case_id: int, until: int, at: int) -> list[Event]:
        """Let the statutory period end later, as all parties have agreed (ONL 24).

        Parameters
        ----------
        case_id
            A case that is held.
        until
            The new end, microseconds since the epoch; later than `at` and than the present end.
        at
            When they agreed.

        Raises
        ------
        DeskCaseError
            If the case is not held, or the new end is not later.
        """
        entry = self._open(case_id, at)
        if entry.period_ends_at is None or until <= max(at, entry.period_ends_at):
            raise DeskCaseError(
                f"case_id = {case_id}, until = {until}: must be a held case and later than {entry.period_ends_at}"
            )
        self._office.record(PeriodExtended(**self._office.about(entry), deadline=until))
        return self._office.close()

    def name_lead(self, case_id: int, mediator: int, at: int) -> list[Event]:
        """Let the parties name who leads a panel (ONL 11); without them the court names the first seat's mediator.

        Raises
        ------
        DeskCaseError
            If the case has one mediator only, or he or she is not among those who are asked for it or hold it.
        """
        entry = self._open(case_id, at)
        if entry.panel_size == 1 or entry.seat_of(mediator) is None:
            raise DeskCaseError(f"case_id = {case_id}, mediator = {mediator}: must be one of the case's panel")
        self._office.record(LeadNamed(**self._office.about(entry), mediator_id=mediator))
        return self._office.close()

    def _check_choice(self, filing: Filing, list_size: int | None, *, choose: bool) -> None:
        """Refuse what would fail after the case has been filed."""
        if choose and filing.panel_size != 1:
            raise ChoiceError(f"panel_size = {filing.panel_size}: must be 1 where the parties choose; panels are drawn")
        if list_size is not None and not choose:
            raise ChoiceError(f"list_size = {list_size}: must be left out where the parties do not choose")
        self._lists.check(list_size)

    def _screen(self, entry: DocketEntry, parties: tuple[str, ...]) -> None:
        """Bar whom the register knows; its other mediators are on other rosters and cannot be drawn here."""
        for relation in self._office.register.screen(parties):
            if is_appointed(self._office.core, relation.mediator):
                self._answers.bar(entry, relation.mediator, relation.ground, relation.source)

    def _answered(self, case_id: int, mediator: int, attempt: int, at: int) -> tuple[DocketEntry, Seat]:
        """Begin an answer: find the offer it is to before anything else is looked at."""
        try:
            entry = self._office.docket.entry(case_id)
        except DeskCaseError as error:
            raise StaleOfferError(case_id, mediator, attempt, "belongs to no open case") from error
        seat = entry.seat_of(mediator)
        if seat is None or seat.attempt != attempt:
            raise StaleOfferError(case_id, mediator, attempt, "is not open")
        if seat.deadline is None:
            raise StaleOfferError(case_id, mediator, attempt, "was accepted before")
        if at >= seat.deadline:
            raise StaleOfferError(case_id, mediator, attempt, f"lapsed at {seat.deadline}, the answer came at {at}")
        self._office.open(at)
        return entry, seat


def _filed(filing: Filing, at: int, deadline: int | None, track: Track) -> Filed:
    """Return the event of a filing: everything but the parties."""
    return Filed(
        occurred_at=at,
        recorded_at=at,
        dispute_id=filing.dispute_id,
        case_id=filing.case_id,
        court_id=filing.court_id,
        dispute_type=filing.dispute_type,
        channel=filing.channel,
        entry_route=filing.entry_route,
        language=filing.language,
        weight_milli=filing.weight_milli,
        step=_FIRST_STEP,
        deadline=deadline,
        boost_us=filing.boost_us,
        origin=filing.origin,
        mediator_gender=filing.mediator_gender,
        panel_size=filing.panel_size,
        track=track,
    )
