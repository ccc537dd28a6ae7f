"""Fill the cache of compiled code, so that the first run computes and does not compile.

The compiler's cache notices a change of a kernel's own file but not of a file the kernel calls into. So the cache is
thrown away whenever any compiled source has changed since it was filled.
"""

import sys
import tempfile
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec

ROOT: Final = Path(__file__).parents[1]
COMPILED: Final = ("benchmarks", "engine", "sim")
"""Packages that hold compiled functions."""
STAMP: Final = ROOT / ".venv" / ".compiled"


def main() -> None:
    """Compile what each kind of simulation and the audit compile, by running the smallest of each."""
    digest = sources_digest()
    if not STAMP.is_file() or STAMP.read_text(encoding="utf-8") != digest:
        removed = drop_stale_cache()
        sys.stdout.write(f"compiling ({removed} stale files dropped) ...\n")
    _run_small_world()
    _rehearse_small_world()
    _run_compiled_small_world()
    _match_small_world()
    _run_other_kinds()
    _serve_small_world()
    if STAMP.parent.is_dir():
        STAMP.write_text(digest, encoding="utf-8")


def sources_digest() -> str:
    """Return a digest of every source file that may hold compiled code."""
    digest = blake2b(digest_size=16)
    for package in COMPILED:
        for path in sorted((ROOT / package).rglob("*.py")):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def drop_stale_cache() -> int:
    """Remove the compiler's cache files beside the sources and return how many there were."""
    files = [
        path
        for package in COMPILED
        for pattern in ("*.nbi", "*.nbc")
        for path in (ROOT / package).rglob(f"__pycache__/{pattern}")
    ]
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)


def _run_small_world() -> None:
    from cli.scenario import simulate_into

    with (
        tempfile.TemporaryDirectory() as scratch,
        simulate_into("one-court", seed=1, out=Path(scratch, "run"), days=7, verifiable=True, quiet=True) as job,
    ):
        _audit(job.folder)


def _rehearse_small_world() -> None:
    from cli.scenario import simulate_into

    with (
        tempfile.TemporaryDirectory() as scratch,
        simulate_into(
            "one-court", seed=1, out=Path(scratch, "run"), days=2, backend="simpy", full_lifecycle=True, quiet=True
        ),
    ):
        pass


def _run_compiled_small_world() -> None:
    from sim.fast.measures import run_measures
    from sim.scenario.load import load_scenario

    run_measures(load_scenario("one-court"), seed=1)


def _match_small_world() -> None:
    from engine.calendar.calendar import WorkCalendar
    from sim.fast.speedup import Discarded
    from sim.model.simulate import simulate
    from sim.population.build import build_population
    from sim.scenario.load import load_scenario, with_changes

    court = with_changes(load_scenario("one-court"), {"window.days": 7, "policy.name": "batch_optimal"})
    simulate(court, build_population(court, seed=1), WorkCalendar.china(), Discarded(), seed=1)


def _run_other_kinds() -> None:
    from engine.calendar.calendar import WorkCalendar
    from sim.channels.load import load_filings
    from sim.channels.simulate import simulate_filings
    from sim.queueing.load import load_queue
    from sim.queueing.run import run_queue

    run_queue(load_queue("textbook/mm1"), seed=1)
    simulate_filings(load_filings("court-filings-2020"), WorkCalendar.china(2020, 2021), seed=1)


def _serve_small_world() -> None:
    """File, answer and close in the fault programme's town, and follow its log from a snapshot."""
    from engine.access.json_limits import check_json
    from engine.events.enums import DisputeType
    from engine.log.reader import open_reader
    from engine.registry.example import lodging
    from engine.registry.staff_requests import QualifyMediator
    from engine.service.answers import Group
    from engine.service.opening import CODEC, PlatformFactory
    from engine.service.snapshotting import take_snapshot
    from engine.service.statistics import statistics
    from engine.service.store import Store
    from engine.service.views.dry_run import Question, dry_run
    from loadtests.faults.child import group_of, town_writer
    from loadtests.faults.town import BEGINS_AT, town_systems
    from loadtests.faults.workload import Workload

    check_json(b"{}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "store")
        writer = town_writer(folder)
        workload = Workload(1)
        for number in range(40):
            commands = msgspec.msgpack.encode(workload.next_group())
            (outcome,) = writer.handle([group_of(str(number), commands)], BEGINS_AT + number)
            workload.learn(getattr(outcome, "results", ()))
        writer.handle([Group(commands=(lodging(),) * 96)], BEGINS_AT + 100)  # enough to be taken and followed together
        learnt = QualifyMediator(mediator_id=0, dispute_types=tuple(DisputeType))
        writer.handle([Group(commands=(learnt,))], BEGINS_AT + 200)
        dry_run(writer.world, Question(court_id=0, dispute_type=DisputeType.FAMILY))
        statistics(writer.world)
        store = Store(folder)
        for _ in range(2):
            with closing(open_reader(store.log_folder, CODEC)) as log:
                take_snapshot(store, log, PlatformFactory(store, town_systems()))
        writer.log.close()


def _audit(folder: Path) -> None:
    from engine.audit.dry_run import Question, dry_run
    from engine.audit.roster_file import ROSTER_FILE, read_roster_file
    from engine.audit.verify import verify
    from engine.events.enums import DisputeType
    from sim.event_file import EVENTS_FILE

    roster = read_roster_file(folder / ROSTER_FILE)
    report = verify(folder / EVENTS_FILE, roster, used_key=None, with_tally=True).report
    assert report.finding is None, f"a run must verify: {report.finding}"
    dry_run(folder / EVENTS_FILE, roster, Question(court_id=0, dispute_type=DisputeType.FAMILY))


if __name__ == "__main__":
    main()
