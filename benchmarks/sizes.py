"""How large the worlds of the benchmarks are."""

from typing import Final

SEATED_CASES: Final = 509_500
"""Cases that the national platform of 2020 held at once: its yearly mean by Little's law."""
DECISIONS: Final = 10_000
"""Decisions in each round: of many courts, so that each is met cold in the processor's caches, as in life."""
CONFLICTED_SHARE: Final = 0.05
"""Share of the waiting cases that have mediators in conflict with a party (ONL 13): an assumption."""
CONFLICTS_MAX: Final = 3
"""Most mediators of a court in conflict with one case; any number from 1 on is as likely."""
DECLINED_SHARE: Final = 0.03
"""Share of the waiting cases that one mediator has declined in this round (ONL 12): an assumption as well."""
LARGE_MEDIATORS: Final = 10_000_000
"""Mediators of the largest nation, sixty times the national platform's: what a decision costs must follow its court."""
TABLE_CASES: Final = 710_000
"""Rows of the case table that a simulated national week leaves: those it found open and those filed in it."""
SIMULATED_SHARE: Final = 0.1
"""Share of the nation that a day is simulated of: a day of the whole takes ten times as long and tells no more."""
