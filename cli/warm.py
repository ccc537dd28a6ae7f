"""Fill the cache of compiled code, so that the first run computes and does not compile.

The compiler's cache notices a change of a kernel's own file but not of a file the kernel calls into. So the cache is
thrown away whenever any compiled source has changed since it was filled.
"""

import sys
import tempfile
from pathlib import Path
from typing import Final

from cli.warm_service import compile_service, sources_digest

ROOT: Final = Path(__file__).parents[1]
COMPILED: Final = ("benchmarks", "engine", "sim")
"""Packages that hold compiled functions."""
STAMP: Final = ROOT / ".venv" / ".compiled"


def main() -> None:
    """Compile what each kind of simulation and the audit compile, by running the smallest of each."""
    digest = sources_digest(COMPILED)
    if not STAMP.is_file() or STAMP.read_text(encoding="utf-8") != digest:
        removed = drop_stale_cache()
        sys.stdout.write(f"compiling ({removed} stale files dropped) ...\n")
    _run_small_world()
    _rehearse_small_world()
    _run_compiled_small_world()
    _match_small_world()
    _run_other_kinds()
    compile_service()
    if STAMP.parent.is_dir():
        STAMP.write_text(digest, encoding="utf-8")


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
