"""Every error that importing raises on purpose.

::

    AnalyticsError
    +-- ImportFailedError
        +-- MappingError       the mapping file is wrong; holds all its mistakes
        +-- SourceFileError    the file to import cannot be read as the mapping says
        +-- NoCasesError       it could be read, and not one case came out
        +-- OutputError        the result cannot be written

A row that is wrong is no error: it goes to `rejected.csv`, and the import carries on.
"""

from collections.abc import Sequence

from analytics.errors import AnalyticsError


class ImportFailedError(AnalyticsError):
    """Base of every error of the importer; whatever stood in the output folder is untouched."""


class MappingError(ImportFailedError):
    """A mapping file is wrong.

    Parameters
    ----------
    problems
        All its mistakes, each a line with file, key, value and bound.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class SourceFileError(ImportFailedError):
    """The file to import is missing, unreadable, empty, or lacks what the mapping asks of it."""


class NoCasesError(ImportFailedError):
    """Every row was rejected or lies outside the period."""


class OutputError(ImportFailedError):
    """The output folder cannot be written to."""
