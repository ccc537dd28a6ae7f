"""Whether a log keeps its own word: what was due before its end has had a consequence."""

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from engine.calendar.day import DAY_US
from engine.desk.timers import TimerKind
from engine.events.enums import ActorRole, Channel, DisputeType, EntryRoute, Language, Stage
from engine.events.lifecycle_words import Clock, Track
from engine.events.moves import Moved
from engine.events.records import Accepted, Event, Filed, Lapsed, Offered, OpenedInProgress
from engine.lifecycle.rulebook import Rulebook
from engine.registry.onestop import Happening
from engine.registry.rest import Matter, resting
from engine.service.answers import Group
from engine.service.entries import Entry
from engine.service.lost_clocks import ClocksFollowed
from engine.service.lost_deadlines import lost_deadlines, lost_in
from engine.service.lost_waits import WaitsFollowed
from engine.service.records import DisputeMet, Started
from loadtests.faults.child import town_writer
from loadtests.faults.town import BEGINS_AT
from loadtests.faults.workload import Workload
from tests.engine.registry.city import Life, city

RULES = Rulebook.shipped()
STEPS = 120
FULL_STEPS = 3_000


class Witness:
    """What the events alone say that is due next."""

    def __init__(self) -> None:
        self._waits, self._clocks = WaitsFollowed(), ClocksFollowed(RULES)

    def follow(self, happened: list[Happening]) -> None:
        for one in happened:
            if isinstance(one, Event):
                self._waits.follow(one)
                self._clocks.follow(one)

    def lost(self, at: int) -> list[str]:
        return [*self._waits.lost(at), *self._clocks.lost(at)]


def hold(seed: int, steps: int) -> int:
    """Live, and compare after each step; return how often something was next."""
    life, witness, seen, compared = Life(city(), seed), Witness(), 0, 0
    for _ in range(steps):
        life.live(1)
        witness.follow(life.log[seen:])
        seen = len(life.log)
        due_at = life.platform.registry.next_due
        if due_at is None or unrecorded(life, due_at):
            continue
        compared += 1
        assert witness.lost(due_at) == []
        assert witness.lost(due_at + 1) != []
    return compared


def unrecorded(life: Life, due_at: int) -> bool:
    """Whether what is due next may be the end of a time to designate, which stands in no event."""
    desks = life.platform.registry.desks.values()
    return any(timer.kind is TimerKind.STEP_END for desk in desks for timer in desk.deadlines(due_at))


def test_the_events_alone_say_what_is_due_next():
    """At any moment of a life in which everybody tries anything, the first deadline of the events is the platform's."""
    assert hold(1, STEPS) > STEPS // 2


@pytest.mark.full
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_the_events_say_so_in_longer_lives(seed: int):
    """The same through months, with years announced, leave, leases, panels and lists."""
    assert hold(seed, FULL_STEPS) > FULL_STEPS // 2


def started(at: int) -> Started:
    return Started(at=at, epoch=2, release="test", roster_digest="")


def cuts(log: list[Happening]) -> Iterator[tuple[list[Entry], Event]]:
    """The log up to each thing that has happened by itself, ending a moment after that was due."""
    for place, one in enumerate(log):
        if isinstance(one, Lapsed) or (isinstance(one, Moved) and one.actor is ActorRole.PLATFORM):
            kept: list[Entry] = [*log[:place], started(one.occurred_at + 1)]
            yield kept, one


def test_a_log_that_goes_on_without_a_lapse_is_noticed():
    """Every offer that lapsed would have been missed, by its case."""
    life = Life(city(), 3)
    life.live(2 * STEPS)
    lapses = islice((cut for cut in cuts(life.log) if isinstance(cut[1], Lapsed)), 3)
    found = [(lost_deadlines([kept], RULES), one) for kept, one in lapses]

    assert len(found) == 3
    assert all(any(what.startswith(f"case {one.case_id}: offer") for what in lost) for lost, one in found)


def test_a_dispute_met_on_its_way_keeps_its_clocks():
    """The clocks of a dispute that was taken over are held to their ends, too; paused ones are not."""
    life = Life(city(), 5)
    life.live(STEPS)
    disputes = [life.platform.registry.dispute(number) for number in life.platform.registry.numbers]
    dispute, end = next(
        (one, end)
        for one in disputes
        for process in one.processes.values()
        for clock, end in process.clocks.items()
        if (process.track, clock) != (Track.MEDIATION, Clock.OFFER)
    )
    matter = Matter(DisputeType.FAMILY, Channel.ONLINE_FILING)
    met = DisputeMet(at=life.now, dispute_id=dispute.dispute_id, dispute=resting(dispute, matter))

    assert lost_deadlines([[met], [started(life.now)]], RULES) == []
    assert any(f"was due at {end}" in what for what in lost_deadlines([[met], [started(end + 1)]], RULES))


def test_an_offer_met_in_progress_is_held_to_its_end():
    """What a case met in progress says of its offer counts as if it had been recorded here."""
    met = OpenedInProgress(
        occurred_at=1, recorded_at=2, dispute_id=7, case_id=7, court_id=0, dispute_type=DisputeType.FAMILY,
        channel=Channel.COURT_WINDOW, entry_route=EntryRoute.DELEGATED, language=Language.MANDARIN, weight_milli=1_000,
        stage=Stage.OFFERED, mediator_id=3, organisation_id=0, attempt=2, step=0, deadline=50, accepted_at=None,
    )  # fmt: skip

    assert lost_deadlines([[met], [started(50)]], RULES) == []
    assert lost_deadlines([[met], [started(51)]], RULES) == ["case 7: offer 2 was due at 50"]


def test_a_panel_waits_until_its_last_seat_is_taken():
    """A case of two seats of which one is held still waits at its step, and its wait must end."""
    filed = Filed(
        occurred_at=1, recorded_at=1, dispute_id=7, case_id=7, court_id=0, dispute_type=DisputeType.FAMILY,
        channel=Channel.COURT_WINDOW, entry_route=EntryRoute.DELEGATED, language=Language.MANDARIN, weight_milli=1_000,
        deadline=40, panel_size=2,
    )  # fmt: skip
    offered = Offered(
        occurred_at=1, recorded_at=1, dispute_id=7, case_id=7, court_id=0, mediator_id=3, organisation_id=0, attempt=1,
        step=0, deadline=30, pool_size=1, band_size=1, word=0, ticket_total=1,
    )  # fmt: skip
    accepted = Accepted(
        occurred_at=2, recorded_at=2, dispute_id=7, case_id=7, court_id=0, mediator_id=3, organisation_id=0, attempt=1,
        step=0, weight_milli=1_000,
    )  # fmt: skip
    events = [filed, offered, accepted]

    assert lost_deadlines([[*events, started(41)]], RULES) == ["case 7: wait was due at 40"]


def test_a_stored_log_is_read_batch_by_batch(tmp_path: Path):
    """A service that sleeps over deadlines makes good at its next start: nothing is lost in its log."""
    writer = town_writer(tmp_path / "store")
    with closing(writer.log):
        writer.start(release="test", roster_digest="", now=BEGINS_AT)
        writer.handle([Group(commands=Workload(1).next_group())], BEGINS_AT)
        writer.handle([], BEGINS_AT + 40 * DAY_US)

        assert any(isinstance(entry, Lapsed) for _, entry in writer.log.read())
        assert lost_in(writer.log, RULES) == []
