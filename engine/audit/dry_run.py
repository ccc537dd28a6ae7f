"""Who could take a case that nobody has filed: put to the state at the end of a log, which is then thrown away."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.audit.errors import NotAuditableError
from engine.audit.replayer import Replayer
from engine.audit.rows import checked_rows
from engine.audit.setting import file_metadata, read_setting
from engine.audit.standing import Standing, standing
from engine.core.apply import apply_filed
from engine.core.assignment import AssignmentCore
from engine.core.eligibility import staffed_step
from engine.core.policy import WEIGHT_MILLI_MAX
from engine.core.refusals import check_number
from engine.core.roster import DISPUTE_TYPES, GENDERS, LANGUAGES, ORIGINS, Roster
from engine.events.enums import DisputeType, Gender, Language, Origin
from engine.events.sealed import read_chain

_NO_OTHER: Final = 2**63 - 1
"""Number of the case that is asked about."""
_NEVER: Final = 2**62
"""When it is filed: after everybody, for what that matters."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A case as far as it matters who may take it."""

    court_id: int
    dispute_type: DisputeType
    language: Language = Language.MANDARIN
    origin: Origin = Origin.MAINLAND
    """Where the party from farthest away is from (ONL 6)."""
    mediator_gender: Gender | None = None
    weight_milli: int = 1000
    """Thousandths of a standard case."""
    step: int = 0
    """Ladder step to look at."""


@dataclass(frozen=True, kw_only=True, eq=False)
class DryRun:
    """The answer."""

    events: int
    """Events of the log, all of which have been replayed."""
    standing: Standing
    staffed_step: int
    """First ladder step at which anybody on the roster could ever take such a case; the last if there is none."""


def dry_run(events: Path, roster: Roster, question: Question, *, why_not: int | None = None) -> DryRun:
    """Say who could take a case at the end of an exported log; nothing is written anywhere.

    Parameters
    ----------
    events
        The log.
    roster
        The roster snapshot it was written with.
    question
        The case.
    why_not
        A mediator to ask about.

    Raises
    ------
    CoreError
        If the court, weight, step or mediator lies outside its bounds.
    NotAuditableError
        If something is wrong with the log.
    RosterFileError, EventFileError
        If the log or the roster cannot be read, or do not belong together.
    """
    setting = read_setting(file_metadata(events), roster)
    core = AssignmentCore(roster, setting.settings, setting.ladder)
    check_number("court", question.court_id, roster.courts - 1)
    check_number("step", question.step, len(setting.ladder.steps) - 1)
    check_number("weight_milli", question.weight_milli, WEIGHT_MILLI_MAX)
    replayer = Replayer(core, read_chain(events))
    for rows in checked_rows(events):
        finding = replayer.take(rows).finding
        if finding is not None:
            raise NotAuditableError(f"event {finding.first_seq}: {finding.what}: verify the log first")
    slot = _filed(core, question)
    return DryRun(
        events=replayer.events,
        standing=standing(core, slot, court=question.court_id, why_not=why_not),
        staffed_step=staffed_step(core.state, slot, 0),
    )


def _filed(core: AssignmentCore, question: Question) -> int:
    """File the case in a core that nobody will use again; return its slot."""
    return apply_filed(
        core.state,
        _NO_OTHER,
        _NEVER,
        question.court_id,
        DISPUTE_TYPES.index(question.dispute_type),
        LANGUAGES.index(question.language),
        ORIGINS.index(question.origin),
        GENDERS.index(question.mediator_gender),
        question.weight_milli,
        question.step,
        1,
    )
