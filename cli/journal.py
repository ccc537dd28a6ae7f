"""The journal of a service: lines of JSON on standard error."""

import logging
import sys


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
