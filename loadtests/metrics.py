"""The service's own measures, as it shows them to monitoring, and what changed between two readings."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import Final

import msgspec

_SAMPLE: Final = re.compile(r"^(?P<name>[a-z_:][\w:]*)(?:\{(?P<labels>[^}]*)\})? (?P<value>\S+)$", re.IGNORECASE)
_LABEL: Final = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
_BUCKET: Final = "_bucket"


class Bins(msgspec.Struct, frozen=True, kw_only=True):
    """Durations by bin.

    Examples
    --------
    >>> from math import inf
    >>> bins = Bins(bounds=(0.01, 0.1, inf), below=(90, 99, 100))
    >>> bins.quantile(0.5), bins.quantile(0.99), bins.quantile(1.0), bins.count
    (0.01, 0.1, inf, 100)
    """

    bounds: tuple[float, ...]
    """Upper bounds, seconds; the last is infinity."""
    below: tuple[float, ...]
    """Durations up to each."""

    @property
    def count(self) -> int:
        """All of them."""
        return int(self.below[-1]) if self.below else 0

    def quantile(self, share: float) -> float | None:
        """Return the upper bound of the bin that holds a share of all, None if there are none: never too small."""
        if not self.count:
            return None
        return self.bounds[bisect_left(self.below, share * self.count)]

    def since(self, before: "Bins | None") -> "Bins":
        """Return the durations that came after an earlier reading."""
        if before is None:
            return self
        old = dict(zip(before.bounds, before.below, strict=True))
        rows = zip(self.bounds, self.below, strict=True)
        return Bins(bounds=self.bounds, below=tuple(count - old.get(bound, 0.0) for bound, count in rows))


class Measures(msgspec.Struct, frozen=True, kw_only=True):
    """One reading."""

    values: Mapping[tuple[str, tuple[tuple[str, str], ...]], float]
    """By name and labels, which are in order of name."""

    def value(self, name: str, **labels: str) -> float:
        """Return a value; 0 if it is not there."""
        return self.values.get((name, tuple(sorted(labels.items()))), 0.0)

    def by_label(self, name: str) -> dict[tuple[tuple[str, str], ...], float]:
        """Return the values of one name by their labels."""
        return {labels: value for (known, labels), value in self.values.items() if known == name}

    def bins(self, name: str, **labels: str) -> Bins:
        """Return a histogram; an empty one if it is not there."""
        wanted = set(labels.items())
        rows = sorted(
            (float(dict(known)["le"]), value)
            for known, value in self.by_label(name + _BUCKET).items()
            if set(known) - {("le", dict(known)["le"])} == wanted
        )
        return Bins(bounds=tuple(bound for bound, _ in rows), below=tuple(count for _, count in rows))


def parsed(text: str) -> Measures:
    r"""Read a page of measures.

    Parameters
    ----------
    text
        In the text format of Prometheus; comments and lines that are no samples are passed over.

    Examples
    --------
    >>> parsed('# HELP a\na{x="1"} 2\nb 3.5\n').value("a", x="1")
    2.0
    """
    values: dict[tuple[str, tuple[tuple[str, str], ...]], float] = {}
    for line in text.splitlines():
        if found := _SAMPLE.match(line):
            labels = tuple(sorted(_LABEL.findall(found["labels"] or "")))
            values[found["name"], labels] = float(found["value"])
    return Measures(values=values)


def failures(before: Measures, after: Measures) -> dict[int, int]:
    """Count the answers of the 500s that came between two readings, by status.

    Examples
    --------
    >>> after = parsed('onestop_requests_total{endpoint="lodge_case",status="500"} 2')
    >>> failures(parsed(""), after)
    {500: 2}
    """
    name, found = "onestop_requests_total", dict[int, int]()
    for labels, value in after.by_label(name).items():
        status = int(dict(labels).get("status", "0"))
        more = int(value - before.values.get((name, labels), 0.0))
        if status >= 500 and more:
            found[status] = found.get(status, 0) + more
    return found
