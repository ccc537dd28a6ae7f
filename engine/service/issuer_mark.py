"""Whose tokens a store was last served with: a court's store is not opened to everybody by a forgotten option.

Without an issuer in its settings a service is in development and gives tokens of any role to anybody on the machine. So
the name of an issuer, once a store was served with it, is kept beside the store's log.
"""

from pathlib import Path
from typing import Final

from engine.replacing import replacing
from engine.service.errors import StandingError

ISSUER_FILE: Final = "issuer"


def kept_issuer(folder: Path) -> str:
    """Return the issuer that a store was last served with; empty if it never was with any.

    Raises
    ------
    StandingError
        If the mark is there and cannot be read: then nobody knows.
    """
    path = folder / ISSUER_FILE
    try:
        return path.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""  # whoever opens it says what it is instead
    except (OSError, UnicodeDecodeError) as error:
        raise StandingError(f"store = {folder}: its file {ISSUER_FILE} cannot be read: {error}") from error


def keep_issuer(folder: Path, issuer: str) -> str:
    """Mark a store as served with an issuer's tokens; return the one it was served with before, maybe the same.

    Raises
    ------
    StandingError
        If an earlier mark cannot be read.
    OSError
        If it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     before = keep_issuer(Path(name), "https://id.court.example")
    ...     before, kept_issuer(Path(name))
    ('', 'https://id.court.example')
    """
    before = kept_issuer(folder)
    if before != issuer:
        with replacing(folder / ISSUER_FILE) as partial:
            partial.write_text(f"{issuer}\n", encoding="utf-8")
    return before
