"""Lines and records: two ways of reading with one meaning, and every line accounted for."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.importer import lines as lines_module
from analytics.importer.lines import Block, read_blocks
from analytics.importer.records import Records, Shape, join_blocks, parse_block
from tests.analytics.importer.trial import CASE_HEADER, attempt, lines
from tests.examples import examples

SHAPE = Shape(delimiter=",", header=("a", "b", "c"), wanted={"a": 0, "c": 2})

plain_lines = st.lists(st.text("xy, é", max_size=8), max_size=12)
any_lines = st.lists(st.text('xy,"\r é', max_size=8), max_size=12)
good_rows = st.lists(st.lists(st.text('xy,"\n é', max_size=5), min_size=3, max_size=3), min_size=1, max_size=8)


def block_of(texts: list[str], *, plain: bool) -> Block:
    return Block(first_line=2, lines=texts, bad={}, plain=plain, end_bytes=0)


def read_in_pieces(content: bytes, block_bytes: int) -> list[Records]:
    """Read a file of `SHAPE` without its header, with blocks as small as given."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines_module, "BLOCK_BYTES", block_bytes)
        carried, read = None, []
        for block in read_blocks(io.BytesIO(content), "utf-8"):
            records = parse_block(join_blocks(carried, block), SHAPE, final=False)
            carried = records.carried
            read.append(records)
        if carried:
            read.append(parse_block(carried, SHAPE, final=True))
    return read


@given(plain_lines)
def test_both_readers_mean_the_same(texts):
    """Without quotes, splitting by column gives the rows, rejects and blank lines of the csv module."""
    quick = parse_block(block_of(texts, plain=True), SHAPE, final=True)
    slow = parse_block(block_of(texts, plain=False), SHAPE, final=True)

    assert quick.frame.equals(slow.frame)
    assert quick.rejects == slow.rejects
    assert quick.blank_lines == slow.blank_lines


@given(any_lines, st.integers(1, 40))
def test_every_line_is_accounted_for(texts, block_bytes):
    """Whatever the lines hold, each is part of a row, rejected, or blank; none twice."""
    content = "\n".join(texts).encode()
    read = read_in_pieces(content, block_bytes)
    starts = [line for records in read for line in records.frame["line"]]
    rejected = [reject.line for records in read for reject in records.rejects]
    blank = sum(records.blank_lines for records in read)
    total = len(content.removesuffix(b"\n").split(b"\n")) if content else 0

    assert sorted(starts + rejected) == sorted(set(starts + rejected))
    assert max(starts + rejected, default=0) <= total
    assert len(starts) + len(rejected) + blank <= total
    if not any('"' in text for text in texts):
        assert len(starts) + len(rejected) + blank == total


@given(any_lines, st.integers(1, 40))
def test_blocks_do_not_show(texts, block_bytes):
    """A file gives the same rows and rejects however small the blocks are that it is read in."""
    content = "\n".join(texts).encode()
    whole, cut = (read_in_pieces(content, size) for size in (1 << 20, block_bytes))

    assert [row for part in cut for row in part.frame.rows()] == [row for part in whole for row in part.frame.rows()]
    assert [item for part in cut for item in part.rejects] == [item for part in whole for item in part.rejects]


@given(good_rows, st.integers(1, 40))
def test_what_a_csv_writer_wrote_comes_back(rows, block_bytes):
    """Rows written by the csv module are read back as they were, whatever stands in them."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    read = read_in_pieces(buffer.getvalue().encode(), block_bytes)

    assert [row[1:] for part in read for row in part.frame.rows()] == [(first, last) for first, _, last in rows]
    assert [item for part in read for item in part.rejects] == []


def test_line_numbers_hold_over_many_blocks(tmp_path, monkeypatch):
    """A bad row far down a large file is listed by the line an editor would show."""
    monkeypatch.setattr(lines_module, "BLOCK_BYTES", 1_000)
    rows = [f"{index},2020-01-01,,x" for index in range(2, 502)]
    rows[300] = "302,tomorrow,,x"
    rows[400] = '402,2020-01-01,,"y"'
    rows[401] = "403"
    trial = attempt(tmp_path, lines(CASE_HEADER, rows))

    assert list(trial.reasons()) == [302, 403]
    assert trial.summary.cases == 498


@settings(max_examples=examples(25))  # each one is a whole import
@given(
    st.lists(
        st.sampled_from(["a,2020-01-01,,x", 'b,2020-01-02,"', '"', "c,no,,x", ",,,", "", "d", 'e,2020-01-01,,""']),
        max_size=12,
    )
)
def test_rows_add_up(tmp_path_factory, rows):
    """Rows read are cases, rejected rows and rows outside the period; whatever is refused is in the list."""
    anchor = "anchor,2020-01-01,,x"
    trial = attempt(tmp_path_factory.mktemp("sum"), lines(CASE_HEADER, [anchor, *rows]))
    summary = trial.summary

    assert summary.rows_read == summary.cases + summary.rows_rejected + summary.rows_outside_period
    assert len({row["line"] for row in trial.rejected}) == summary.rows_rejected + summary.rows_outside_period
