"""Commands about the parties' choice: together, within their time, from the roster that the court has confirmed."""

from collections.abc import Collection, Mapping, Sequence

from engine.core.views import Verdict
from engine.desk.errors import ChoiceError
from engine.desk.part import DeskPart
from engine.desk.party_choice import Party, combine
from engine.events.enums import OfferBasis
from engine.events.records import ChoiceEnded, Event, Shortlisted


class ChoiceCommands(DeskPart):
    """Joint choice, and strike and rank."""

    def open_choice(self, case_id: int, at: int, *, list_size: int | None = None) -> list[Event]:
        """Ask the parties of a waiting case to choose together; until their time is over nobody is drawn (ONL 10).

        Parameters
        ----------
        case_id
            A case of one mediator that waits.
        at
            When they are asked, microseconds since the epoch.
        list_size
            Size of a list to strike and rank, drawn among those who are free now; None for none.

        Raises
        ------
        ChoiceError
            If the case is offered, held, chosen for or a panel's, or the rules know no list of that size.
        """
        entry = self._open(case_id, at)
        if not entry.waits or entry.panel_size != 1:
            raise ChoiceError(f"case_id = {case_id}: must wait, and for one mediator, to be chosen for")
        self._lists.check(list_size)
        self._lists.open_choice(entry, list_size)
        return self._office.close()

    def choose(self, case_id: int, mediator: int, at: int) -> list[Event]:
        """Offer a case to whom both parties have chosen (ONL 10).

        Parameters
        ----------
        case_id
            A case whose parties are choosing.
        mediator
            One who could be drawn now: eligible at the case's step, present, not in conflict, with room.
        at
            When they agreed, microseconds since the epoch.

        Raises
        ------
        ChoiceError
            If they are not choosing, or the mediator could not be drawn; the message says why.
        """
        entry = self._open(case_id, at)
        if not entry.chooses:
            raise ChoiceError(f"case_id = {case_id}: must be one whose parties are choosing")
        verdict = self._office.core.why_not(case_id, mediator)
        if verdict is not Verdict.IN_POOL:
            raise ChoiceError(f"mediator = {mediator}: must be free for case {case_id}, but fails on: {verdict}")
        self._offers.name(entry, mediator, OfferBasis.CHOSEN)
        return self._office.close()

    def strike_and_rank(
        self,
        case_id: int,
        strikes: Mapping[Party, Collection[int]],
        ranks: Mapping[Party, Sequence[int]],
        at: int,
    ) -> list[Event]:
        """Combine what the parties said of their list and offer the case down what is left of it.

        If nobody is left, or nobody of them may take the case now, the court designates. Whom a party struck is in no
        event and is kept nowhere.

        Parameters
        ----------
        case_id
            A case whose parties are choosing from a list.
        strikes, ranks
            As for `engine.desk.party_choice.combine`.
        at
            When both had answered, microseconds since the epoch.

        Raises
        ------
        ChoiceError
            If they have no list, or their answers do not fit it.
        """
        entry = self._open(case_id, at)
        if not entry.listed:
            raise ChoiceError(f"case_id = {case_id}: must be one whose parties are choosing from a list")
        order = combine(entry.listed, strikes, ranks, strikes_max=entry.strikes_max)
        for place, mediator in enumerate(order, start=1):
            self._office.record(Shortlisted(**self._office.about(entry), mediator_id=mediator, place=place))
        if not order:
            self._office.record(ChoiceEnded(**self._office.about(entry)))
        self._walk.seek(entry)
        return self._office.close()

    def end_choice(self, case_id: int, at: int) -> list[Event]:
        """Let the court designate at once: the parties say that they will not agree.

        Raises
        ------
        ChoiceError
            If they are not choosing.
        """
        entry = self._open(case_id, at)
        if not entry.chooses:
            raise ChoiceError(f"case_id = {case_id}: must be one whose parties are choosing")
        self._office.record(ChoiceEnded(**self._office.about(entry)))
        self._walk.seek(entry)
        return self._office.close()

    def listed(self, case_id: int) -> tuple[int, ...]:
        """Return the list that the parties of a case may strike and rank, in the order drawn; empty if none was."""
        return self._office.docket.entry(case_id).listed
