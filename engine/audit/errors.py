"""What can go wrong in an audit before there is a finding.

EngineError
└── AuditError
    ├── RosterFileError      a roster file cannot be read, or is not the one the log was written with
    ├── NotAuditableError    the log does not hold what an audit needs
    └── NoSuchDrawError      the log has no draw for the case
"""

from engine.errors import EngineError


class AuditError(EngineError):
    """The audit could not be made."""


class RosterFileError(AuditError):
    """A roster file cannot be read, or is not the one the log was written with."""


class NotAuditableError(AuditError):
    """The log does not hold what an audit needs."""


class NoSuchDrawError(AuditError):
    """The log has no draw for the case."""
