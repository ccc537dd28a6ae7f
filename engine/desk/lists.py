"""The list that parties strike and rank: drawn from the pool by words of its own."""

from typing import Final

from engine.desk.docket import DocketEntry
from engine.desk.errors import ChoiceError
from engine.desk.office import Office
from engine.desk.party_choice import draw_list
from engine.desk.rules import LIST_SIZE_MAX
from engine.events.records import ChoiceOpened, Listed

FIRST_LIST_DRAW: Final = 2**30
"""Number of the first draw for a list; attempts are far below, so no word is used for both."""


class Lists:
    """Draws lists by the rules of the desk.

    Parameters
    ----------
    office
        For the core's pools, the words and the rules.
    """

    def __init__(self, office: Office) -> None:
        self._office: Final = office

    def check(self, size: int | None) -> None:
        """Raise ChoiceError unless the rules know a list of that size; None stands for no list."""
        sizes = self._office.rules.strikes_of_list
        if size is not None and size not in sizes:
            raise ChoiceError(f"list_size = {size}: must be one of {', '.join(map(str, sizes))}")

    def open_choice(self, entry: DocketEntry, size: int | None) -> None:
        """Ask the parties of a waiting case to choose, from a list if a size is given.

        The list is as long as the case's pool allows, and each side can leave one name at least.
        """
        office, drawn = self._office, self._drawn(entry, size)
        # Of a short list fewer may be struck, lest two parties together strike it empty.
        most = 0 if size is None else office.rules.strikes_of_list[size]
        strikes_max = max(0, min(most, (len(drawn) - 1) // 2))
        office.record(ChoiceOpened(**office.about(entry), deadline=office.deadlines.choice_end(office.at)))
        for place, mediator in enumerate(drawn, start=1):
            listed = Listed(**office.about(entry), mediator_id=mediator, place=place, strikes_max=strikes_max)
            office.record(listed)

    def _drawn(self, entry: DocketEntry, size: int | None) -> tuple[int, ...]:
        if size is None:
            return ()
        first = FIRST_LIST_DRAW + entry.choices * LIST_SIZE_MAX
        pool = self._office.core.pool(entry.case_id)
        return draw_list(
            pool.members,
            pool.tickets,
            size,
            lambda place: self._office.words(entry.case_id, first + place, self._office.at),
        )
