"""Writing a file so that its name only ever holds a whole one."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import uuid4


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Give a temporary name beside `path`; rename what was written there to `path` on a clean exit.

    Whatever ends the block early, an interrupt from the keyboard too, removes the temporary file and
    leaves what stood at `path` as it was.

    Parameters
    ----------
    path
        Where the file shall be. Its folder must exist: a rename is atomic only inside one file system.

    Yields
    ------
    Path
        A free name in the same folder, to write to.

    Raises
    ------
    OSError
        If nothing was written, or the file cannot be renamed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     target = Path(folder) / "measures.json"
    ...     with replacing(target) as temporary:
    ...         _ = temporary.write_text("{}")
    ...     target.read_text()
    '{}'
    """
    # A name of its own for each writer: two that write the same target must not write into one file.
    temporary = path.with_name(f".{path.name}.{uuid4().hex[:12]}.partial")
    try:
        yield temporary
        with temporary.open("rb+") as file:
            # Without this a power cut after the rename could leave the name with nothing behind it.
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def replaced_file(path: Path) -> Generator[IO[bytes]]:
    """Open a file for writing that becomes `path` when the block ends without an error; see `replacing`.

    Raises
    ------
    OSError
        If the file cannot be created, written or renamed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     target = Path(folder, "answer.txt")
    ...     with replaced_file(target) as file:
    ...         written = file.write(b"42")
    ...         early = target.exists()
    ...     early, target.read_text()
    (False, '42')
    """
    with replacing(path) as temporary, temporary.open("xb") as file:
        yield file
