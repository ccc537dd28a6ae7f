"""Whether a disk that was full has room again, found out without writing anything of the log."""

from pathlib import Path
from typing import Final

from engine.log.files import Files
from engine.log.settings import StoreSettings

PROBE_NAME: Final = "room.probe"


def has_room(folder: Path, files: Files, settings: StoreSettings) -> bool:
    """Take as much of the disk as the next batches may, and give it back.

    The free bytes that a file system names would say nothing of a quota. A batch may be kept in less, if the copy's
    segment has some left: this errs on the side of a disk that stays full.

    Parameters
    ----------
    folder
        Of the log.
    files
        The disk.
    settings
        A segment of the copy, and a write-ahead log, are what may be needed at once.

    Returns
    -------
    bool
        Whether it could be had; if the disk fails in another way, which the next batch finds out, it could not.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from engine.log.files import RealFiles
    >>> with TemporaryDirectory() as name:
    ...     has_room(Path(name), RealFiles(), StoreSettings(segment_bytes=4096)), list(Path(name).iterdir())
    (True, [])
    """
    path = folder / PROBE_NAME
    try:
        file = files.open(path, create=True)
        try:
            files.remove(path)  # before it takes anything: whatever ends the process leaves no such file
            file.allocate(settings.segment_bytes + settings.checkpoint_bytes)
        finally:
            file.close()
    except OSError:
        return False
    return True
