"""The command that takes a case back which nobody, or not everybody it needs, has accepted."""

from engine.desk.errors import DeskCaseError
from engine.desk.part import DeskPart
from engine.events.enums import ReleaseGround
from engine.events.records import Event, Withdrawn


class WithdrawalCommands(DeskPart):
    """Withdrawals before acceptance; afterwards a mediation ends under a closing code."""

    def withdraw(self, case_id: int, at: int, *, release_held: bool = False) -> list[Event]:
        """Take a case back that is not held by all it needs, and match who was asked for it.

        Parameters
        ----------
        case_id
            A case that waits, is offered, or whose parties choose.
        at
            When, microseconds since the epoch.
        release_held
            Whether members of an incomplete panel who have accepted lose their seats first.

        Returns
        -------
        list[Event]
            Releases, the withdrawal, and offers to whom had been asked.

        Raises
        ------
        DeskCaseError
            If the case is not open, or somebody has accepted it and is not to be released.

        Examples
        --------
        >>> from engine.desk.example import MONDAY, filing, one_court_desk
        >>> desk = one_court_desk()
        >>> _ = desk.file(filing(7), MONDAY)
        >>> [type(event).__name__ for event in desk.withdraw(7, MONDAY + 1)]
        ['Withdrawn']
        """
        entry = self._open(case_id, at)
        held = [seat for seat in entry.seats.values() if seat.deadline is None]
        if held and not release_held:
            raise DeskCaseError(f"case_id = {case_id}: must not be accepted by anybody to be withdrawn")
        freed = [seat.mediator for seat in entry.seats.values()]
        for seat in held:
            self._answers.release(entry, seat, ReleaseGround.RESCINDED)
        asked = next(iter(entry.seats.values()), None)
        withdrawn = Withdrawn(
            **self._office.about(entry),
            mediator_id=None if asked is None else asked.mediator,
            organisation_id=None if asked is None else asked.organisation_id,
            attempt=entry.attempt if asked is None else asked.attempt,
            step=entry.step,
        )
        self._office.record(withdrawn)
        self._walk.match(freed)
        return self._office.close()
