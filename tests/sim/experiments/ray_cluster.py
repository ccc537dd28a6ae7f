"""A Ray cluster of one head on this machine, ended by its own process group and nobody else's."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

RAY = str(Path(sys.executable).with_name("ray"))
_START_SECONDS_MAX = 90.0
_STARTED = re.compile(rb"ray start --address='([0-9.]+:[0-9]+)'")
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DISABLE_IMPORT_WARNING": "1"}


@contextmanager
def ray_cluster(folder: Path, *, processors: int = 2) -> Iterator[str]:
    """Start a head with a port of its choice and files in `folder`, and give its address."""
    options = ("--head", "--block", "--port=0", f"--num-cpus={processors}", "--include-dashboard=false")
    with subprocess.Popen(
        [RAY, "start", *options, f"--temp-dir={folder}", "--node-ip-address=127.0.0.1", "--disable-usage-stats"],
        env=os.environ | _QUIET,
        start_new_session=True,  # so that everything it starts can be ended with it
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
    ) as head:
        try:
            yield _address(head)
        finally:
            _end(head)


def _address(head: subprocess.Popen[bytes]) -> str:
    """Read what the head says until it says where it is."""
    assert head.stdout is not None
    said, deadline = b"", time.monotonic() + _START_SECONDS_MAX
    while (found := _STARTED.search(said)) is None:
        ready, _, _ = select.select([head.stdout], [], [], max(0.0, deadline - time.monotonic()))
        chunk = os.read(head.stdout.fileno(), 1 << 16) if ready else b""
        if not chunk:
            raise TimeoutError(f"no cluster came up: {said.decode(errors='replace')[-500:]}")
        said += chunk
    return found[1].decode()


def _end(head: subprocess.Popen[bytes]) -> None:
    """Let the head end what it started, then end what is left of its session."""
    head.terminate()
    with suppress(subprocess.TimeoutExpired):
        head.wait(20)
    with suppress(ProcessLookupError):
        os.killpg(head.pid, signal.SIGKILL)
    head.wait(20)
