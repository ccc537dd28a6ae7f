"""The list that parties strike and rank: drawn from the pool by words of its own."""

from typing import Final

from engine.desk.docket import DocketEntry
from engine.desk.errors import ChoiceError
from engine.desk.office import Office
from engine.desk.party_choice import draw_list
from engine.desk.rules import LIST_SIZE_MAX

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

    def draw(self, entry: DocketEntry, size: int | None) -> None:
        """Draw a list for a case that waits, as long as its pool allows; each side can leave one name at least."""
        entry.listed, entry.strikes_max = (), 0
        if size is None:
            return
        first = FIRST_LIST_DRAW + entry.choices * LIST_SIZE_MAX
        pool = self._office.core.pool(entry.case_id)
        entry.listed = draw_list(
            pool.members,
            pool.tickets,
            size,
            lambda place: self._office.words(entry.case_id, first + place, self._office.at),
        )
        # Of a short list fewer may be struck, lest two parties together strike it empty.
        entry.strikes_max = max(0, min(self._office.rules.strikes_of_list[size], (len(entry.listed) - 1) // 2))
