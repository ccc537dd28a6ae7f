"""Events about who is on the roster into the state: people who are appointed, and what they may be asked for."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from engine.core import appointing
from engine.core.attributes import FIRST_ABROAD, FIRST_GENDER, FIRST_LANGUAGE, FIRST_NAMED
from engine.core.errors import VacancyError
from engine.core.follow_staff import StaffFollower
from engine.core.layout import lay_out
from engine.core.policy import WEIGHT_MILLI_MAX
from engine.core.refusals import check_fields, check_number
from engine.core.roster import CAPACITY_MAX, DISPUTE_TYPES, FULL_TIME_MILLI, GENDERS, LANGUAGES, ORIGINS, Roster
from engine.core.state import CoreState
from engine.events import records

RANK_MAX: Final = 2**31 - 1
"""Largest place on a ranked list."""
TYPE_MASK: Final = (1 << len(DISPUTE_TYPES)) - 1
LANGUAGE_MASK: Final = (1 << len(LANGUAGES)) - 1
_KEPT: Final = (1 << FIRST_NAMED) - (1 << FIRST_GENDER)
"""Bits of the attribute word that no qualification changes: gender and origin."""


class RosterFollower(StaffFollower):
    """Makes a state follow appointments and qualifications.

    Parameters
    ----------
    state
        The state to change.
    roster
        For the bounds of courts, places and attributes.
    """

    def __init__(self, state: CoreState, roster: Roster) -> None:
        super().__init__(state, roster)
        self._lists_wait = False
        """Whether the lists are laid out by somebody else later."""

    def mediator_appointed(self, event: records.MediatorAppointed) -> None:
        """Somebody sits at the first vacant place of his court."""
        check_fields(event, court_id=self.roster.courts - 1, rank=RANK_MAX, entry_milli=WEIGHT_MILLI_MAX)
        self._check_qualification(event, capacity_least=1)
        self._check_place(event)
        word = qualified_word(event) | _bit(FIRST_GENDER, GENDERS.index(event.gender))
        appointing.apply_appointed(
            self.state,
            event.mediator_id,
            word | _bit(FIRST_ABROAD, ORIGINS.index(event.origin)),
            event.dispute_types,
            event.share_milli,
            event.rank,
            event.capacity,
            event.entry_milli,
            event.occurred_at,
        )
        self._lay_out()

    def mediator_qualified(self, event: records.MediatorQualified) -> None:
        """A mediator may be asked for other cases."""
        self._check_mediator(event)
        self._check_qualification(event, capacity_least=0)
        word = qualified_word(event) | (appointing.word_at(self.state, event.mediator_id) & _KEPT)
        appointing.apply_qualified(
            self.state, event.mediator_id, word, event.dispute_types, event.share_milli, event.capacity
        )
        self._lay_out()

    @contextmanager
    def many_changes(self) -> Generator[None]:
        """Lay the lists out once for all changes of a block, in which nothing else may be asked or follow."""
        self._lists_wait = True
        try:
            yield
        finally:
            self._lists_wait = False
            lay_out(self.state)

    def _lay_out(self) -> None:
        if not self._lists_wait:
            lay_out(self.state)

    def _check_qualification(
        self, event: records.MediatorAppointed | records.MediatorQualified, *, capacity_least: int
    ) -> None:
        names = (1 << len(self.roster.attribute_names)) - 1
        check_fields(event, dispute_types=TYPE_MASK, languages=LANGUAGE_MASK, attributes=names)
        check_number("capacity", event.capacity, CAPACITY_MAX, smallest=capacity_least)
        check_number("share_milli", event.share_milli, FULL_TIME_MILLI, smallest=1)

    def _check_place(self, event: records.MediatorAppointed) -> None:
        place = self.vacant_place(event.court_id)
        if event.mediator_id != place:
            raise VacancyError(
                f"court_id = {event.court_id}: mediator_id = {event.mediator_id}: must be {place}, the first vacant "
                "place of the court"
            )

    def vacant_place(self, court_id: int) -> int:
        """Return the first vacant place of a court.

        Raises
        ------
        VacancyError
            If it has none.
        """
        vacant, spare = appointing.vacancies(self.state, self.roster, court_id)
        if vacant == 0:
            raise VacancyError(
                f"court_id = {court_id}: must have a vacant place: all {spare} that its roster was made with are taken"
            )
        return appointing.first_vacant(self.state, court_id)


def qualified_word(event: records.MediatorAppointed | records.MediatorQualified) -> int:
    """Return the bits of the attribute word that a qualification settles."""
    return event.dispute_types | event.languages << FIRST_LANGUAGE | event.attributes << FIRST_NAMED


def _bit(first: int, number: int) -> int:
    """Return bit `first` for number 1, the next for 2 and so on; none for 0."""
    return 1 << (first + number) >> 1 if number else 0
