"""A scratch PostgreSQL cluster: made, started on a socket, and removed again.

It is as durable as a fresh installation: `fsync` and `synchronous_commit` are on, so that what it acknowledges has been
written through to the disk, as the service beside it promises.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.errors import MissingToolError

_USER: Final = "postgres"
_DEBIAN: Final = Path("/usr/lib/postgresql")
_SECONDS_MAX: Final = 60


def find_postgres() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest version's; None if there is none."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    return versions[0].parent if versions else None


@contextmanager
def scratch_cluster() -> Generator[str]:
    """Run a cluster as long as the block lasts.

    Yields
    ------
    str
        How to connect to it: a socket in a folder of its own.

    Raises
    ------
    MissingToolError
        If PostgreSQL is not installed.
    subprocess.CalledProcessError
        If it cannot be started.
    """
    programs = find_postgres()
    if programs is None:
        raise MissingToolError("initdb: must be installed (Debian: apt-get install postgresql)")
    with tempfile.TemporaryDirectory(prefix="onestop-postgres-") as name:
        folder = Path(name)
        if os.getuid() == 0:
            owner = pwd.getpwnam(_USER)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data = folder / "data"
        _run(programs / "initdb", "--pgdata", data, "--username", _USER, "--auth", "trust", "--no-instructions")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=50"
        _run(programs / "pg_ctl", "--pgdata", data, "--log", folder / "log", "--options", options, "--wait", "start")
        try:
            yield f"host={folder} user={_USER} dbname=postgres"
        finally:
            _run(programs / "pg_ctl", "--pgdata", data, "--mode", "immediate", "--wait", "stop")


def _run(program: Path, *arguments: str | Path) -> None:
    """Run a program of PostgreSQL's, which refuses to be run by root."""
    subprocess.run(  # noqa: S603 - PostgreSQL's own programs, with arguments made here
        [str(program), *map(str, arguments)],
        user=_USER if os.getuid() == 0 else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=_SECONDS_MAX,
        check=True,
        cwd="/",
    )
