"""Who could take a case that nobody has filed: the answer a real filing would get, and no trace of the question."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.audit.dry_run import Question, dry_run
from engine.audit.errors import NotAuditableError
from engine.audit.setting import file_metadata, read_setting
from engine.core.assignment import AssignmentCore
from engine.core.errors import CoreError, UnknownMediatorError
from engine.core.roster import DISPUTE_TYPES
from engine.events.enums import Gender, Language, Origin
from tests.engine.audit.forging import row_changed
from tests.engine.audit.logs import Sealed
from tests.engine.core import events as written
from tests.examples import examples

NEW_CASE = 10**9


@settings(max_examples=examples(25))
@given(data=st.data())
def test_it_is_what_a_filing_would_get(eventful: Sealed, data: st.DataObject):
    """Funnel, pool, tickets, verdict and first staffed step are those of a core in which the case is really filed."""
    setting = read_setting(file_metadata(eventful.path), eventful.roster)
    question = Question(
        court_id=data.draw(st.integers(0, eventful.roster.courts - 1)),
        dispute_type=data.draw(st.sampled_from(DISPUTE_TYPES)),
        language=data.draw(st.sampled_from(list(Language)[:3])),
        origin=data.draw(st.sampled_from(list(Origin))),
        mediator_gender=data.draw(st.sampled_from((None, *Gender))),
        weight_milli=data.draw(st.sampled_from((0, 500, 1000, 2000))),
        step=data.draw(st.integers(0, len(setting.ladder.steps) - 1)),
    )
    why_not = data.draw(st.integers(0, eventful.roster.mediators - 1))
    core = AssignmentCore(eventful.roster, setting.settings, setting.ladder)
    core.replay(eventful.events)
    fields = {name: getattr(question, name) for name in question.__dataclass_fields__}
    core.apply(written.filed(NEW_CASE, occurred_at=eventful.events[-1].recorded_at, **fields))
    found = dry_run(eventful.path, eventful.roster, question, why_not=why_not)
    pool = core.pool(NEW_CASE)

    assert found.events == len(eventful.events)
    assert found.standing.funnel == core.funnel(NEW_CASE)
    assert [part.tolist() for part in found.standing.pool] == [part.tolist() for part in pool]
    assert found.standing.verdict is core.why_not(NEW_CASE, why_not)
    assert found.staffed_step == core.staffed_step(NEW_CASE, 0)
    assert found.standing.step == question.step


def test_it_leaves_no_trace(eventful: Sealed):
    """The log is byte for byte what it was, and nothing was written beside it."""
    before, files = eventful.path.read_bytes(), sorted(eventful.path.parent.iterdir())
    dry_run(eventful.path, eventful.roster, Question(court_id=0, dispute_type=DISPUTE_TYPES[0]))

    assert eventful.path.read_bytes() == before
    assert sorted(eventful.path.parent.iterdir()) == files


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"court_id": 99}, r"court = 99: must be within 0\.\."),
        ({"court_id": -1}, r"court = -1: must be within 0\.\."),
        ({"step": 9}, r"step = 9: must be within 0\.\."),
        ({"weight_milli": -1}, r"weight_milli = -1: must be within 0\.\."),
    ],
)
def test_what_lies_out_of_bounds_is_refused(eventful: Sealed, changes: dict[str, int], message: str):
    """A court, a step or a weight that there is not is one clear error."""
    question = Question(**{"court_id": 0, "dispute_type": DISPUTE_TYPES[0], **changes})

    with pytest.raises(CoreError, match=message):
        dry_run(eventful.path, eventful.roster, question)


def test_an_unknown_mediator_is_refused(eventful: Sealed):
    """So is a mediator whom the roster does not have."""
    with pytest.raises(UnknownMediatorError, match="mediator = 999: must be within"):
        dry_run(eventful.path, eventful.roster, Question(court_id=0, dispute_type=DISPUTE_TYPES[0]), why_not=999)


def test_a_log_with_something_wrong_is_refused(eventful: Sealed, tmp_path: Path):
    """A log that does not verify leads to no state that anything could be asked of."""
    question = Question(court_id=0, dispute_type=DISPUTE_TYPES[0])

    with pytest.raises(NotAuditableError, match=r"event 5: its number does not follow .*: verify the log first"):
        dry_run(row_changed(eventful.path, 5, {"seq": 6}), eventful.roster, question)
