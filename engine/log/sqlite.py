"""Which SQLite a log trusts, and what its errors mean to a log."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import apsw

from engine.log.errors import FileDamagedError, LogBrokenError, LogFullError

SQLITE_FLOOR: Final = (3, 51, 3)
"""Before it, a log that is reset while somebody else reads may lose committed rows."""
_READ_FAILURES: Final = (apsw.SQLITE_IOERR_READ, apsw.SQLITE_IOERR_SHORT_READ, apsw.SQLITE_IOERR_CORRUPTFS)


@contextmanager
def translated(doing: str) -> Generator[None]:
    """Turn what SQLite raises into errors of the log.

    Raises
    ------
    LogFullError
        If the disk is full.
    FileDamagedError
        If the database is not as SQLite wrote it, or cannot be read.
    LogBrokenError
        If anything else fails: a write, a sync, a lock.
    """
    try:
        yield
    except apsw.FullError as error:
        raise LogFullError(f"no room on the disk while {doing}") from error
    except (apsw.CorruptError, apsw.NotADBError, apsw.SQLError, UnicodeDecodeError) as error:
        raise FileDamagedError(f"database is damaged, found while {doing}: {error}") from error
    except apsw.IOError as error:
        if error.extendedresult in _READ_FAILURES:
            raise FileDamagedError(f"database cannot be read while {doing}: {error}", is_unreadable=True) from error
        raise LogBrokenError(f"disk failed while {doing}: {error}") from error
    except apsw.Error as error:
        raise LogBrokenError(f"database failed while {doing}: {error}") from error


def check_sqlite() -> None:
    """Refuse to run with an SQLite that may lose what it committed."""
    version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    assert version >= SQLITE_FLOOR, f"SQLite must be {SQLITE_FLOOR} or newer, not {version}"
