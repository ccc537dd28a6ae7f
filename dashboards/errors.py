"""What can go wrong while a report is put together.

```
DashboardError
├── CatalogueError   the text catalogue lacks a string or holds one that cannot be used
├── LiveError        a live view's counts contradict each other, or its page is set up wrongly
└── ReportError      the data handed over for a report cannot be read or written
```
"""


class DashboardError(Exception):
    """Base of everything that the dashboards package raises on purpose."""


class CatalogueError(DashboardError):
    """A key, a language or a placeholder that the text catalogue does not have."""


class LiveError(DashboardError):
    """Counts of a live view that cannot be, or a setting of its page outside its bounds."""


class ReportError(DashboardError):
    """A report's data is not what the records describe, or its file cannot be written."""
