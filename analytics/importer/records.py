"""From lines to records: a row of text for every well-formed record, a rejection for every other line.

Two readers with one meaning. Blocks without quotes are split by column, at the speed of compiled code; the others
go through Python's csv module record by record. DuckDB's reader was tried and refused: on hostile files it loses
all rows behind an unclosed quote, drops an overlong line without a word, stops at mixed line ends, and cannot
number the good rows.

After a bad record reading resumes at the line below its first, so that an unclosed quote costs one line.
"""

import csv
from collections.abc import Iterator, Mapping
from typing import Protocol

import msgspec
import polars as pl

from analytics.importer.lines import BadLine, Block
from analytics.importer.rejects import Reject


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """How records of a file are laid out."""

    delimiter: str
    """One character."""
    header: tuple[str, ...]
    """Names of all columns."""
    wanted: dict[str, int]
    """Name a column shall have (a fact) to its index."""


class Records(msgspec.Struct, kw_only=True):
    """What a block came to."""

    frame: pl.DataFrame
    """`line` (int64) and the wanted columns (text), one row a well-formed record, in order of lines."""
    rejects: list[Reject]
    """Lines that are none."""
    blank_lines: int
    """Empty lines, which mean nothing."""
    carried: Block | None
    """Lines of a record that does not end in this block, to be put before the next."""


def parse_block(block: Block, shape: Shape, *, final: bool) -> Records:
    """Read the records of a block.

    Parameters
    ----------
    block
        Lines behind the header.
    shape
        Of the file.
    final
        Whether it is the last block, so that an open quote will never be closed.

    Returns
    -------
    Records
        With every line of the block in the frame, the rejects, the blank lines or the carried block.
    """
    return _parse_plain(block, shape) if block.plain else _parse_quoted(block, shape, final=final)


def join_blocks(carried: Block | None, block: Block) -> Block:
    """Put the lines an earlier block left open before the next ones."""
    if carried is None:
        return block
    return Block(
        first_line=carried.first_line,
        lines=carried.lines + block.lines,
        bad=carried.bad | block.bad,
        plain=False,
        end_bytes=block.end_bytes,
    )


def _parse_plain(block: Block, shape: Shape) -> Records:
    width = len(shape.header)
    text = pl.col("text")
    frame = pl.DataFrame({"text": block.lines}, schema={"text": pl.String}).select(
        pl.int_range(block.first_line, block.first_line + len(block.lines), dtype=pl.Int64).alias("line"),
        text,
        (text.str.count_matches(shape.delimiter, literal=True) + 1).alias("fields"),
    )
    blank = frame["text"] == ""
    whole = ~blank & (frame["fields"] == width)
    ragged = frame.filter(~blank & ~whole)
    rejects = [_ragged(line, line_text, fields, width) for line, line_text, fields in ragged.iter_rows()]
    rejects += _bad_lines(block)
    parts = frame.filter(whole).select("line", text.str.split_exact(shape.delimiter, width - 1).alias("parts"))
    columns = [pl.col("parts").struct.field(f"field_{at}").alias(fact) for fact, at in shape.wanted.items()]
    return Records(
        frame=parts.select("line", *columns),
        rejects=rejects,
        blank_lines=int(blank.sum()) - len(block.bad),
        carried=None,
    )


def _bad_lines(block: Block) -> list[Reject]:
    return [Reject(line=line, value=bad.value, reason=bad.reason) for line, bad in block.bad.items()]


def _ragged(line: int, text: str, fields: int, width: int) -> Reject:
    return Reject(line=line, value=text, reason=f"{fields} fields where the header has {width}")


def _parse_quoted(block: Block, shape: Shape, *, final: bool) -> Records:
    reader = _QuotedReader(block, shape, final=final)
    reader.run()
    columns = zip(*reader.rows, strict=True) if reader.rows else ((),) * len(shape.header)
    texts = dict(enumerate(columns))
    schema = {"line": pl.Int64} | dict.fromkeys(shape.wanted, pl.String)
    data = {"line": reader.numbers} | {fact: list(texts[at]) for fact, at in shape.wanted.items()}
    return Records(
        frame=pl.DataFrame(data, schema=schema),
        rejects=reader.rejects,
        blank_lines=reader.blank_lines,
        carried=reader.carried,
    )


class _Reader(Protocol):
    """What `csv.reader` gives; its type has no public name."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


class _QuotedReader:
    """One pass over a block by the csv module, which starts anew behind every fault."""

    def __init__(self, block: Block, shape: Shape, *, final: bool) -> None:
        self._block, self._shape, self._final = block, shape, final
        self._next = 0  # index of the first line not yet accounted for
        self.rows: list[list[str]] = []
        self.numbers: list[int] = []
        self.rejects: list[Reject] = []
        self.blank_lines = 0
        self.carried: Block | None = None

    def run(self) -> None:
        while self._next < len(self._block.lines) and self.carried is None:
            start = self._next
            reader = csv.reader(self._lines_from(start), delimiter=self._shape.delimiter, strict=True)
            try:
                self._read_until_fault(reader, start)
            except csv.Error as error:
                if start + reader.line_num == len(self._block.lines) and not self._final:
                    self._carry()
                else:
                    self._reject(_csv_fault(error))

    def _lines_from(self, start: int) -> Iterator[str]:
        # A loop over indices: islice would walk through all earlier lines at every new start.
        return (self._block.lines[index] + "\n" for index in range(start, len(self._block.lines)))

    def _read_until_fault(self, reader: _Reader, start: int) -> None:
        width, first_line, all_good = len(self._shape.header), self._block.first_line, not self._block.bad
        for row in reader:
            ends = start + reader.line_num
            # The usual case first, without a call: this loop runs once a row.
            if len(row) == width and (all_good or not self._fault(row, ends)):
                self.rows.append(row)
                self.numbers.append(first_line + self._next)
                self._next = ends
            elif fault := self._fault(row, ends):
                single = ends == self._next + 1
                self._reject(fault)
                if not single:
                    return
            else:
                self.blank_lines += 1
                self._next = ends

    def _fault(self, row: list[str], ends: int) -> str | None:
        if self._block.bad:
            met = _first_bad(self._block.bad, self._block.first_line + self._next, self._block.first_line + ends)
            if met is not None:
                return met
        width = len(self._shape.header)
        return f"{len(row)} fields where the header has {width}" if row and len(row) != width else None

    def _reject(self, reason: str) -> None:
        line = self._block.first_line + self._next
        bad = self._block.bad.get(line)
        value = bad.value if bad else self._block.lines[self._next]
        self.rejects.append(Reject(line=line, value=value, reason=bad.reason if bad else reason))
        self._next += 1

    def _carry(self) -> None:
        first_line = self._block.first_line + self._next
        self.carried = Block(
            first_line=first_line,
            lines=self._block.lines[self._next :],
            bad={line: bad for line, bad in self._block.bad.items() if line >= first_line},
            plain=False,
            end_bytes=self._block.end_bytes,
        )


def _first_bad(bad: Mapping[int, BadLine], first: int, after: int) -> str | None:
    for line in range(first, after):
        if line in bad:
            return f"its quoted field runs into line {line}: {bad[line].reason}"
    return None


def _csv_fault(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end of data" in text or "field larger" in text:
        return "a quote is opened and not closed"
    if "expected after" in text:
        return "text behind a closing quote (or a quote opened and not closed)"
    if "new-line character" in text:
        return "carriage return inside a line"
    return f"not CSV ({text})"
