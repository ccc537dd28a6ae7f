"""How the end of a clock was counted: what it takes to count it again by another calendar."""

from typing import Final, NamedTuple

from engine.events.lifecycle_words import Article

WORKING_DAYS: Final = "working_days"
CALENDAR_DAYS: Final = "calendar_days"
MONTHS: Final = "months"
STOOD_STILL: Final = "stood_still"
"""Microseconds for which the clock was stopped."""
UNITS: Final = (WORKING_DAYS, CALENDAR_DAYS, MONTHS, STOOD_STILL)
"""One of them stands in every step."""


class Step(NamedTuple):
    """One length: of the period itself, of an extension of it, or of the time it stood still."""

    unit: str
    length: int


class Counted(NamedTuple):
    """A clock's end as steps from an instant: each goes on from the end of the one before."""

    since: int
    """Microseconds since the epoch; of a clock that stood still first, the end it had."""
    steps: tuple[Step, ...]
    article: Article
    """What sets the period, or its last extension."""

    def then(self, step: Step, article: Article) -> "Counted":
        """Return it with one more step."""
        return Counted(self.since, (*self.steps, step), article)

    @property
    def in_working_days(self) -> bool:
        """Whether the last length is one of working days; other days off then count and only postpone the end."""
        lengths = [step.unit for step in self.steps if step.unit != STOOD_STILL]
        return bool(lengths) and lengths[-1] == WORKING_DAYS
