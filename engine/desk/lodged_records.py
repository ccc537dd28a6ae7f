"""The events and the docket entries of cases that was filed and at once offered, or left waiting."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from engine.core.outcome import NOBODY
from engine.desk.handed import Handed
from engine.desk.lodged_events import LodgedCases
from engine.desk.office import About, Office
from engine.events.enums import Channel, DisputeType, EntryRoute, EscalationReason, Language, OfferBasis
from engine.events.records import DeckRenewed, Escalated, Event, Filed, Offered
from engine.events.scan import NULL, WIDTH, column_of, row_of

SAID: Final = (
    "court_id", "dispute_type", "channel", "entry_route", "language", "weight_milli", "boost_us", "origin",
    "mediator_gender",
)  # fmt: skip
"""Fields of a filing that whoever hands in a case says."""

_PRE_FILING: Final = {str(route.value): route.is_pre_filing for route in EntryRoute}
"""By the word itself: a member of an enumeration is slow to hash."""
_SEAT: Final = 0
_FIRST_ATTEMPT: Final = 1


class LodgedRecords:
    """What cases filed at one instant have in common, and what each of them makes of it.

    Parameters
    ----------
    office
        Core, rules and calendar.
    at
        When they were handed in, microseconds since the epoch.
    """

    def __init__(self, office: Office, at: int) -> None:
        deadlines, last_step = office.deadlines, office.deadlines.last_step
        self._office: Final = office
        self.at: Final = at
        self.skips: Final = np.array([step.skip_if_nobody_free for step in office.core.ladder.steps], np.bool_)
        self._step_ends: Final = [deadlines.step_end(step, at) for step in range(last_step + 1)]
        designated_by = deadlines.designation_end(at)
        self.designated_by: Final = designated_by
        self._waits_until: Final = np.array([designated_by if end is None else end for end in self._step_ends])
        self.offer_end: Final = deadlines.offer_end(at)
        self.latest_deadline: Final = max(*self._waits_until.tolist(), designated_by, self.offer_end)
        self._filed: Final = Filed(
            occurred_at=at,
            recorded_at=at,
            dispute_id=0,
            case_id=0,
            court_id=0,
            dispute_type=DisputeType.OTHER,
            channel=Channel.ONLINE_FILING,
            entry_route=EntryRoute.PARTY_APPLICATION,
            language=Language.MANDARIN,
            weight_milli=0,
            deadline=self._step_ends[0],
            track=office.track,
        )
        self._offered: Final = Offered(
            occurred_at=at,
            recorded_at=at,
            dispute_id=0,
            case_id=0,
            court_id=0,
            mediator_id=0,
            organisation_id=0,
            attempt=_FIRST_ATTEMPT,
            step=0,
            deadline=self.offer_end,
            pool_size=0,
            band_size=0,
            word=0,
            ticket_total=0,
            basis=OfferBasis.DRAWN,
            seat=_SEAT,
            track=office.track,
        )

    def of(self, case: Handed, number: int, done: list[int], word: int, organisation: int) -> list[Event]:
        """Return a case's events, in order.

        Parameters
        ----------
        case
            As it was handed in.
        number
            Its number and that of its dispute.
        done
            What the core has made of it: one value for each of `engine.core.lodging.DONE_COLUMNS`.
        word
            The word of its draw.
        organisation
            Of whom it was offered to.
        """
        _, step, busy, is_deck_renewed, mediator, pool, band, tickets, version = done
        filed = replace(
            self._filed,
            dispute_id=number,
            case_id=number,
            court_id=case.court_id,
            dispute_type=case.dispute_type,
            channel=case.channel,
            entry_route=case.entry_route,
            language=case.language,
            weight_milli=case.weight_milli,
            boost_us=case.boost_us,
            origin=case.origin,
            mediator_gender=case.mediator_gender,
        )
        events: list[Event] = [filed]
        if step:
            events += self._escalations(filed, step, busy)
        if is_deck_renewed:
            events.append(DeckRenewed(**self._about(filed), step=step))
        if mediator != NOBODY:
            offered = replace(
                self._offered,
                dispute_id=number,
                case_id=number,
                court_id=case.court_id,
                mediator_id=mediator,
                organisation_id=organisation,
                step=step,
                pool_size=pool,
                band_size=band,
                word=word,
                ticket_total=tickets,
                policy_version=version,
            )
            events.append(offered)
        return events

    def entries(
        self, filed: NDArray[np.int64], done: NDArray[np.int64], pre_filing: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """int64[n, 13]: the docket's entries of cases, columns `engine.desk.lodged_entries.ENTRY_COLUMNS`.

        Parameters
        ----------
        filed, done
            int64[n, 8] and int64[n, 9]: what the core was told, and what it has made of them.
        pre_filing
            int64[n]: 1 for each dispute that has not been registered as a lawsuit.
        """
        step, mediator = done[:, 1], done[:, 4]
        organisations = np.where(mediator == NOBODY, 0, self._office.organisations_of(mediator))
        return np.column_stack((filed, step, mediator, organisations, pre_filing, self._waits_until[step]))

    def pre_filing(self, cases: Sequence[Handed]) -> NDArray[np.int64]:
        """int64[n]: 1 for each dispute that has not been registered as a lawsuit."""
        return np.array([_PRE_FILING[case.entry_route._value_] for case in cases], np.int64)

    def filings(self, said: Mapping[str, NDArray[np.int64]], first_number: int, count: int) -> NDArray[np.int64]:
        """int64[n, m]: values of the filings of cases that say so, numbered from the first on."""
        values = np.empty((count, WIDTH), np.int64)
        values[:] = row_of(self._filed)
        for name in ("dispute_id", "case_id"):
            values[:, column_of(Filed, name)] = np.arange(first_number, first_number + count)
        for name in SAID:
            values[:, column_of(Filed, name)] = said[name]
        return values

    def lodged(
        self,
        filed: NDArray[np.int64],
        done: NDArray[np.int64],
        words: NDArray[np.int64],
        organisations: NDArray[np.int64],
    ) -> LodgedCases:
        """Return cases with all that their events have in common; arguments as `LodgedCases` has them."""
        about = self._about(self._filed)
        ends = [NULL if end is None else end for end in self._step_ends]
        return LodgedCases(
            filed,
            done,
            words,
            organisations,
            row_of(Escalated(**about, step=0, deadline=None)),
            row_of(DeckRenewed(**about, step=0)),
            row_of(self._offered),
            np.array(ends, np.int64),
        )

    def _escalations(self, filed: Filed, step: int, busy: int) -> list[Event]:
        return [
            Escalated(
                **self._about(filed),
                step=left + 1,
                deadline=self._step_ends[left + 1],
                reason=EscalationReason.NOBODY_FREE if busy >> left & 1 else EscalationReason.NOBODY_ELIGIBLE,
            )
            for left in range(step)
        ]

    def _about(self, filed: Filed) -> About:
        return About(
            occurred_at=self.at,
            recorded_at=self.at,
            dispute_id=filed.dispute_id,
            case_id=filed.case_id,
            court_id=filed.court_id,
            track=filed.track,
        )
