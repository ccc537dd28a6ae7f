"""What every group of commands starts from."""

from typing import Final

from engine.core.qualification import check_appointed
from engine.desk.answers import Answers
from engine.desk.docket import DocketEntry, Seat
from engine.desk.errors import DeskCaseError
from engine.desk.ladder_walk import LadderWalk
from engine.desk.lists import Lists
from engine.desk.offers import Offers
from engine.desk.office import Office
from engine.desk.presence import Presence


class DeskPart:
    """A group of the desk's commands; `engine.desk.desk.Desk` is all of them over one office.

    Parameters
    ----------
    office
        Core, docket and clock.
    """

    def __init__(self, office: Office) -> None:
        self._office: Final = office
        self._offers: Final = Offers(office)
        self._answers: Final = Answers(office)
        self._lists: Final = Lists(office)
        self._walk: Final = LadderWalk(office, self._offers)
        self._presence: Final = Presence(office, self._walk)

    def _open(self, case_id: int, at: int) -> DocketEntry:
        """Begin a command about an open case."""
        entry = self._office.docket.entry(case_id)
        self._office.open(at)
        return entry

    def _begin(self, mediator: int, at: int) -> int:
        """Begin a command about a mediator and return his court."""
        check_appointed(self._office.core, mediator)
        self._office.open(at)
        return self._office.court_of(mediator)

    def _held_seat(self, entry: DocketEntry, mediator: int | None) -> Seat:
        """Return the seat that a command about a held case means: the mediator's, or the only one."""
        seats = [seat for seat in entry.seats.values() if mediator in (None, seat.mediator)]
        if len(seats) != 1 or seats[0].deadline is not None:
            raise DeskCaseError(
                f"case_id = {entry.case_id}, mediator = {mediator}: must name one who holds the case, "
                "which may be left out where only one does"
            )
        return seats[0]
