"""A made-up permit log: the columns and the traps of the real one, with counts that are known because we made them.

Cases repeat their own facts on every row, some are still open, two end before they start, some starts lie in the
hour that clocks showed twice, events go on behind the end of some cases and precede the start of others, and rows
stand in order of cases, not of time.
"""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

CHANNELS = {"Internet": 250, "Desk": 30, "Post": 12, "e-mail": 7, "Intern": 1}
"""Channel to cases."""

OPEN_CASES = 21
REVERSED_CASES = 2
AMBIGUOUS_STARTS = 3
CASES = sum(CHANNELS.values())

HEADER = (
    "case,channel,department,responsible,startdate,enddate,enddate_planned,deadline,"
    "activity,group,resource,timestamp_local"
)
_ACTIVITIES = ("Confirmation of receipt", "T02 Check", "T04 Determine", "T06 Determine necessity", "T10 Stop")
_SUMMER = (
    (datetime(2010, 3, 28, 1, tzinfo=UTC), datetime(2010, 10, 31, 1, tzinfo=UTC)),
    (datetime(2011, 3, 27, 1, tzinfo=UTC), datetime(2011, 10, 30, 1, tzinfo=UTC)),
    (datetime(2012, 3, 25, 1, tzinfo=UTC), datetime(2012, 10, 28, 1, tzinfo=UTC)),
)
"""When clocks in Amsterdam were two hours ahead of UTC, in UTC: written out, to owe nothing to a time zone library."""

_TWICE = datetime(2010, 10, 31, 0, 6, 40, tzinfo=UTC)
"""02:06:40 in Amsterdam for the first time that night."""


@dataclass(frozen=True, kw_only=True)
class MadeCase:
    """A case as it truly was; times in UTC."""

    case_id: str
    channel: str
    starts: datetime
    ends: datetime | None
    deadline: datetime
    events: tuple[datetime, ...]

    @property
    def is_reversed(self) -> bool:
        return self.ends is not None and self.ends < self.starts

    @property
    def is_late(self) -> bool:
        return self.ends is not None and self.ends > self.deadline

    @property
    def days(self) -> float | None:
        return None if self.ends is None else (self.ends - self.starts) / timedelta(days=1)


def made_cases(seed: int) -> list[MadeCase]:
    """Draw the cases; counts are those above whatever the seed."""
    draw = random.Random(seed)
    channels = [channel for channel, cases in CHANNELS.items() for _ in range(cases)]
    draw.shuffle(channels)
    special = draw.sample(range(CASES), OPEN_CASES + REVERSED_CASES + AMBIGUOUS_STARTS)
    still_open, reversed_ones = set(special[:OPEN_CASES]), set(special[OPEN_CASES : OPEN_CASES + REVERSED_CASES])
    ambiguous = set(special[OPEN_CASES + REVERSED_CASES :])
    cases: list[MadeCase] = []
    for index, channel in enumerate(channels):
        starts = _TWICE if index in ambiguous else _a_moment(draw)
        ends = starts + timedelta(seconds=draw.randint(3_600, 110 * 86_400))
        if index in reversed_ones:
            ends = starts - timedelta(seconds=4_000)
        made = MadeCase(
            case_id=f"case-{9000 + index}",
            channel=channel,
            starts=starts,
            ends=None if index in still_open else _clear(ends),
            deadline=_clear(starts + timedelta(days=55)),
            events=tuple(_clear(starts + timedelta(seconds=draw.randint(-600, 9_000_000))) for _ in range(5)),
        )
        cases.append(made)
    return cases


def as_csv(cases: list[MadeCase]) -> str:
    """Write the log as its source would: local time, no zone."""
    rows = [HEADER]
    for case in cases:
        ends = "" if case.ends is None else local(case.ends)
        whole = f"{case.case_id},{case.channel},General,Resource01,{local(case.starts)},{ends}"
        whole += f",{local(case.deadline)},{local(case.deadline)}"
        rows += [
            f"{whole},{activity},Group 1,Resource02,{local(at)}"
            for activity, at in zip(_ACTIVITIES, case.events, strict=True)
        ]
    return "\n".join(rows) + "\n"


def local(at: datetime) -> str:
    """Amsterdam's wall clock at an instant of UTC."""
    ahead = 2 if any(first <= at < last for first, last in _SUMMER) else 1
    return (at + timedelta(hours=ahead)).strftime("%Y-%m-%dT%H:%M:%S")


def epoch_us(at: datetime) -> int:
    """Microseconds since the epoch."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _a_moment(draw: random.Random) -> datetime:
    return _clear(datetime(2010, 10, 1, tzinfo=UTC) + timedelta(seconds=draw.randint(0, 440 * 86_400)))


def _clear(at: datetime) -> datetime:
    """Step out of the second showing of an hour: a wall clock cannot tell it from the first."""
    again = any(last <= at < last + timedelta(hours=1) for _, last in _SUMMER)
    return at + timedelta(hours=1) if again else at
