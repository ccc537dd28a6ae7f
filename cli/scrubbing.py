"""The scrub of a service's log, and what the journal says of it."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.log.scrub import Damage, Scrub
from engine.service.scrubbing import Scrubber

if TYPE_CHECKING:
    from cli.serve_settings import LogSettings
    from engine.log.stored import StoredLog
    from engine.service.entries import Entry
    from engine.service.gauges import Gauges

_JOURNAL = logging.getLogger("onestop")


def scrubber(
    log: "StoredLog[Entry]", settings: "LogSettings", gauges: "Gauges", clock: Callable[[], int]
) -> Scrubber | None:
    """Return what watches over the files of a log; None if that is not wanted."""
    if not settings.scrub_hours:
        return None
    return Scrubber(
        Scrub(log),
        clock,
        hours=settings.scrub_hours,
        bytes_per_second_max=settings.scrub_bytes_per_second_max,
        gauges=gauges,
        tell=_note,
        failed=_note_failure,
    )


def _note(damage: Damage) -> None:
    fields = {"fields": {"kind": damage.part, "seq": damage.from_seq}}
    if damage.is_repaired:
        _JOURNAL.warning("log_repaired", extra=fields)
    else:
        _JOURNAL.critical("log_damaged", extra=fields)


def _note_failure(error: Exception) -> None:
    _JOURNAL.error("log_not_compared", extra={"fields": {"error": type(error).__name__}})
