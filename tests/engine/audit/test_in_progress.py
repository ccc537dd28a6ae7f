"""Cases met in progress: they take the room and the number of offers that they say, and must fit."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.audit.setting import setting_metadata
from engine.core.assignment import AssignmentCore
from engine.core.ladder import Ladder, LadderStep
from engine.core.policy import Policy, PolicySettings
from engine.core.roster import Roster
from engine.events.enums import Stage
from engine.events.parquet import EventWriter
from engine.events.records import Event
from tests.engine.audit.forging import row_changed
from tests.engine.audit.logs import Sealed
from tests.engine.core import events as written
from tests.engine.desk.worlds import roster

ONE_STEP = Ladder(steps=(LadderStep(circle=0),))


def core_log(path: Path, made_of: Roster, settings: PolicySettings, events: list[Event]) -> Sealed:
    """Write events as they are; a core of its own must take them."""
    AssignmentCore(made_of, settings, ONE_STEP).replay(events)
    metadata = setting_metadata(made_of, settings, ONE_STEP)
    with EventWriter(path, court_province=made_of.court_province, metadata=metadata) as writer:
        writer.append(events)
    return Sealed(path, made_of, events)


def test_cases_met_in_progress_cost_no_card(tmp_path: Path):
    """What is met in progress takes room, keeps its number of offers and takes no card from a deck dealt before."""
    events: list[Event] = [
        written.filed(1),
        written.deck_renewed(1),
        written.in_progress(2, Stage.ACCEPTED),
        written.in_progress(3, Stage.WAITING, attempt=4),
    ]
    made_of, settings = roster([0, 0], capacity=2), PolicySettings(policy=Policy.DECK)
    core = AssignmentCore(made_of, settings, ONE_STEP)
    core.replay(events)
    decision = core.decide_offer(1, word=-1)
    drawn = msgspec.structs.replace(
        written.offered(1, decision.mediator),
        pool_size=decision.pool_size,
        band_size=decision.band_size,
        ticket_total=decision.ticket_total,
        word=-1,
    )
    log = core_log(tmp_path / "events.parquet", made_of, settings, [*events, drawn])

    assert decision.ticket_total == 8
    assert log.audited(used_key=None).finding is None


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"stage": "choosing"}, "the stage lies outside its bounds"),
        ({"attempt": 0}, "the number of offers lies outside its bounds"),
        ({"stage": "waiting"}, "the mediator lies outside its bounds"),
        ({"mediator_id": 5}, "the event does not follow: the roster has no such mediator"),
        ({"weight_milli": 3000}, "the event does not follow: the mediator had no room"),
    ],
)
def test_cases_met_in_progress_must_fit(tmp_path: Path, changes: Mapping[str, Any], what: str):
    """A case met in progress is held by somebody with room, or by nobody."""
    made_of = roster([0, 0], capacity=2)
    log = core_log(tmp_path / "events.parquet", made_of, PolicySettings(), [written.in_progress(2, Stage.OFFERED)])
    finding = log._replace(path=row_changed(log.path, 1, changes)).audited(used_key=None).finding

    assert log.audited().finding is None
    assert finding is not None
    assert (finding.first_seq, finding.what) == (1, what)
