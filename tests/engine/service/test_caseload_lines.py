"""The lines of a file of open cases: what they mean, what is wrong with them, and that they are read as written."""

from contextlib import closing
from pathlib import Path

import pytest

from engine.calendar.calendar import WorkCalendar
from engine.events.enums import EntryRoute
from engine.events.lifecycle_words import Procedure, Track
from engine.lifecycle.lifecycle import Lifecycle
from engine.lifecycle.periods import Periods
from engine.lifecycle.rulebook import Rulebook
from engine.log.store import open_store
from engine.registry.example import MONDAY, lodging, one_court_registry
from engine.registry.requests import AnswerOffer
from engine.registry.rest import Matter, resting
from engine.service.caseload.carrying_over import carry_over
from engine.service.caseload.derived import Derivation, Standing
from engine.service.caseload.mistakes import Mistakes
from engine.service.caseload.reading import read_cases
from engine.service.caseload.writing import write_cases
from engine.service.errors import OpenCasesError
from engine.service.opening import CODEC
from tests.engine.service.caseload_store import (
    DAY,
    HOUR,
    NOW,
    factory,
    followed,
    held,
    imported,
    iso,
    lived,
    small_store,
    waiting,
)  # fmt: skip


@pytest.mark.parametrize("route", list(EntryRoute))
def test_what_is_derived_is_what_the_platform_would_have_done(route: EntryRoute):
    """A dispute that was filed and accepted elsewhere stands as one that the platform has led there itself."""
    filed_at, accepted_at = MONDAY + 3 * HOUR, MONDAY + DAY + 5 * HOUR
    registry = one_court_registry()
    offered = registry.execute(lodging(entry_route=route), filed_at)[-1]
    whom = {"case_id": offered.case_id, "mediator_id": offered.mediator_id, "attempt": 1}  # pyright: ignore[reportAttributeAccessIssue]
    registry.execute(AnswerOffer(**whom), accepted_at)
    dispute, process = registry.process(offered.case_id)
    process.case_id, process.mediator_id, process.organisation_id = 1, 0, 0
    calendar = WorkCalendar.china(2022, 2024)
    derivation = Derivation(Lifecycle(Rulebook.shipped(), calendar), Periods(calendar), accepted_at)
    near = Standing(route, Procedure.ORDINARY, 2, 1, filed_at + HOUR, accepted_at + HOUR, has_session=False)
    derivation.resting(near)  # so that the next is moved from a dispute of the same days
    derived = derivation.resting(near._replace(filed_at=filed_at, accepted_at=accepted_at))

    assert derived.processes == resting(dispute, Matter(derived.dispute_type, derived.channel)).processes


def test_one_bad_line_keeps_all_out(tmp_path: Path):
    """Every mistake is told with line, field, value and bound, and the log stays empty."""
    store = small_store(tmp_path / "store", capacity=1)
    bad = [
        held("a"), held("b"), waiting("a"), waiting("d", dispute_type="famly"), waiting("e", step=9),
        waiting("f", filed_at="yesterday"), held("g", "7"), waiting("h", cuort="0"), held("i", "1", accepted_at=None),
        held("j", "1", accepted_at=iso(NOW - 60 * DAY), filed_at=iso(NOW - 90 * DAY)), waiting("k", case_id=5),
    ]  # fmt: skip
    with pytest.raises(OpenCasesError) as refused:
        imported(store, tmp_path, *bad)
    told = [line.partition("open.ndjson:")[2] for line in str(refused.value).splitlines()]

    assert [line.split(":")[0] + " " + line.split()[1].rstrip(":") for line in told] == [
        "2 mediator", "3 reference", "4 dispute_type", "5 step", "6 filed_at", "7 mediator", "8 cuort",
        "9 accepted_at", "10 mediator", "10 period_ends_at", "11 case_id",
    ]  # fmt: skip
    assert 'dispute_type = "famly": must be one of private_lending, ' in told[2]
    assert 'mediator = "0": must have room: a capacity of 1000 thousandths, of which 1000 are held' in told[0]
    with closing(open_store(store.log_folder, CODEC)) as log:
        assert log.head.seq == 0


def test_a_period_that_is_over_is_not_taken_over(tmp_path: Path):
    """A mediation whose statutory days have ended is refused unless its later end is given."""
    long_ago = {"filed_at": iso(NOW - 9 * DAY), "accepted_at": iso(NOW - 8 * DAY), "period_ends_at": iso(NOW - DAY)}
    store = small_store(tmp_path / "store")
    with pytest.raises(OpenCasesError, match=r"period_ends_at = .* must lie after the import"):
        imported(store, tmp_path, held("a", **long_ago))
    imported(store, tmp_path, held("a", **long_ago | {"period_ends_at": iso(NOW + DAY)}))
    (entry,) = followed(store).platform.registry.desks[Track.MEDIATION].docket.shelf

    assert entry.period_ends_at == NOW + DAY


@pytest.mark.parametrize("suffix", [".csv", ".ndjson"])
def test_a_file_says_what_was_written(tmp_path: Path, suffix: str):
    """Cases read back from either form are those that were written."""
    old = small_store(tmp_path / "old", capacity=4)
    lived(old, seed=6, steps=25)
    carry_over(old, factory(old), tmp_path / "open.ndjson")
    mistakes = Mistakes(tmp_path)
    cases = [case for _, case in read_cases(tmp_path / "open.ndjson", mistakes)]
    write_cases(tmp_path / f"again{suffix}", cases)

    assert [case for _, case in read_cases(tmp_path / f"again{suffix}", mistakes)] == cases
    assert mistakes.count == 0
    assert len(cases) > 5
