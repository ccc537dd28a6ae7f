"""A deny list that outlives its process: each record is on the disk before it takes effect."""

import os
from pathlib import Path
from typing import Final

import msgspec

from engine.access.denials import AnyDenial, DenyList
from engine.access.errors import DenyListError

_OWNER_ONLY: Final = 0o600


class KeptDenyList(DenyList):
    r"""A deny list that is kept in a file, a line of JSON for each record.

    Parameters
    ----------
    path
        The file; made if it is not there, readable by its owner only.
    entries_max
        As for `DenyList`.

    Raises
    ------
    DenyListError
        If the file holds a line that is no record. A last line that was not finished was never in effect, and goes.
    OSError
        If it cannot be read or made.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from engine.access.denials import SubjectDenied
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "denials.jsonl")
    ...     KeptDenyList(path).apply(SubjectDenied(at=5, issuer="https://id.example", subject="m-3"))
    ...     KeptDenyList(path).is_denied("https://id.example", "m-3", "t-9", issued_at=4)
    True
    """

    def __init__(self, path: Path, *, entries_max: int = 100_000) -> None:
        super().__init__(entries_max=entries_max)
        self._path: Final = path
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, _OWNER_ONLY)
        with os.fdopen(descriptor, "rb+") as file:
            content = file.read()
            whole = content.rpartition(b"\n")[0] + b"\n" if b"\n" in content else b""
            file.truncate(len(whole))
        for number, line in enumerate(whole.splitlines(), start=1):
            super().apply(_record(line, path, number))

    def apply(self, record: AnyDenial) -> None:
        """Write a record down, through to the disk, and let it change the list.

        Raises
        ------
        DenyListError
            If the list is full.
        OSError
            If it cannot be written; then it has no effect.
        """
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode(record) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        super().apply(record)


def _record(line: bytes, path: Path, number: int) -> AnyDenial:
    try:
        return msgspec.json.decode(line, type=AnyDenial)
    except msgspec.DecodeError as error:
        raise DenyListError(f"{path}: line {number} must be a denial ({error})") from error
