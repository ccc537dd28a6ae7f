"""From the bytes of a file to numbered lines of text, in blocks of bounded size.

Nothing in a file may make this grow: a line is cut where it leaves the bound, and only remembered as too long.
"""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from analytics.importer.errors import SourceFileError

BLOCK_BYTES = 4 << 20
"""Read at once: large enough that work is done by column, small enough that memory does not follow the file."""

MAX_LINE_CHARACTERS = 131_072
"""No case fills a longer line; also what Python's csv module allows a quoted field to hold."""

_MAX_LINE_BYTES = 4 * (MAX_LINE_CHARACTERS + 1)  # no encoding here takes more than four bytes a character
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class BadLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line no record can be read from."""

    value: str
    """How it begins, as far as it can be shown."""
    reason: str
    """What is wrong with it."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """Some whole lines of a file, in their order."""

    first_line: int
    """Number of the first, counted from 1."""
    lines: list[str]
    """Without their ends; a bad one is empty."""
    bad: dict[int, BadLine]
    """Line number to what is wrong with it."""
    plain: bool
    """Free of quotes and stray carriage returns: every line is a record, every delimiter delimits."""
    end_bytes: int
    """Where it ends in the file."""


def read_blocks(stream: BinaryIO, encoding: str) -> Iterator[Block]:
    r"""Read a file as blocks of lines.

    Lines end with LF or CR LF, also mixed. A byte order mark is skipped.

    Parameters
    ----------
    stream
        The file, at its start.
    encoding
        A superset of ASCII, by Python's name.

    Yields
    ------
    Block
        With at least one line each.

    Raises
    ------
    SourceFileError
        The file is UTF-16.

    Examples
    --------
    >>> from io import BytesIO
    >>> [block.lines for block in read_blocks(BytesIO(b"id\r\n1\n2\n"), "utf-8")]
    [['id', '1', '2']]
    """
    number = 1
    for piece, end_bytes in _pieces(stream):
        if number == 1 and piece.startswith(_UTF16_MARKS):
            raise SourceFileError("line 1: the file is UTF-16; save it as UTF-8")
        block = _block(piece, number, encoding, end_bytes)
        if number == 1:
            block.lines[0] = block.lines[0].removeprefix("\ufeff")
        number += len(block.lines)
        yield block


def without_first_line(block: Block) -> Block:
    """Give the block that begins a line later.

    Parameters
    ----------
    block
        With a good first line.

    Returns
    -------
    Block
        May have no lines.
    """
    return msgspec.structs.replace(block, lines=block.lines[1:], first_line=block.first_line + 1)


def _pieces(stream: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Cut the file behind a line end every `BLOCK_BYTES` or so, and say where."""
    rest, read_bytes = b"", 0
    while chunk := stream.read(BLOCK_BYTES):
        read_bytes += len(chunk)
        data = rest + chunk
        cut = data.rfind(b"\n") + 1
        if cut:
            yield data[:cut], read_bytes - len(data) + cut
        # Of a line that goes on and on, keep as much as shows it is too long.
        rest = data[cut:] if len(data) - cut <= _MAX_LINE_BYTES else data[cut : cut + _MAX_LINE_BYTES]
    if rest:
        yield rest, read_bytes


def _block(piece: bytes, first_line: int, encoding: str, end_bytes: int) -> Block:
    try:
        text = piece.decode(encoding)
    except UnicodeDecodeError:
        return _mixed_block(piece, first_line, encoding, end_bytes)
    text = text.replace("\r\n", "\n")
    lines = text.removesuffix("\n").split("\n")
    block = Block(
        first_line=first_line,
        lines=lines,
        bad={},
        plain='"' not in text and "\r" not in text,
        end_bytes=end_bytes,
    )
    if "\0" in text or max(map(len, lines)) > MAX_LINE_CHARACTERS:
        _set_bad_lines_apart(block)
    return block


def _mixed_block(piece: bytes, first_line: int, encoding: str, end_bytes: int) -> Block:
    """Decode line by line, so that one bad line costs only itself."""
    lines: list[str] = []
    bad: dict[int, BadLine] = {}
    for raw in piece.removesuffix(b"\n").split(b"\n"):
        try:
            lines.append(raw.removesuffix(b"\r").decode(encoding))
        except UnicodeDecodeError as error:
            shown = raw[:200].decode(encoding, errors="backslashreplace")
            reason = (
                _too_long() if len(raw) >= _MAX_LINE_BYTES else f"not {encoding}: byte {error.start + 1} of the line"
            )
            bad[first_line + len(lines)] = BadLine(value=shown, reason=reason)
            lines.append("")
    block = Block(first_line=first_line, lines=lines, bad=bad, plain=False, end_bytes=end_bytes)
    _set_bad_lines_apart(block)
    return block


def _set_bad_lines_apart(block: Block) -> None:
    for index, line in enumerate(block.lines):
        nul = line.find("\0")
        if len(line) > MAX_LINE_CHARACTERS:
            reason = _too_long()
        elif nul >= 0:
            reason = f"NUL byte at character {nul + 1} of the line"
        else:
            continue
        shown = line[:200].replace("\0", "\\0")
        block.bad[block.first_line + index] = BadLine(value=shown, reason=reason)
        block.lines[index] = ""


def _too_long() -> str:
    return f"line longer than {MAX_LINE_CHARACTERS:,} characters"
