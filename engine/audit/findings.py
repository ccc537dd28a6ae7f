"""What an audit finds, in plain words."""

from dataclasses import dataclass
from typing import Final, Self

from engine.audit.codes import Fault, Field
from engine.core import checked
from engine.core.views import VERDICTS

_REFUSALS: Final = {
    checked.WRONG_STAGE: "the case was not at the stage that this event ends",
    checked.WRONG_ATTEMPT: "the number of the offer does not follow",
    checked.UNKNOWN_MEDIATOR: "the roster has no such mediator",
    checked.NO_ROOM: "the mediator had no room",
    checked.OTHER_MEDIATOR: "another mediator had been asked",
    checked.WRONG_STEP: "the ladder has no such step above the present one",
    checked.IS_ABSENT: "the mediator was absent",
    checked.IS_BARRED: "a conflict, or another seat of the panel, barred the mediator",
    checked.NOT_LIFTABLE: "there was no conflict that could be lifted",
    checked.IS_ASKED: "the mediator still had the case",
}
_FINDINGS: Final = {
    Fault.OTHER_MEDIATOR: "the word draws mediator {detail}",
    Fault.OTHER_POOL: "the pool had {detail} members",
    Fault.OTHER_TICKETS: "the draw had {detail} tickets, or another band",
    Fault.OTHER_CASE: "the freed mediator was due another case ({detail}; -1 is none)",
    Fault.UNKNOWN_CASE: "the case is not open, or was open already",
    Fault.NOT_DUE: "somebody could still be asked",
    Fault.OTHER_COURT: "the case is at court {detail}",
    Fault.OTHER_STEP: "the case stood at ladder step {detail}",
    Fault.OTHER_POLICY: "the court's policy had version {detail}",
    Fault.OTHER_SEAT: "the first seat to wait was {detail}",
    Fault.OTHER_WEIGHT: "the case weighs {detail} thousandths",
    Fault.OTHER_DISPUTE: "the case belongs to dispute {detail}",
    Fault.NOT_DRAWN: "nothing was drawn, and yet there are tickets or a word",
    Fault.NOT_MATCHING: "such cases are drawn and not matched",
    Fault.NO_CODE: "offers out of sequence, and no others, have a code",
}


_BOUNDED: Final = {
    Field.CASE_ID: "case number",
    Field.COURT: "court",
    Field.MEDIATOR: "mediator",
    Field.ATTEMPT: "number of offers",
    Field.STEP: "ladder step",
    Field.AMOUNT: "weight, penalty, raise or capacity",
    Field.BOOST_US: "head start",
    Field.SEATS: "panel size",
    Field.WORD_OF: "stage",
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The first thing in a log that is not as it must be."""

    first_seq: int
    """Event it is about, or the first of a batch."""
    last_seq: int
    """The same event, or the last of the batch."""
    what: str
    """One sentence."""

    @classmethod
    def about(cls, seq: int, what: str) -> Self:
        """Make a finding about one event."""
        return cls(first_seq=seq, last_seq=seq, what=what)


@dataclass(frozen=True, kw_only=True)
class AuditReport:
    """What an audit went through, and what it found."""

    events: int
    """Events replayed before it ended."""
    offers: int
    bases: dict[str, int]
    """Offers by their basis; those `drawn` and `freed` follow from the rules, the others were somebody's choice."""
    has_words: bool
    """Whether their words were computed again from the keys of the days."""
    batches: int
    """Links of the chain."""
    head: str
    """Chain hash of the last batch, 64 hex characters: to be held against the one published."""
    open_cases: int
    """Cases open at the end."""
    finding: Finding | None
    """None if all is as it must be."""


def sentence(fault: Fault, detail: int) -> str:
    """Say in words what the compiled replay found.

    Examples
    --------
    >>> sentence(Fault.OTHER_MEDIATOR, 7)
    'the word draws mediator 7'
    """
    if fault == Fault.REFUSED:
        return f"the event does not follow: {_REFUSALS[detail]}"
    if fault == Fault.NOT_IN_POOL:
        return f"the mediator was not in the pool: {VERDICTS[detail].value}"
    if fault == Fault.OUT_OF_BOUNDS:
        return f"the {_BOUNDED[Field(detail)]} lies outside its bounds"
    return _FINDINGS[fault].format(detail=detail)
