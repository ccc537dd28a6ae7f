"""Every error that measuring raises on purpose.

::

    AnalyticsError
    +-- StatisticsError        arguments a formula is not defined for
    +-- FileError              a file that cannot be read or written as what it should be
    |   +-- EventTableError    events that do not make cases
    |   +-- CaseTableError     a case table without the columns, keys or rows of one
    |   +-- RosterFileError    a table of mediators without the columns or keys of one
    +-- PeriodError            no period, an empty one, or one that ends before it starts

The importer adds its own errors below `AnalyticsError` in `analytics/importer/errors.py`.
A message names the field or file, the offending value and the bound it broke.
"""


class AnalyticsError(Exception):
    """Base of every error of the package."""


class StatisticsError(AnalyticsError):
    """An argument lies outside the range a formula is defined for."""


class FileError(AnalyticsError):
    """A file cannot be read or written as what it should be."""


class EventTableError(FileError):
    """The events of a file do not make cases."""


class CaseTableError(FileError):
    """A file is not a case table, or holds rows no measure can be taken from."""


class RosterFileError(FileError):
    """A file is not a table of mediators."""


class PeriodError(AnalyticsError):
    """The period to measure is missing, empty or reversed."""
