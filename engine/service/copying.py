"""Copying a store while its service runs: a backup is a store itself, and restoring it is copying it back.

The log's append-only copy is what is carried over: a file to which is only appended has at every moment a beginning
that is whole. The database is built from it when the copy is opened, which also verifies every batch. Party data are
not in it: they can be erased, and an old backup must not bring them back (see `engine.parties`).
"""

import re
import shutil
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, NamedTuple

from engine.audit.roster_file import ROSTER_FILE
from engine.folders import empty_folder, made_folder, make_durable
from engine.log.chain import verify
from engine.log.files import RealFiles
from engine.log.log import Head
from engine.log.reader import open_reader
from engine.log.segments import segments
from engine.log.store import open_store
from engine.replacing import replacing
from engine.service.caseload.numbering import NUMBERS_FILE
from engine.service.day_secret import write_secret
from engine.service.door_rosters import DOOR_FOLDER, ORGANISATIONS_FILE
from engine.service.errors import StandingError
from engine.service.issuer_mark import ISSUER_FILE
from engine.service.opening import CODEC
from engine.service.store import (
    DENIAL_FILE,
    IDENTITY_FILE,
    LOG_FOLDER,
    SECRET_FILE,
    SNAPSHOT_FOLDER,
    Store,
    check_vacant,
)

OPTIONAL_FILES: Final = (
    "courts.parquet",
    "mediators.parquet",
    "source_ids.parquet",
    NUMBERS_FILE,
    DENIAL_FILE,
    ISSUER_FILE,
)
"""Names of courts, mediators and cases for people, who is refused, and the store's issuer, where there are any."""


class Copied(NamedTuple):
    """What was copied."""

    head: Head
    """Where the copied log ends."""
    bytes: int
    """Of all files."""


def copy_store(source: Path, target: Path, *, head: str | None = None) -> Copied:
    """Copy a store into a folder that is empty or not there, and verify the copy.

    Parameters
    ----------
    source
        A store; a service may be writing to it.
    target
        Becomes a store, once the copied log has been verified; left as it was by whatever goes wrong. A copy broken off
        by the end of the process has no name card and is none.
    head
        Where the log must end, 64 hex characters; None for anywhere.

    Returns
    -------
    Copied
        Everything that had been stored when the copying began is in it.

    Raises
    ------
    StandingError
        If `source` is no store, `target` is not empty or lies in `source`, `head` is no head, or the copy ends before
        the log did, or not at `head`.
    engine.log.errors.LogError
        If the log cannot be read, or the copy is not what was written.
    OSError
        If a file cannot be copied.
    """
    store = Store(source)
    _check_target(source, target)
    if head is not None and not re.fullmatch("[0-9a-fA-F]{64}", head):
        raise StandingError(f"head = {head}: must be 64 hex characters, as `backup` printed them")
    with made_folder(target, mode=0o750):
        try:
            copied = _copied(store, target, head)
        except BaseException:
            empty_folder(target)
            raise
    return Copied(copied, sum(path.stat().st_size for path in target.rglob("*") if path.is_file()))


def _check_target(source: Path, target: Path) -> None:
    if target.resolve().is_relative_to(source.resolve()):
        raise StandingError(f"store = {target}: must lie outside {source}, which is copied")
    check_vacant(target)


def _copied(store: Store, target: Path, head: str | None) -> Head:
    """Copy everything, verify the log, and only then the name card: whatever ends this before leaves no store."""
    with closing(open_reader(store.log_folder, CODEC)) as reader:
        begun_at = reader.head
    RealFiles().make_folder(target / LOG_FOLDER)  # before all else: by it a copy that was broken off is known for one
    _copy_snapshot(store.folder, target)  # before the log: one made meanwhile would know of more than that
    _copy_log(store, target)
    _copy_rest(store.folder, target)
    copied = _verified(target, begun_at, head)
    for path in (*target.rglob("*"), target):
        make_durable(path)
    with replacing(target / IDENTITY_FILE) as partial:
        shutil.copy2(store.folder / IDENTITY_FILE, partial)
    _keep_names(target)
    Store(target)
    return copied


def _keep_names(target: Path) -> None:
    """Keep a power cut from taking the card away again, or the folder and those that were made for it."""
    make_durable(target)
    with suppress(OSError):  # a folder further up may be nobody's to open, and was not made here then
        for folder in target.resolve().parents:
            make_durable(folder)


def _copy_log(store: Store, target: Path) -> None:
    for segment in segments(store.log_folder, RealFiles()):
        shutil.copyfile(segment.path, target / LOG_FOLDER / segment.path.name)


def _copy_rest(source: Path, target: Path) -> None:
    for name in (ROSTER_FILE, ORGANISATIONS_FILE):
        shutil.copy2(source / name, target / name)
    write_secret(target / SECRET_FILE, (source / SECRET_FILE).read_bytes())  # nobody else's at any moment
    for name in OPTIONAL_FILES:
        if (source / name).is_file():
            shutil.copy2(source / name, target / name)
    if (source / DOOR_FOLDER).is_dir():
        shutil.copytree(source / DOOR_FOLDER, target / DOOR_FOLDER)


def _copy_snapshot(source: Path, target: Path) -> None:
    snapshots = sorted((source / SNAPSHOT_FOLDER).glob("*.snapshot"))
    (target / SNAPSHOT_FOLDER).mkdir(mode=0o750)
    for path in snapshots[-1:]:
        shutil.copy2(path, target / SNAPSHOT_FOLDER / path.name)


def _verified(target: Path, begun_at: Head, expected: str | None) -> Head:
    with closing(open_store(target / LOG_FOLDER, CODEC)) as log:
        head = verify(log, anchor=begun_at)
    if head.seq < begun_at.seq:
        raise StandingError(f"store = {target}: ends at {head.seq}, before {begun_at.seq}, where the copying began")
    if expected is not None and head.hash.hex() != expected.lower():
        raise StandingError(f"head = {expected}: the log ends with {head.hash.hex()}")
    return head
