"""The smallest desk at which something can be assigned: for examples, documentation and first tests."""

from typing import Final

from engine.calendar.calendar import WorkCalendar
from engine.calendar.day import local_instant_us
from engine.core.assignment import AssignmentCore
from engine.core.example import one_court_roster
from engine.core.policy import PolicySettings
from engine.desk.desk import Desk
from engine.desk.filing import Filing
from engine.desk.rules import DeskRules
from engine.events.enums import Channel, DisputeType, EntryRoute, Language

MONDAY: Final = local_instant_us(2020, 5, 11, 10)
"""Ten in the morning of a Monday in an ordinary week."""
_WORD: Final = 2**64


def words(case_id: int, attempt: int, _at: int) -> int:
    """Return a word that looks random and is not: anybody can compute it, so no court should draw by it.

    The mixing is SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).

    Examples
    --------
    >>> words(7, 1, 0)
    725956797819338954
    """
    mixed = (case_id * 0x9E3779B97F4A7C15 + attempt * 0xD1342543DE82EF95) % _WORD
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 % _WORD
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB % _WORD
    mixed ^= mixed >> 31
    return mixed - _WORD if mixed >= _WORD // 2 else mixed


def filing(case_id: int, *, panel_size: int = 1, parties: tuple[str, ...] = ()) -> Filing:
    """Return the filing of a standard case at the one court.

    Examples
    --------
    >>> filing(7).court_id
    0
    """
    return Filing(
        case_id=case_id,
        dispute_id=case_id,
        court_id=0,
        dispute_type=DisputeType.FAMILY,
        channel=Channel.ONLINE_FILING,
        entry_route=EntryRoute.PARTY_APPLICATION,
        language=Language.MANDARIN,
        panel_size=panel_size,
        parties=parties,
    )


def one_court_desk(*, capacity: int = 3, rules: DeskRules | None = None) -> Desk:
    """Return the desk of one court with two mediators, for the years 2020 and 2021.

    Examples
    --------
    >>> one_court_desk().core.roster.mediators
    2
    """
    core = AssignmentCore(one_court_roster(capacity), PolicySettings())
    return Desk(core, WorkCalendar.china(2020, 2021), words, rules)
