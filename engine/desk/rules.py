"""What the law and the court lay down about the procedure: periods, penalties, lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from engine.core.policy import STANDARD_CASE_MILLI, WEIGHT_MILLI_MAX
from engine.desk.errors import RulesError
from engine.desk.party_choice import STRIKES_OF_LIST

WORKING_DAYS_MAX: Final = 60
"""Longest wait that a rule may set: a working quarter."""
PERIOD_DAYS_MAX: Final = 366
"""Longest period of a mediation without an extension."""
LIST_SIZE_MAX: Final = 64
"""Longest list that parties can be asked to rank."""


@dataclass(frozen=True, kw_only=True)
class DeskRules:
    """Rules of the procedure; the defaults are those of the law where it sets any.

    Waits at the ladder's steps are not among them: they are the ladder's (`engine.core.ladder`).

    Raises
    ------
    RulesError
        With the first field that is out of its bounds.

    Examples
    --------
    >>> DeskRules(offer_working_days=0)
    Traceback (most recent call last):
    ...
    engine.desk.errors.RulesError: offer_working_days = 0: must be within 1..60
    """

    offer_working_days: int = 3
    """Working days to answer an offer (ONL 12)."""
    choice_working_days: int = 2
    """Working days for the parties to agree on a mediator (ONL 10)."""
    designation_working_days: int = 3
    """Working days for the court to designate one (ONL 10); how long a case waits at a last step without a wait."""
    review_working_days: int = 5
    """Working days a clerk has for an exhausted case; no rule sets any."""
    period_days: int = 30
    """Calendar days of a mediation before filing, from the acceptance (ONL 24)."""
    period_days_after_filing: int = 15
    """Calendar days of a mediation after filing, ordinary procedure (ONL 24); 7 in summary procedure."""
    decline_penalty_milli: int = 500
    """Added to the cumulative weight of who declines, thousandths of a standard case."""
    lapse_penalty_milli: int = STANDARD_CASE_MILLI
    """The same for who does not answer: a silent mediator must not stay everybody's next one."""
    drift_cap_milli: int = STANDARD_CASE_MILLI
    """How far below his colleagues' smallest cumulative weight a new or returning mediator may start."""
    strikes_of_list: Mapping[int, int] = field(default_factory=lambda: STRIKES_OF_LIST)
    """Sizes that a list to strike and rank may have, and the strikes of each party."""

    def __post_init__(self) -> None:
        """Check every field."""
        for name in ("offer", "choice", "designation", "review"):
            self._check(f"{name}_working_days", 1, WORKING_DAYS_MAX)
        for name in ("period_days", "period_days_after_filing"):
            self._check(name, 1, PERIOD_DAYS_MAX)
        for name in ("decline_penalty_milli", "lapse_penalty_milli", "drift_cap_milli"):
            self._check(name, 0, WEIGHT_MILLI_MAX)
        for size, strikes in self.strikes_of_list.items():
            if not 0 <= 2 * strikes < size <= LIST_SIZE_MAX:
                bound = f"must leave two parties one name of at most {LIST_SIZE_MAX}"
                raise RulesError(f"strikes_of_list[{size}] = {strikes}: {bound}")
        object.__setattr__(self, "strikes_of_list", MappingProxyType(dict(self.strikes_of_list)))

    def _check(self, name: str, smallest: int, largest: int) -> None:
        value: int = getattr(self, name)
        if not smallest <= value <= largest:
            raise RulesError(f"{name} = {value}: must be within {smallest}..{largest}")
