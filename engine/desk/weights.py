"""How heavy a case is: measured weights with their version, author, evidence and error.

A weight without its error cannot be assessed, which is what the Government Accountability Office held against the case
weights of the federal courts of the United States; so each entry has one. A weight is written into the case at its
filing and stays what it was when the weights are measured anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from engine.core.policy import STANDARD_CASE_MILLI, WEIGHT_MILLI_MAX
from engine.desk.errors import WeightsError
from engine.events.enums import DisputeType

_PARTIES_OF_A_STANDARD_CASE = 2


class MeasuredWeight(NamedTuple):
    """One weight and how sure it is."""

    weight_milli: int
    """Thousandths of a standard case."""
    standard_error_milli: int
    """Standard error of the weight, thousandths of a standard case."""


@dataclass(frozen=True, kw_only=True)
class CaseWeights:
    """Weights of one version, by dispute type.

    Raises
    ------
    WeightsError
        With everything that is wrong.

    Examples
    --------
    >>> weights = CaseWeights(
    ...     version=1,
    ...     author="Research office",
    ...     evidence="Time study of 900 cases, 2020",
    ...     entries={DisputeType.FAMILY: MeasuredWeight(1300, 90)},
    ...     extra_party_milli=200,
    ... )
    >>> weights.weight_of(DisputeType.FAMILY, parties=3)
    MeasuredWeight(weight_milli=1500, standard_error_milli=90)
    >>> weights.weight_of(DisputeType.LABOUR)
    MeasuredWeight(weight_milli=1000, standard_error_milli=0)
    """

    version: int
    """From 1, one more for each new measurement."""
    author: str
    """Who answers for them."""
    evidence: str
    """What they were measured on."""
    entries: Mapping[DisputeType, MeasuredWeight]
    """Weights by dispute type; a type that is left out is a standard case by definition, hence without error."""
    extra_party_milli: int = 0
    """Added for each party beyond two, thousandths of a standard case."""
    panel_seat_milli: int = STANDARD_CASE_MILLI
    """What each mediator of a panel of two or more is charged, thousandths of the case's weight."""

    def __post_init__(self) -> None:
        """Check every field and close the entries to changes."""
        mistakes = [*self._plain_mistakes(), *self._entry_mistakes()]
        if mistakes:
            raise WeightsError(*mistakes)
        object.__setattr__(self, "entries", MappingProxyType(dict(self.entries)))

    def weight_of(self, dispute_type: DisputeType, *, parties: int = 2, panel_size: int = 1) -> MeasuredWeight:
        """Return what a case adds to the cumulative weight of each of its mediators.

        Parameters
        ----------
        dispute_type
            What the case is about.
        parties
            Parties on both sides together, at least 2.
        panel_size
            Mediators who handle it together (ONL 11), at least 1.

        Returns
        -------
        MeasuredWeight
            The type's weight and, for each party beyond two, `extra_party_milli`; for a panel the share of a seat of
            that, rounded down. The error is that of the type, shared in the same way.

        Raises
        ------
        WeightsError
            If a number lies below its bound, or the weight beyond the largest a core takes.
        """
        _refuse(
            [
                *_bound_mistakes("parties", parties, _PARTIES_OF_A_STANDARD_CASE),
                *_bound_mistakes("panel_size", panel_size, 1),
            ]
        )
        weight_milli, error_milli = self.entries.get(dispute_type, MeasuredWeight(STANDARD_CASE_MILLI, 0))
        weight_milli += self.extra_party_milli * (parties - _PARTIES_OF_A_STANDARD_CASE)
        if panel_size > 1:
            weight_milli = weight_milli * self.panel_seat_milli // STANDARD_CASE_MILLI
            error_milli = error_milli * self.panel_seat_milli // STANDARD_CASE_MILLI
        _refuse(_bound_mistakes("weight_milli", weight_milli, 0))
        return MeasuredWeight(weight_milli, error_milli)

    def reweighed(self, entries: Mapping[DisputeType, MeasuredWeight], *, author: str, evidence: str) -> "CaseWeights":
        """Return the next version: these entries in the place of the old ones, other types and surcharges as before.

        Raises
        ------
        WeightsError
            If an entry, the author or the evidence cannot be used.
        """
        return CaseWeights(
            version=self.version + 1,
            author=author,
            evidence=evidence,
            entries={**self.entries, **entries},
            extra_party_milli=self.extra_party_milli,
            panel_seat_milli=self.panel_seat_milli,
        )

    def _plain_mistakes(self) -> list[str]:
        mistakes = _bound_mistakes("version", self.version, 1)
        for name in ("author", "evidence"):
            text: str = getattr(self, name)
            if not text.strip():
                mistakes.append(f"{name} = {text!r}: must say who or what stands behind the weights")
        mistakes += _bound_mistakes("extra_party_milli", self.extra_party_milli, 0)
        if not 1 <= self.panel_seat_milli <= STANDARD_CASE_MILLI:
            mistakes.append(f"panel_seat_milli = {self.panel_seat_milli}: must be within 1..{STANDARD_CASE_MILLI}")
        return mistakes

    def _entry_mistakes(self) -> list[str]:
        return [
            mistake
            for dispute_type, entry in self.entries.items()
            for name, value in entry._asdict().items()
            for mistake in _bound_mistakes(f"{dispute_type}.{name}", value, 0)
        ]


def _bound_mistakes(name: str, value: int, smallest: int) -> list[str]:
    if smallest <= value <= WEIGHT_MILLI_MAX:
        return []
    return [f"{name} = {value}: must be within {smallest}..{WEIGHT_MILLI_MAX}"]


def _refuse(mistakes: list[str]) -> None:
    if mistakes:
        raise WeightsError(*mistakes)
