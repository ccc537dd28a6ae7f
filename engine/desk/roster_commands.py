"""Commands about who is on the roster: people appointed to vacant places, and what they may be asked for."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from engine.core.appointing import vacancies
from engine.core.outcome import NEW_ROUND
from engine.core.overview import waiting_cases
from engine.core.policy import WEIGHT_MILLI_MAX
from engine.core.qualification import qualification_of
from engine.core.refusals import check_number
from engine.core.roster import CAPACITY_MAX, DISPUTE_TYPES, FULL_TIME_MILLI, LANGUAGES
from engine.desk.appointment import (
    APPOINTED_AT_ONCE_MAX,
    Appointment,
    check_appointment,
    check_places,
    check_words,
)
from engine.desk.docket import DocketEntry
from engine.desk.errors import AppointmentError
from engine.desk.part import DeskPart
from engine.events.enums import DisputeType, Language
from engine.events.external_id import packed
from engine.events.records import Event, MediatorAppointed, MediatorQualified

_ANY_WORD: Final = 0


class RosterCommands(DeskPart):
    """Appointments and qualifications; whoever may be asked for more is matched with who waits."""

    def appoint(self, appointments: Sequence[Appointment], at: int) -> list[Event]:
        """Let people sit at the next vacant places of their courts; they may be offered cases from now on.

        Each begins at most `drift_cap_milli` below the colleagues he finds at his court, as whoever returns does, lest
        their lead become his flood of cases.

        Parameters
        ----------
        appointments
            In order: of one court, the first gets the smallest number.
        at
            From when, microseconds since the epoch.

        Raises
        ------
        AppointmentError
            If there are none or too many, a value lies outside its bounds, an attribute is not the roster's, or an
            external id is somebody's already.
        CoreError
            If there is no such court.
        VacancyError
            If a court has fewer vacant places left.
        """
        self._check_all(appointments)
        office = self._office
        office.open(at)
        raises: dict[int, int] = {}
        appointed: list[int] = []
        with office.core.many_changes():
            for one in appointments:
                number = office.core.vacant_place(one.court_id)
                if one.court_id not in raises:
                    raised = office.core.entry_raise(number, office.rules.drift_cap_milli)
                    raises[one.court_id] = min(raised, WEIGHT_MILLI_MAX)
                office.record(self._appointed(one, number, raises[one.court_id]))
                appointed.append(number)
        self._walk.match(appointed)
        return office.close()

    def qualify(
        self,
        mediator: int,
        at: int,
        *,
        dispute_types: Sequence[DisputeType] | None = None,
        languages: Sequence[Language] | None = None,
        attributes: Sequence[str] | None = None,
        share_milli: int | None = None,
        capacity: int | None = None,
    ) -> list[Event]:
        """Change what a mediator may be asked for from now on; what he is offered or holds stays with him.

        Nothing happens if nothing is different.

        Parameters
        ----------
        mediator
            Who.
        at
            From when, microseconds since the epoch.
        dispute_types, languages, attributes, share_milli, capacity
            As for `Appointment`; what is left out stays as it is.

        Raises
        ------
        UnknownMediatorError
            If there is none of that number.
        AppointmentError
            If a value lies outside its bounds, or an attribute is not the roster's.
        """
        before = qualification_of(self._office.core, mediator)
        changes = {
            "dispute_types": None if dispute_types is None else _types_mask(dispute_types, "dispute_types"),
            "languages": None if languages is None else _languages_mask(languages, "languages"),
            "attributes": None if attributes is None else self._attributes_mask(attributes, "attributes"),
            "share_milli": _within("share_milli", share_milli, 1, FULL_TIME_MILLI),
            "capacity": _within("capacity", capacity, 0, CAPACITY_MAX),
        }
        after = before._replace(**{name: value for name, value in changes.items() if value is not None})
        court_id = self._begin(mediator, at)
        if after != before:
            about = self._office.about_court(court_id)
            self._office.record(MediatorQualified(**about, mediator_id=mediator, **after._asdict()))
            self._walk.match([mediator], self._deserted())
        return self._office.close()

    def _check_all(self, appointments: Sequence[Appointment]) -> None:
        if not 1 <= len(appointments) <= APPOINTED_AT_ONCE_MAX:
            raise AppointmentError(
                f"mediators has {len(appointments)} entries: must have within 1..{APPOINTED_AT_ONCE_MAX}"
            )
        core, names = self._office.core, set[str]()
        for place, one in enumerate(appointments):
            check_appointment(one, f"mediators[{place}]")
            check_number("court_id", one.court_id, core.roster.courts - 1)
            self._attributes_mask(one.attributes, f"mediators[{place}].attributes")
            self._check_name(one.external_id, f"mediators[{place}].external_id", names)
            names.add(one.external_id)
        for court_id, wanted in Counter(one.court_id for one in appointments).items():
            check_places(court_id, wanted, *vacancies(core.state, core.roster, court_id))

    def _check_name(self, name: str, field: str, names: set[str]) -> None:
        """Refuse a name that does not tell its bearer from all others, in files that name him by it."""
        record = self._office.roster
        if not name and record.has_ids:
            raise AppointmentError(f"{field}: must be given, as the roster's mediators have ids of their own")
        if name and not record.has_ids and name.isdecimal():
            raise AppointmentError(f"{field} = {name!r}: must not be a number, as others are named by theirs")
        if name and (name in names or record.is_taken(name)):
            raise AppointmentError(f"{field} = {name!r}: must not be somebody's already")

    def _appointed(self, one: Appointment, number: int, entry_milli: int) -> MediatorAppointed:
        first, second, third, fourth = packed(one.external_id)
        return MediatorAppointed(
            **self._office.about_court(one.court_id),
            mediator_id=number,
            organisation_id=one.organisation_id,
            dispute_types=_types_mask(one.dispute_types, "dispute_types"),
            languages=_languages_mask(one.languages, "languages"),
            origin=one.origin,
            gender=one.gender,
            share_milli=one.share_milli,
            rank=number if one.rank is None else one.rank,
            attributes=self._attributes_mask(one.attributes, "attributes"),
            capacity=one.capacity,
            entry_milli=entry_milli,
            external_id_1=first,
            external_id_2=second,
            external_id_3=third,
            external_id_4=fourth,
        )

    def _attributes_mask(self, names: Sequence[str], field: str) -> int:
        known = self._office.core.roster.attribute_names
        for name in names:
            if name not in known:
                must = f"one of {', '.join(known)}" if known else "left out: the roster has no attributes of its own"
                raise AppointmentError(f"{field} = {name!r}: must be {must}")
        return _mask([known.index(name) for name in names])

    def _deserted(self) -> list[DocketEntry]:
        """Return the cases that only waited for somebody who cannot take them any more: all others have declined."""
        core, docket = self._office.core, self._office.docket
        waiting = waiting_cases(core)
        return [docket.entry(one) for one in waiting if core.decide_offer(one, _ANY_WORD).mediator == NEW_ROUND]


def _types_mask(words: Sequence[DisputeType], field: str) -> int:
    check_words(tuple(words), field)
    return _mask([DISPUTE_TYPES.index(word) for word in words])


def _languages_mask(words: Sequence[Language], field: str) -> int:
    check_words(tuple(words), field)
    return _mask([LANGUAGES.index(word) for word in words])


def _mask(bits: Sequence[int]) -> int:
    return sum(1 << bit for bit in set(bits))


def _within(name: str, value: int | None, smallest: int, largest: int) -> int | None:
    if value is not None and not smallest <= value <= largest:
        raise AppointmentError(f"{name} = {value}: must be within {smallest}..{largest}")
    return value
