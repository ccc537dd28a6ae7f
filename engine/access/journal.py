"""The journal: what a service writes about itself, one JSON object a line, with nothing in it about anybody.

Only fields with a known name are written, and only numbers, truth values and plain words in them. Free text is never
written, neither a message's nor an exception's: names of parties get into logs by way of both.
"""

import logging
import re
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import PurePath
from traceback import extract_tb
from types import TracebackType
from typing import Any, Final

import msgspec

from engine.access.errors import JournalError

FIELDS: Final = frozenset(
    {
        "action", "attempt", "batch", "bytes", "case_id", "claim", "command", "count", "court_id", "cpu_us",
        "dispute_id", "duration_us", "epoch", "error", "head", "kind", "level", "limit", "mediator_id", "method",
        "number", "organisation_id", "outcome", "path", "phase", "pid", "port", "position", "queue", "reason",
        "request_id", "retry_after_us", "role", "route", "rule", "seq", "signal", "size", "state", "status",
        "subject", "system", "tenant", "trace_id", "version", "wait_us",
    }
)  # fmt: skip
"""Every name a field may have. `subject` is a pseudonym; `path` is a route's pattern, never what was asked for."""

_NAME: Final = re.compile(r"[a-z][a-z0-9_.]{0,63}", re.ASCII)
_WORD: Final = re.compile(r"[A-Za-z0-9_.:/{}+-]{0,128}", re.ASCII)
_FRAMES_MAX: Final = 20


def line(event: str, at: int, level: str, fields: Mapping[str, Any]) -> str:
    """Return a line of the journal, without its end.

    Parameters
    ----------
    event
        What happened: small letters, digits, points and underscores.
    at
        When, microseconds since the epoch.
    level
        `info`, `warning`, ...
    fields
        The rest. A name that is not in `FIELDS`, and a value that is neither a number nor a plain word, are left out
        and counted in `left_out`.

    Raises
    ------
    JournalError
        If the event is not such a word.

    Examples
    --------
    >>> line("case_lodged", 7, "info", {"dispute_id": 12, "tenant": "north", "name": "Zhang San", "rule": "a b"})
    '{"at":7,"level":"info","event":"case_lodged","dispute_id":12,"tenant":"north","left_out":2}'
    """
    if not _NAME.fullmatch(event):
        raise JournalError("event: must be 1 to 64 small letters, digits, points and underscores")
    kept = {name: value for name, value in fields.items() if name in FIELDS and _is_plain(value)}
    content: dict[str, Any] = {"at": at, "level": level, "event": event, **kept}
    if len(kept) < len(fields):
        content["left_out"] = len(fields) - len(kept)
    return msgspec.json.encode(content).decode("ascii")


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return _WORD.fullmatch(value) is not None
    return value is None or isinstance(value, int | float)


def pseudonym(identity: str, key: bytes) -> str:
    """Return what stands for somebody in the journal: the same for the same person as long as the key is.

    Examples
    --------
    >>> pseudonym("m-3", bytes(32)) == pseudonym("m-3", bytes(32)), len(pseudonym("m-3", bytes(32)))
    (True, 16)
    """
    return blake2b(identity.encode(), digest_size=8, key=key, person=b"onestop journal").hexdigest()


class JournalFormatter(logging.Formatter):
    """Makes lines of the journal of the standard library's log records, of this project and of its libraries.

    `logger.info("case_lodged", extra={"fields": {"dispute_id": 12}})` is a line of its own. Of a record whose message
    is free text, only its logger and its place in the program are written; of an exception its type and the functions
    it came through.

    Examples
    --------
    >>> record = logging.LogRecord("uvicorn.error", 40, "server.py", 7, "Zhang San sent %s", ("x",), None)
    >>> record.created = 0.0
    >>> JournalFormatter().format(record)
    '{"at":0,"level":"error","event":"free_text","logger":"uvicorn.error","place":"server.py:7"}'
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        fields: Any = getattr(record, "fields", {})
        said: Any = record.msg
        is_ours = isinstance(said, str) and not record.args and _NAME.fullmatch(said) is not None
        text = line(
            said if is_ours else "free_text",
            round(record.created * 1_000_000),
            _plain(record.levelname.lower()),
            fields if isinstance(fields, Mapping) else {},  # pyright: ignore[reportUnknownArgumentType]
        )
        more: dict[str, Any] = {}
        if not is_ours:
            more = {"logger": _plain(record.name), "place": f"{_plain(PurePath(record.pathname).name)}:{record.lineno}"}
        if record.exc_info and record.exc_info[0] is not None:
            more["exception"] = _plain(record.exc_info[0].__name__)
            more["through"] = _frames(record.exc_info[2])
        return text if not more else f"{text[:-1]},{msgspec.json.encode(more).decode('ascii')[1:]}"


def _frames(trace: TracebackType | None) -> list[str]:
    frames = extract_tb(trace)[-_FRAMES_MAX:]
    return [f"{_plain(PurePath(frame.filename).name)}:{frame.lineno}:{_plain(frame.name)}" for frame in frames]


def _plain(word: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.:/{}+-]", "_", word, flags=re.ASCII)[:128]
