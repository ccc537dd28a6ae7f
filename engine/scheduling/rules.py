"""What may be booked, and how soon, how often and how late: one provisional record.

No text on the scheduling of the one-stop platform could be read, so every default but the notice of hearings is an
assumption, for the court to confirm or to change.
"""

import msgspec

from engine.calendar.clock import AFTERNOON_US
from engine.calendar.day import MINUTE_US
from engine.scheduling.errors import SchedulingRulesError
from engine.scheduling.words import Purpose

_MEETING_MINUTES_MAX = AFTERNOON_US // MINUTE_US


class SchedulingRules(msgspec.Struct, frozen=True, kw_only=True):
    """Rules of scheduling; provisional.

    Raises
    ------
    SchedulingRulesError
        With the first field that is out of its bounds.

    Examples
    --------
    >>> SchedulingRules(start_step_minutes=7)
    Traceback (most recent call last):
    ...
    engine.scheduling.errors.SchedulingRulesError: start_step_minutes = 7: must divide an hour
    """

    session_minutes: int = 45
    """Length of a mediation session or a panel's meeting if the order names none (assumption)."""
    hearing_minutes: int = 120
    """Length of a hearing if the order names none (assumption)."""
    meeting_minutes_max: int = _MEETING_MINUTES_MAX
    """Longest meeting: an afternoon, 300 minutes, the longest stretch of office hours. A longer hearing is booked
    half-day by half-day."""
    start_step_minutes: int = 15
    """Proposed times begin at multiples of this after the hour (assumption); whoever names a time may name any."""
    session_notice_days: int = 1
    """Local days between the booking and a session or a panel's meeting; none if all agree (assumption)."""
    hearing_notice_days: int = 3
    """The same for a hearing, whoever agrees: parties are told three days before (CPL 139). That arbitration keeps
    to the same is an assumption."""
    resettings_max: int = 3
    """How often a booking may be set again (assumption). The one after that is refused: a clerk must look."""
    horizon_days: int = 90
    """Calendar days that a search looks ahead (assumption): three statutory periods of mediation (ONL 24). Who finds
    no common time in them needs a person, not a longer search; it also bounds what a search can cost."""
    outside_office_hours: bool = False
    """Whether a remote meeting may lie outside office hours if all agree (assumption)."""
    outside_from_hour: int = 8
    """Local hour from which it may (assumption)."""
    outside_to_hour: int = 22
    """Local hour until which it may (assumption)."""
    participants_max: int = 64
    """Most participants of one booking, pools included."""
    blocked_days_max: int = 366
    """Longest blocked time in one booking, calendar days."""

    def __post_init__(self) -> None:
        """Check every field."""
        self._check("meeting_minutes_max", 1, _MEETING_MINUTES_MAX)
        for name in ("session_minutes", "hearing_minutes"):
            self._check(name, 1, self.meeting_minutes_max)
        self._check("start_step_minutes", 1, 60)
        if 60 % self.start_step_minutes:
            raise SchedulingRulesError(f"start_step_minutes = {self.start_step_minutes}: must divide an hour")
        self._check("horizon_days", 1, 366)
        for name in ("session_notice_days", "hearing_notice_days"):
            self._check(name, 0, self.horizon_days)
        self._check("resettings_max", 0, 100)
        self._check("outside_to_hour", 1, 24)
        self._check("outside_from_hour", 0, self.outside_to_hour - 1)
        self._check("participants_max", 1, 1024)
        self._check("blocked_days_max", 1, 3660)

    def minutes_of(self, purpose: Purpose) -> int:
        """Return the length of a meeting for which none is named."""
        return self.hearing_minutes if purpose is Purpose.HEARING else self.session_minutes

    def notice_days(self, purpose: Purpose, *, agreed: bool) -> int:
        """Return the local days that must lie between the booking and the meeting."""
        if purpose is Purpose.HEARING:
            return self.hearing_notice_days
        return 0 if agreed else self.session_notice_days

    def _check(self, name: str, smallest: int, largest: int) -> None:
        value: int = getattr(self, name)
        if not smallest <= value <= largest:
            raise SchedulingRulesError(f"{name} = {value}: must be within {smallest}..{largest}")
