"""Everything that a run will do, drawn before it begins: the same seed and profile give the same plan.

Arrivals form a Poisson process: times between them are exponential, and none waits for an answer to another. So a slow
service meets the same load as a quick one, and what waits in front of it shows.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random
from typing import Final, Literal, TypeAlias

import msgspec

from loadtests.errors import ProfileError
from loadtests.profile import Mix, Profile

Reply: TypeAlias = Literal["accept", "decline", "lapse"]
ARRIVALS_MAX: Final = 2_000_000
"""Of one plan, which lies in memory."""
OFFERS_MAX: Final = 4
"""Offers of one case that the plan answers; later ones lapse."""
_MANDARIN: Final = "mandarin"
_AMOUNTS_FEN: Final = (500_000, 20_000_000)
"""Least and largest amount in dispute; an assumption that changes nothing of the work."""


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """What is handed in."""

    court_id: int
    dispute_type: str
    channel: str
    entry_route: str
    language: str
    amount_fen: int


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """One filing and what its mediators will do."""

    number: int
    """From 0, in order of time."""
    at_seconds: float
    """From the beginning of the run."""
    filing: Filing
    replies: tuple[tuple[Reply, float], ...]
    """To the first offers: what, and how many seconds after the offer."""
    ends_after_seconds: float
    """From acceptance to the end of the mediation."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A run, as it is handed to the process that makes the load."""

    profile: str
    seed: int
    seconds: float
    """How long cases arrive."""
    arrivals: tuple[Arrival, ...]


def plan(profile: Profile, *, seconds: float, seed: int) -> Plan:
    """Draw a run.

    Parameters
    ----------
    profile
        The load.
    seconds
        How long cases arrive.
    seed
        Of every choice.

    Raises
    ------
    ProfileError
        If no time is given, or more arrivals are expected than fit into memory.

    Examples
    --------
    >>> from loadtests.example import example_profile
    >>> run = plan(example_profile(), seconds=60, seed=1)
    >>> run == plan(example_profile(), seconds=60, seed=1)
    True
    >>> all(first.at_seconds <= second.at_seconds for first, second in zip(run.arrivals, run.arrivals[1:]))
    True
    """
    expected = profile.filings_per_minute * seconds / 60
    if seconds <= 0 or expected > ARRIVALS_MAX:
        raise ProfileError(
            f"seconds = {seconds:g}: must be above 0, and {expected:,.0f} filings at most {ARRIVALS_MAX:,}"
        )
    random = Random(seed)  # noqa: S311 - chooses what is asked, guards nothing
    draws = _Draws(profile.mix, random)
    times = _times(random, profile.filings_per_minute / 60, seconds)
    arrivals = (_arrival(number, at, profile, draws, random) for number, at in enumerate(times))
    return Plan(profile=profile.name, seed=seed, seconds=seconds, arrivals=tuple(arrivals))


def _times(random: Random, per_second: float, seconds: float) -> Iterator[float]:
    at = random.expovariate(per_second)
    while at < seconds:
        yield at
        at += random.expovariate(per_second)


class _Table:
    """Words by their shares."""

    def __init__(self, shares: dict[str, float]) -> None:
        self._words: Final = list(shares)
        self._sums: Final = list(accumulate(shares.values()))

    def draw(self, random: Random) -> str:
        return self._words[_place(self._sums, random)]


class _Draws:
    """Draws filings of a mix."""

    def __init__(self, mix: Mix, random: Random) -> None:
        self._mix: Final = mix
        self._random: Final = random
        self._courts: Final = list(accumulate(court.share for court in mix.courts))
        self._types: Final = _Table(mix.dispute_types)
        self._channels: Final = _Table(mix.channels)
        self._routes: Final = _Table(mix.entry_routes)

    def filing(self) -> Filing:
        random = self._random
        court = self._mix.courts[_place(self._courts, random)]
        is_minority = random.random() < self._mix.minority_language_share
        return Filing(
            court_id=court.court_id,
            dispute_type=self._types.draw(random),
            channel=self._channels.draw(random),
            entry_route=self._routes.draw(random),
            language=random.choice(court.languages) if is_minority and court.languages else _MANDARIN,
            amount_fen=random.randint(*_AMOUNTS_FEN),
        )


def _place(sums: Sequence[float], random: Random) -> int:
    return min(bisect_right(sums, random.random() * sums[-1]), len(sums) - 1)


def _arrival(number: int, at: float, profile: Profile, draws: _Draws, random: Random) -> Arrival:
    course = profile.course
    replies: list[tuple[Reply, float]] = []
    for _ in range(OFFERS_MAX):
        chance = random.random()
        after = random.expovariate(1 / course.answer_mean_seconds)
        if chance < course.accept_share:
            replies.append(("accept", after))
            break
        if chance < course.accept_share + course.lapse_share:
            replies.append(("lapse", after))
            break
        replies.append(("decline", after))
    return Arrival(
        number=number,
        at_seconds=at,
        filing=draws.filing(),
        replies=tuple(replies),
        ends_after_seconds=random.expovariate(1 / course.end_mean_seconds),
    )
