"""What can go wrong when things are timed.

BenchmarkError
├── BenchmarkSizeError      a size that no benchmark has
├── MissingToolError        pytest or its benchmark plugin is not installed
├── FailedBenchmarkError    a benchmark raised, took too long, or its rival came to another result
└── BenchmarkReportError    the benchmarks left no report, or one that cannot be read
"""


class BenchmarkError(Exception):
    """Base of every error of the package; the message is one line."""


class BenchmarkSizeError(BenchmarkError):
    """A share of the natural sizes that is not within its bounds."""


class MissingToolError(BenchmarkError):
    """Pytest or its benchmark plugin is not installed."""


class FailedBenchmarkError(BenchmarkError):
    """A benchmark raised, took too long, or its rival came to another result."""


class BenchmarkReportError(BenchmarkError):
    """The benchmarks left no report, or one that cannot be read."""
