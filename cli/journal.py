"""The journal of a service: lines of JSON on standard error, and what it says of the service's own life."""

import logging
import os
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from engine.service.state import State

if TYPE_CHECKING:
    from engine.log.stored import StoredLog
    from engine.service.answers import Group
    from engine.service.entries import Entry
    from engine.service.service import Service
    from engine.service.snapshots import Recovered

RELEASE: Final = version("onestop")
_JOURNAL: Final = logging.getLogger("onestop")


def write_journal() -> None:
    """Send every log record of this process through the journal's formatter, which writes nothing about anybody."""
    from engine.access.journal import JournalFormatter

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JournalFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    # What the server and Locust's kin say of themselves at that level is free text, which the journal does not write.
    logging.getLogger("uvicorn").setLevel(logging.WARNING)


def note_repairs(log: "StoredLog[Entry]") -> None:
    """Say what of the log was put right when it was opened."""
    for repair in log.repairs:
        _JOURNAL.warning("log_repaired", extra={"fields": {"kind": repair.part, "seq": repair.from_seq}})


def note_start(service: "Service", found: "Recovered") -> None:
    """Say that the service serves, and what it followed for that."""
    health = service.health
    fields = {
        "version": RELEASE,
        "epoch": health.epoch,
        "seq": health.seq,
        "position": found.from_seq,
        "pid": os.getpid(),
    }
    _JOURNAL.info("started", extra={"fields": fields})


def note_stop(service: "Service") -> None:
    """Say that the service has stopped in order, and where its log ends."""
    health = service.health
    _JOURNAL.info("stopped", extra={"fields": {"epoch": health.epoch, "seq": health.seq}})


def note_state(state: State) -> None:
    """Say what the service takes from now on."""
    level = logging.ERROR if state in (State.FULL, State.READ_ONLY) else logging.INFO
    _JOURNAL.log(level, "state_changed", extra={"fields": {"state": state.value}})


def note_clock(is_astray: bool) -> None:  # noqa: FBT001 - the signature is the clock's
    """Say whether the wall clock is followed from now on."""
    _JOURNAL.log(logging.ERROR if is_astray else logging.INFO, "clock_led_astray" if is_astray else "clock_right_again")


def note_poison(group: "Group", error: Exception) -> None:
    """Say that a command failed in a way nobody foresaw."""
    _JOURNAL.error(
        "command_poisoned",
        exc_info=error,
        extra={"fields": {"number": len(group.commands), "error": type(error).__name__}},
    )
