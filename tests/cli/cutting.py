"""A process that ends commands in the middle: killed right before the n-th thing they do to a folder of the disk.

Run as `python -m tests.cli.cutting`; `Cutter` talks to it. It starts no thread, so that each command can run in a fork
of it, with everything imported already. A kill runs no `finally` and flushes nothing; an error, in whatever process,
would.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from cli.main import main

CHANGES: Final = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate", "os.link", "os.symlink"}
"""Events of Python's audit by which a file or a name is changed; a file that is made by opening it counts, too."""

LATE: Final = (
    "analytics.case_table",
    "cli.linked_systems",
    "cli.measures",
    "engine.service.copying",
    "engine.service.exporting",
    "engine.service.snapshotting",
    "pyarrow.dataset",
    "typer._adapters",
)
"""What the commands, and the packages that they use, import when they need it: once for all forks."""


class Cutter(NamedTuple):
    """Ends commands in the middle."""

    asked: IO[str]
    answered: IO[str]

    def cut(self, number: int, folder: Path, *arguments: str) -> bool:
        """Run a command, killed before the n-th thing it does in a folder; return whether it did so many."""
        self.asked.write(json.dumps([number, str(folder), arguments]) + "\n")
        self.asked.flush()
        status = int(self.answered.readline())
        assert status in {0, signal.SIGKILL}, f"{arguments} ended with {status}"
        return status != 0


@contextmanager
def cutter() -> Generator[Cutter]:
    """A process that ends commands, until the block ends."""
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Cutter(process.stdin, process.stdout)
        process.stdin.close()


def serve() -> None:
    """Run what is asked, one command after another, and answer with the signal that ended it, or its exit code."""
    for name in LATE:
        import_module(name)
    for line in sys.stdin:
        number, folder, arguments = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(number, folder, arguments)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{abs(os.waitstatus_to_exitcode(status))}\n")
        sys.stdout.flush()


def _run(number: int, folder: str, arguments: list[str]) -> None:
    changes: Iterator[int] = iter(range(1, number))

    def watch(event: str, found: tuple[Any, ...]) -> None:
        if _is_change(event, found, folder) and next(changes, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    os.dup2(2, 1)  # the answers go to another reader
    sys.argv = ["onestop", *arguments]
    sys.addaudithook(watch)
    code: Any = 1
    try:
        main()
    except SystemExit as stop:
        code = stop.code
    finally:
        os._exit(code if isinstance(code, int) else 0)


def _is_change(event: str, found: tuple[Any, ...], folder: str) -> bool:
    if not any(str(part).startswith(folder) for part in found):
        return False
    if event == "open":
        return bool(found[2] & os.O_CREAT)
    return event in CHANGES and (event == "os.mkdir" or os.path.lexists(found[0]))


if __name__ == "__main__":
    serve()
