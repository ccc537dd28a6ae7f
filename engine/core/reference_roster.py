"""How events about courts and mediators change the plain reference.

1. A court's policies are numbered without a gap; the one it began with is 0.
2. A mediator is present while no cause of absence is set; what he holds he keeps.
3. Whoever returns may be raised, lest the others' lead become his flood of cases.
4. Somebody is appointed to the first vacant place of a court: present, maybe raised, without a card, idle since then.
   Until then the place is nobody: no event may name it, and it sits in no circle.
5. A qualification says what a mediator takes, speaks, is named and how much he works and holds from then on; of his
   cards he keeps two decks' at most, and everything else.
"""

from typing import Final

from engine.core.errors import CoreError, PolicyVersionError, UnknownMediatorError, VacancyError
from engine.core.policy import WEIGHT_MILLI_MAX, Policy, PolicySettings
from engine.core.reference_records import PlainMediator, marked, plain_mediators, plain_units
from engine.core.roster import DISPUTE_TYPES, LANGUAGES, Roster
from engine.events.records import (
    CapacitySet,
    MediatorAppointed,
    MediatorQualified,
    PolicyAdopted,
    Returned,
    RosterEvent,
    WentAbsent,
)

_CAPACITY_MAX: Final = 1_000_000


class PlainCourts:
    """Courts with their policies and mediators with all that is not about a case."""

    def __init__(self, roster: Roster, settings: PolicySettings) -> None:
        self._names: Final = roster.attribute_names
        self._units: Final = plain_units(roster)
        self._people: Final = list(plain_mediators(roster))
        self._policies: Final = [settings for _ in self._units]
        self._versions: Final = [0 for _ in self._units]

    def _change_roster(self, event: RosterEvent) -> None:
        check(0 <= event.court_id < len(self._units), CoreError)
        match event:
            case PolicyAdopted():
                self._adopt(event)
            case MediatorAppointed():
                self._appoint(event)
            case MediatorQualified():
                mediator = self._appointed(event.mediator_id)
                self._qualify(mediator, event, capacity_least=0)
                mediator.cards = min(mediator.cards, 2 * mediator.deck_cards)
            case CapacitySet():
                mediator = self._appointed(event.mediator_id)
                check(0 <= event.capacity <= _CAPACITY_MAX, CoreError)
                mediator.capacity_milli = event.capacity * 1000
            case WentAbsent():
                self._appointed(event.mediator_id).absent_for.add(event.cause)
            case _:
                assert isinstance(event, Returned)
                mediator = self._appointed(event.mediator_id)
                check(0 <= event.entry_milli <= WEIGHT_MILLI_MAX, CoreError)
                mediator.absent_for.discard(event.cause)
                mediator.cumulative_milli += event.entry_milli

    def _adopt(self, event: PolicyAdopted) -> None:
        check(0 <= event.band_width_milli <= WEIGHT_MILLI_MAX, CoreError)
        check(event.sample_size in (2, 3) and event.by_weight in (0, 1), CoreError)
        check(event.policy_version == self._versions[event.court_id] + 1, PolicyVersionError)
        self._versions[event.court_id] += 1
        self._policies[event.court_id] = PolicySettings(
            policy=Policy[event.policy.name],
            band_width_milli=event.band_width_milli,
            sample_size=event.sample_size,
            by_weight=event.by_weight == 1,
        )

    def _appoint(self, event: MediatorAppointed) -> None:
        check(0 <= event.rank < 2**31 and 0 <= event.entry_milli <= WEIGHT_MILLI_MAX, CoreError)
        places = [place for place in self._people if place.court == event.court_id and place.vacant]
        self._check_qualification(event, capacity_least=1)
        check(bool(places) and places[0].number == event.mediator_id, VacancyError)
        place = places[0]
        self._qualify(place, event, capacity_least=1)
        place.vacant, place.origin, place.gender, place.rank = False, event.origin, event.gender, event.rank
        place.cards, place.idle_since = 0, event.occurred_at
        place.cumulative_milli += event.entry_milli

    def _qualify(
        self, mediator: PlainMediator, event: MediatorAppointed | MediatorQualified, *, capacity_least: int
    ) -> None:
        self._check_qualification(event, capacity_least=capacity_least)
        mediator.dispute_types = marked(DISPUTE_TYPES, event.dispute_types)
        mediator.languages = marked(LANGUAGES, event.languages)
        mediator.own_names = marked(self._names, event.attributes)
        mediator.share_milli = event.share_milli
        mediator.capacity_milli = event.capacity * 1000

    def _check_qualification(self, event: MediatorAppointed | MediatorQualified, *, capacity_least: int) -> None:
        check(0 <= event.dispute_types < 2 ** len(DISPUTE_TYPES), CoreError)
        check(0 <= event.languages < 2 ** len(LANGUAGES), CoreError)
        check(0 <= event.attributes < 2 ** len(self._names), CoreError)
        check(capacity_least <= event.capacity <= _CAPACITY_MAX and 1 <= event.share_milli <= 1000, CoreError)

    def _mediator(self, number: int) -> PlainMediator:
        check(0 <= number < len(self._people), UnknownMediatorError)
        return self._people[number]

    def _appointed(self, number: int) -> PlainMediator:
        mediator = self._mediator(number)
        check(not mediator.vacant, UnknownMediatorError)
        return mediator


def check(holds: bool, refusal: type[CoreError]) -> None:
    """Raise the refusal unless what must hold does; the words are the compiled core's affair."""
    if not holds:
        raise refusal("refused")
