"""The clock's plain reference: it walks over local dates one by one and knows no table."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction
from functools import cache, cached_property

from engine.calendar.year import YearDays

ZONE = timezone(timedelta(hours=8))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)
OFFICE_HOURS = ((time(9), time(12)), (time(13), time(18)))


def us(moment: datetime) -> int:
    """The instant of a local date and time."""
    return (moment.replace(tzinfo=moment.tzinfo or ZONE) - EPOCH) // MICROSECOND


def local(at_us: int) -> datetime:
    """The local date and time of an instant."""
    return (EPOCH + at_us * MICROSECOND).astimezone(ZONE)


@cache
def midnight(day: date) -> int:
    """The instant at which a local day begins."""
    return us(datetime.combine(day, time()))


@cache
def office_hours(day: date) -> list[tuple[int, int]]:
    """Instants between which courts work if they work that day."""
    return [(us(datetime.combine(day, opens)), us(datetime.combine(day, closes))) for opens, closes in OFFICE_HOURS]


class PlainClock:
    """Every answer of the compiled clock for some years, by walking from day to day."""

    def __init__(self, years: Mapping[int, YearDays]) -> None:
        self.years = years
        self.first = date(min(years), 1, 1)
        self.last = date(max(years), 12, 31)

    def is_workday(self, day: date) -> bool:
        return day.year in self.years and self.years[day.year].is_workday(day)

    def hours(self, day: date) -> list[tuple[int, int]]:
        """Instants between which the day is worked."""
        return office_hours(day) if self.is_workday(day) else []

    def days_from(self, day: date) -> Iterator[date]:
        while day <= self.last:
            yield day
            day += DAY

    def is_working(self, at_us: int) -> bool:
        return any(opens <= at_us < closes for opens, closes in self.hours(local(at_us).date()))

    def working_us(self, starts_at: int, ends_at: int) -> int:
        total = 0
        for day in self.days_from(local(starts_at).date()):
            if midnight(day) >= ends_at:
                break
            for opens, closes in self.hours(day):
                total += max(min(closes, ends_at) - max(opens, starts_at), 0)
        return total

    def workdays(self, starts_at: int, ends_at: int) -> int:
        days = self.days_from(local(starts_at).date())
        return sum(starts_at <= midnight(day) < ends_at and self.is_workday(day) for day in days)

    def add_working_us(self, at_us: int, working_us: int) -> int | None:
        """None if the years end first."""
        for day in self.days_from(local(at_us).date()):
            for opens, closes in self.hours(day):
                begins = max(opens, at_us)
                if closes - begins >= working_us:
                    return begins + working_us
                working_us -= max(closes - begins, 0)
        return None

    def end_of_working_day(self, at_us: int, days: int) -> int | None:
        """None if the years end first."""
        for day in self.days_from(local(at_us).date() + DAY):
            days -= self.is_workday(day)
            if days == 0:
                return midnight(day + DAY)
        return None

    @cached_property
    def blocks(self) -> list[list[date]]:
        """The days over which work is spread: each worked week with the free weeks before it.

        Free weeks at the very end go with the last worked one.
        """
        blocks: list[list[date]] = [[]]
        worked = False
        for day in self.days_from(self.first):
            if worked and day.weekday() == 0:
                blocks.append([])
                worked = False
            blocks[-1].append(day)
            worked = worked or self.is_workday(day)
        if not worked:
            blocks[-2:] = [blocks[-2] + blocks[-1]]
        return blocks

    def block(self, day: date) -> list[date]:
        """The block of a day."""
        return next(block for block in self.blocks if day <= block[-1])

    def slope(self, day: date) -> Fraction:
        """How much faster than working time levelled time runs on a day's block."""
        days = self.block(day)
        return Fraction(3 * len(days), sum(self.is_workday(known) for known in days))

    def levelled(self, at_us: int) -> int:
        days = self.block(min(local(at_us).date(), self.last))
        starts_at, ends_at = midnight(days[0]), midnight(days[-1] + DAY)
        share = Fraction(self.working_us(starts_at, at_us), self.working_us(starts_at, ends_at))
        return starts_at + (ends_at - starts_at) * share // 1

    def unlevelled(self, levelled_us: int) -> int:
        """By bisection: the earliest instant whose levelled time has reached the asked one."""
        early, late = midnight(self.first), midnight(self.last + DAY)
        while late - early > 1:
            middle = (early + late) // 2
            early, late = (early, middle) if self.levelled(middle) >= levelled_us else (middle, late)
        return late
