"""Which stretches of which case tables a user asks to be measured and compared."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from analytics.periods.stretch import Earlier, Stretch, earlier, observed_period, settle
from analytics.periods.words import NamedPeriod, local_day, read_period
from cli.errors import CliError
from engine.calendar.calendar import WorkCalendar

_WORDS: Final = frozenset(one.value for one in Earlier)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a user wrote."""

    period: str | None = None
    """The period to measure; None for all that was observed."""
    against: str | None = None
    """The earlier one: a period, or how it is found."""
    before: Path | None = None
    """Case table of the earlier one; None for that of the other."""

    @property
    def compares(self) -> bool:
        """Whether an earlier period is asked for at all."""
        return self.against is not None or self.before is not None

    @property
    def follows(self) -> bool:
        """Whether the earlier period is found by the other, and cut as that is."""
        return self.against is None or self.against in _WORDS


def measured_stretch(cases: Path, words: str | None, calendar: WorkCalendar) -> Stretch:
    """Give the stretch of a case table that is measured.

    Raises
    ------
    PeriodError
        If `words` are no period, or nothing of it was observed.
    """
    observed = observed_period(cases)
    return observed if words is None else _settled(read_period(words), observed, calendar, f"period = {words}")


def earlier_stretch(cases: Path, now: Stretch, asked: Asked, calendar: WorkCalendar) -> Stretch:
    """Give the stretch that `now` is compared with, of the case table that holds it.

    Parameters
    ----------
    cases
        Case table of the earlier period.
    now
        What it is compared with.
    asked
        What the user wrote. Without `against` it is a year before, or where `period` is left out too, all that the
        other table was observed.
    calendar
        Says which days are workdays.

    Raises
    ------
    CliError
        If two periods of one table are to be compared and neither is named, or they overlap: cases that are in both
        would be compared with themselves.
    PeriodError
        If `against` is no period, or nothing of it was observed.
    """
    observed = observed_period(cases)
    if asked.against is None and asked.period is None:
        if asked.before is None:
            raise CliError("period: must be named, unless --before names the cases of the earlier one")
        return observed
    found = _against(asked, now, observed, calendar)
    if asked.before is None and found.ends_at > now.starts_at:
        raise CliError(f"against = {asked.against}: must end before the period starts, {local_day(now.starts_at)}")
    return found


def _against(asked: Asked, now: Stretch, observed: Stretch, calendar: WorkCalendar) -> Stretch:
    words = asked.against or Earlier.YEAR.value
    name = f"against = {words}"
    if words not in _WORDS:
        return _settled(read_period(words, "against"), observed, calendar, name)
    which = Earlier(words)
    if which is Earlier.PERIOD and asked.period is None:
        raise CliError(f"{name}: must come with --period, whose length the earlier one takes")
    named = None if asked.period is None else read_period(asked.period)
    starts_at, ends_at = earlier(named, now, which)
    name += f" ({local_day(starts_at)} to {local_day(ends_at - 1)})"
    return settle(starts_at, ends_at, observed=observed, calendar=calendar, name=name)


def _settled(named: NamedPeriod, observed: Stretch, calendar: WorkCalendar, name: str) -> Stretch:
    return settle(named.starts_at, named.ends_at, observed=observed, calendar=calendar, name=name)
