"""Logs that were written honestly pass, whatever happened in them."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from engine.audit.codes import Kind
from engine.audit.errors import NotAuditableError, RosterFileError
from engine.audit.roster_file import read_roster_file, roster_hash, write_roster_file
from engine.audit.verify import verify
from engine.calendar.calendar import WorkCalendar
from engine.core.policy import Policy
from engine.events.errors import EventFileError
from engine.events.parquet import EventWriter
from engine.events.records import PASSED_OVER, Offered, RosterEvent
from engine.events.shapes import SHAPES
from engine.proof.key_book import KeyBook
from sim.event_file import EVENTS_FILE, KEYS_FILE
from sim.run import run_scenario
from sim.scenario.load import load_scenario, with_changes
from tests.engine.audit.forging import forged
from tests.engine.audit.logs import KEYS, Sealed, desk_log, procedure_log


def test_kinds_are_numbered_in_their_order():
    """The numbers that compiled code knows kinds by are the places of the kinds."""
    assert [kind.name.lower() for kind in Kind] == list(SHAPES)


@pytest.mark.parametrize("policy", list(Policy))
def test_a_procedure_passes(tmp_path: Path, policy: Policy):
    """Whatever is lawfully done at a desk under any policy is verified, to the last open case."""
    log = procedure_log(tmp_path / "events.parquet", 100 + policy, commands=120, policy=policy)
    report = log.audited()
    bases = Counter(event.basis.value for event in log.events if isinstance(event, Offered))
    kinds = Counter(type(event).__name__ for event in log.events)

    assert report.finding is None
    assert (report.events, report.offers, report.has_words) == (len(log.events), bases.total(), True)
    assert {basis: count for basis, count in report.bases.items() if count} == bases
    assert report.open_cases == kinds["Filed"] - kinds["Closed"]


def test_nearly_everything_happens(eventful: Sealed):
    """The log that others are forged from has every kind of the assignment but three, and passes."""
    kinds = {SHAPES[kind].record for kind in SHAPES} - {type(event) for event in eventful.events} - set(PASSED_OVER)

    assert {kind.__name__ for kind in kinds} <= {
        "OpenedInProgress",
        "Shortlisted",
        "Withdrawn",
    }
    assert any(isinstance(event, RosterEvent) for event in eventful.events)
    assert eventful.audited().finding is None


@pytest.mark.parametrize("policy", ["band_draw", "deck", "batch_optimal"])
def test_a_simulation_passes(tmp_path: Path, policy: str):
    """A simulated log, which opens with cases in progress, is verified with the keys the run leaves behind."""
    scenario = with_changes(load_scenario("one-court"), {"policy.name": policy, "window.days": 14})
    run_scenario(scenario, tmp_path, seed=1, calendar=WorkCalendar.china(), verifiable=True)
    book = KeyBook.from_json((tmp_path / KEYS_FILE).read_bytes())
    roster = read_roster_file(tmp_path / "roster.parquet")
    report = verify(tmp_path / EVENTS_FILE, roster, used_key=lambda day: book.of(day).used).report

    assert report.finding is None
    assert report.offers == sum(report.bases.values())
    assert report.bases["matched" if policy == "batch_optimal" else "drawn"] > 20


def test_a_written_copy_passes(eventful: Sealed):
    """The same rows in another file with one row group pass: it matters what is said, not how it is laid out."""
    copy = forged(eventful.path, lambda rows: rows, resealed=False)

    assert eventful._replace(path=copy).audited() == eventful.audited()


def test_without_keys_the_words_stand(eventful: Sealed):
    """Without keys everything but the words is verified, and the report says so."""
    report = eventful.audited(used_key=None)

    assert (report.finding, report.has_words) == (None, False)


def test_an_anchor_must_be_a_head_of_the_log(eventful: Sealed):
    """The head of the log passes as an anchor; one it never had is a finding."""
    head = bytes.fromhex(eventful.audited().head)
    finding = eventful.audited(anchor=bytes(31) + b"x").finding

    assert eventful.audited(anchor=head).finding is None
    assert finding is not None
    assert "no batch has the hash" in finding.what


def test_progress_comes_to_its_end(eventful: Sealed):
    """Progress is told as a share that ends at one."""
    told: list[float] = []
    eventful.audited(on_progress=told.append)

    assert told[-1] == 1.0


def test_a_log_without_events_passes(tmp_path: Path, eventful: Sealed):
    """A log in which nothing has happened has nothing wrong with it, and no head."""
    report = desk_log(tmp_path / "empty.parquet", eventful.roster, lambda _desk, _words: None).audited()

    assert (report.events, report.batches, report.head, report.finding) == (0, 0, "", None)


def test_a_roster_file_says_what_the_roster_says(tmp_path: Path, eventful: Sealed):
    """A roster comes back from its file as it was, with the same hash."""
    write_roster_file(eventful.roster, tmp_path / "roster.parquet")

    assert roster_hash(read_roster_file(tmp_path / "roster.parquet")) == roster_hash(eventful.roster)


@pytest.mark.parametrize(
    ("name", "changed"),
    [("capacity", 9), ("dispute_types", 1), ("languages", 1), ("gender", 2), ("origin", 3), ("rank", 7)],
)
def test_another_roster_is_refused(eventful: Sealed, name: str, changed: int):
    """A roster that differs in one field of one mediator is not the log's."""
    values = getattr(eventful.roster, name).copy()
    values[0] = changed if values[0] != changed else changed + 1
    other = replace(eventful.roster, **{name: values})

    with pytest.raises(RosterFileError, match=f"roster_hash = {roster_hash(other)}: must be"):
        eventful.audited(roster=other)


@pytest.mark.parametrize("name", ["roster_hash", "policy", "ladder"])
def test_a_log_that_does_not_say_its_rules_is_refused(tmp_path: Path, eventful: Sealed, name: str):
    """Without roster, policy or ladder there is nothing to verify by; nonsense instead is refused as well."""
    bare = tmp_path / "events.parquet"
    with EventWriter(bare, court_province=eventful.roster.court_province) as writer:
        writer.append(eventful.events[:3])
    nonsense = forged(eventful.path, lambda rows: rows, metadata={name: "?"})

    with pytest.raises(NotAuditableError, match="metadata roster_hash is missing"):
        verify(bare, eventful.roster, used_key=None)
    with pytest.raises((NotAuditableError, RosterFileError), match=r"metadata of policy and ladder|roster_hash"):
        verify(nonsense, eventful.roster, used_key=None)


def test_files_that_are_not_there_are_named(tmp_path: Path, eventful: Sealed):
    """A missing log or roster is one clear error."""
    with pytest.raises(EventFileError, match=r"nothing\.parquet"):
        verify(tmp_path / "nothing.parquet", eventful.roster, used_key=None)
    with pytest.raises(RosterFileError, match=r"nothing\.parquet: must be there"):
        read_roster_file(tmp_path / "nothing.parquet")
    (tmp_path / "text.parquet").write_text("no roster")
    with pytest.raises(RosterFileError, match="must be a roster file"):
        read_roster_file(tmp_path / "text.parquet")


def test_keys_of_another_court_are_found_at_the_first_draw(eventful: Sealed):
    """With other keys the first draw is the first finding."""
    first = next(seq for seq, event in enumerate(eventful.events, 1) if getattr(event, "basis", "") == "drawn")
    finding = eventful.audited(used_key=lambda day: KEYS.of(day + 1).used).finding

    assert finding is not None
    assert (finding.first_seq, finding.what) == (first, "its word is not the one of the day's key")


def test_a_day_without_a_key_is_found_at_its_first_draw(eventful: Sealed):
    """A key that has not been revealed leaves its draws unchecked, and the first of them is named."""
    first = next(seq for seq, event in enumerate(eventful.events, 1) if getattr(event, "basis", "") == "drawn")
    finding = eventful.audited(used_key=lambda day: KeyBook().of(day).used).finding

    assert finding is not None
    assert finding.first_seq == first
    assert finding.what.startswith("its word cannot be checked: key of day")
