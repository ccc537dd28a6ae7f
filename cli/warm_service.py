"""Compile what a service runs before it serves: the first filings of a machine would wait for the compiler else."""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec

ROOT: Final = Path(__file__).parents[1]
STAMP: Final = "onestop-service.compiled"
"""Name of the file, among the compiled functions, that says of which sources and for which processor they are."""


def compile_service() -> None:
    """Compile what a service runs, whether or not it was before, and leave word of it."""
    _serve_small_world()
    _leave(_stamp(), _what())


def compile_unless_done(announce: Callable[[str], None]) -> None:
    """Compile what a service runs, unless that was done of these sources on this kind of processor.

    Parameters
    ----------
    announce
        Told why it takes long, before it does, and why it could not be done.
    """
    unless_done(_stamp(), _what(), _serve_small_world, announce)


def unless_done(stamp: Path, what: str, run: Callable[[], None], announce: Callable[[str], None]) -> None:
    """Run something that `stamp` does not say was run for `what`, and make it say so."""
    try:
        if stamp.read_text(encoding="utf-8") == what:
            return
    except (OSError, UnicodeDecodeError):
        pass  # nobody has, or nobody can tell
    announce(f"  compiling  once for this release and processor, into {stamp.parent}: about a minute")
    try:
        run()
    except OSError as error:
        announce(f"  compiling  not done ahead ({error}): the first requests wait for it")
        return
    _leave(stamp, what)


def sources_digest(packages: Sequence[str]) -> str:
    """Return a digest of every source file that may hold compiled code."""
    digest = blake2b(digest_size=16)
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _stamp() -> Path:
    from engine.core.fetch import fetch_slots

    folder = fetch_slots.stats.cache_path
    assert folder is not None, "a function with a cache has a folder for it"
    return Path(folder, STAMP)


def _what() -> str:
    """Say of what compiled functions are: the sources, and the processor, whose names the compiler's files hold too."""
    from llvmlite.binding import get_host_cpu_features, get_host_cpu_name

    processor = blake2b(get_host_cpu_features().flatten().encode(), digest_size=8).hexdigest()
    return f"{sources_digest(('engine',))} {get_host_cpu_name()} {processor}\n"


def _leave(stamp: Path, what: str) -> None:
    """Leave word of it; where that cannot be written, the next start does it again, from functions kept."""
    try:
        stamp.write_text(what, encoding="utf-8")
    except OSError:
        return


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
