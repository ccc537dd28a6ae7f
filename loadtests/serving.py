"""The service under load: started as anybody would start it, waited for, and stopped."""

import socket
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import msgspec

from loadtests.asking import Asker
from loadtests.client import is_ready
from loadtests.errors import LoadRunError

READY_SECONDS_MAX: Final = 120.0
"""A national roster is read and its core compiled the first time."""
STOP_SECONDS_MAX: Final = 60.0
_POLL_SECONDS: Final = 0.1
_JOURNAL_TAIL: Final = 600
"""Characters of the service's journal that an error quotes."""


class Addresses(msgspec.Struct, frozen=True, kw_only=True):
    """Where a service listens."""

    port: int
    admin_port: int

    @property
    def public(self) -> str:
        """Of the service."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def admin(self) -> str:
        """Of its administration."""
        return f"http://127.0.0.1:{self.admin_port}"


def serve_command(store: Path, addresses: Addresses, scenario: str) -> list[str]:
    """Return the command line that starts the service; the one place that knows it.

    Examples
    --------
    >>> serve_command(Path("store"), Addresses(port=1, admin_port=2), "one-court")[3:]
    ['engine', 'serve', 'store', '--port', '1', '--admin-port', '2', '--development', '--scenario', 'one-court']
    """
    ports = ["--port", str(addresses.port), "--admin-port", str(addresses.admin_port)]
    return [
        sys.executable,
        "-m",
        "cli.main",
        "engine",
        "serve",
        str(store),
        *ports,
        "--development",
        "--scenario",
        scenario,
    ]


def free_addresses() -> Addresses:
    """Return two ports of this machine that nobody listens at."""
    with socket.socket() as first, socket.socket() as second:
        for one in (first, second):
            one.bind(("127.0.0.1", 0))
        return Addresses(port=first.getsockname()[1], admin_port=second.getsockname()[1])


@contextmanager
def serving(command: Sequence[str], addresses: Addresses, journal: Path) -> Generator[Asker]:
    """Run the service until the block ends; wait until it takes commands.

    Parameters
    ----------
    command
        Starts it.
    addresses
        Where it will listen.
    journal
        Where its output goes.

    Yields
    ------
    Asker
        Asks it.

    Raises
    ------
    LoadRunError
        If it ends, or does not take commands in time.
    """
    with journal.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - the command line comes from `serve_command` or a test
            command, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        with Asker(addresses.public, addresses.admin) as asker:
            _wait(process, asker, journal)
            yield asker
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: "subprocess.Popen[bytes]", asker: Asker, journal: Path) -> None:
    until = monotonic() + READY_SECONDS_MAX
    while monotonic() < until:
        if process.poll() is not None:
            raise LoadRunError(f"the service ended with code {process.returncode}: {_tail(journal)}")
        if asker.answers(is_ready()):
            return
        sleep(_POLL_SECONDS)
    raise LoadRunError(f"the service took no commands within {READY_SECONDS_MAX:g} s: {_tail(journal)}")


def _tail(journal: Path) -> str:
    text = journal.read_text(encoding="utf-8", errors="replace").strip()
    return text[-_JOURNAL_TAIL:] or "it wrote nothing"
