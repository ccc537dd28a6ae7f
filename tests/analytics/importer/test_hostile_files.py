"""Files that are broken, by accident or on purpose: a rejected row or one clear line, never a traceback."""

import pytest

from analytics.importer.errors import ImportFailedError, NoCasesError, SourceFileError
from analytics.importer.importing import import_cases
from analytics.importer.lines import MAX_LINE_CHARACTERS
from tests.analytics.importer.trial import CASE_HEADER, CASE_MAPPING, attempt, lines

GOOD = ["a,2020-01-01,2020-02-01,x", "b,2020-01-02,,y", "c,2020-01-03,,z"]


def with_bad(bad: str | bytes) -> bytes:
    """Three good rows with a bad line as line 3."""
    raw = bad if isinstance(bad, bytes) else bad.encode()
    first, *rest = (row.encode() for row in GOOD)
    return b"\n".join([CASE_HEADER.encode(), first, raw, *rest]) + b"\n"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("d,2020-01-04", "2 fields where the header has 4"),
        ("d,2020-01-04,,x,extra", "5 fields where the header has 4"),
        ('d,2020-01-04,,"x"y', "text behind a closing quote (or a quote opened and not closed)"),
        ('d,2020-01-04,,"x', "a quote is opened and not closed"),
        ('"d,2020-01-04,,x', "a quote is opened and not closed"),
        (b"d,2020-01-04,,caf\xe9", "not utf-8: byte 18 of the line"),
        (b"d,2020-01-04,,x\0y", "NUL byte at character 16 of the line"),
        ("d,2020-01-04,\r,x", "carriage return inside a line"),
        ("d,2020-01-04,," + "x" * MAX_LINE_CHARACTERS, "line longer than 131,072 characters"),
        ('d,2020-01-04,"' + "x" * MAX_LINE_CHARACTERS + '",', "line longer than 131,072 characters"),
        ("," * 70_000, "70001 fields where the header has 4"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_broken_line_costs_only_itself(tmp_path, bad, reason):
    """A line that is no record is listed by number and reason; the rows around it all come through."""
    trial = attempt(tmp_path, with_bad(bad))

    assert trial.reasons() == {3: reason}
    assert trial.ids() == ["a", "b", "c"]
    assert (trial.summary.rows_read, trial.summary.rows_rejected) == (4, 1)


@pytest.mark.parametrize("length", [50_000_000, 9_000_000])
def test_an_endless_line_costs_only_itself(tmp_path, length):
    """A line of fifty megabytes is one rejected row, and what is shown of it is short."""
    trial = attempt(tmp_path, with_bad(b"d" * length))

    assert trial.reasons() == {3: "line longer than 131,072 characters"}
    assert len(trial.rejected[0]["value"]) == 200
    assert trial.ids() == ["a", "b", "c"]


def test_a_quote_that_swallows_rows_gives_them_back(tmp_path):
    """Rows between a quote that is never closed and a later quoted field are not lost."""
    content = lines(CASE_HEADER, ['q,2020-01-01,,"x', *GOOD, 'e,2020-01-05,,"fine, too"'])
    trial = attempt(tmp_path, content)

    assert list(trial.reasons()) == [2]
    assert trial.ids() == ["a", "b", "c", "e"]
    assert trial.cases["channel"].to_list() == ["x", "y", "z", "fine, too"]


def test_a_field_may_hold_delimiters_quotes_and_line_ends(tmp_path):
    """What is quoted well is read as it was meant, and later line numbers still count the file's lines."""
    content = lines(CASE_HEADER, ['a,2020-01-01,,"one, ""two""\nthree"', "b,never,,y", "c,2020-01-03,,z"])
    trial = attempt(tmp_path, content)

    assert trial.cases["channel"].to_list() == ['one, "two"\nthree', "z"]
    assert list(trial.reasons()) == [4]


def test_a_quoted_field_may_not_run_over_a_broken_line(tmp_path):
    """A record with an undecodable line inside its quotes is rejected, not joined around it."""
    content = b'id,filed,closed,channel\na,2020-01-01,,"one\n\xff\ntwo"\nb,2020-01-02,,y\n'
    trial = attempt(tmp_path, content)

    assert list(trial.reasons()) == [2, 3, 4]
    assert "runs into line 3" in trial.reasons()[2]
    assert trial.ids() == ["b"]


@pytest.mark.parametrize(
    "content",
    [
        lines(CASE_HEADER, GOOD).encode("utf-8-sig"),
        lines(CASE_HEADER, GOOD).replace("\n", "\r\n").encode(),
        f"{CASE_HEADER}\r\n{GOOD[0]}\n{GOOD[1]}\r\n\n{GOOD[2]}".encode(),
        lines(CASE_HEADER, GOOD).replace("closed", ' "closed"').replace("id,", '"id",').replace(' "', '"').encode(),
    ],
    ids=["byte order mark", "CR LF", "mixed ends, blank line, none at the end", "quoted header"],
)
def test_harmless_oddities_do_not_matter(tmp_path, content):
    """A byte order mark, line ends of either kind, blank lines and a quoted header change nothing."""
    trial = attempt(tmp_path, content)

    assert trial.ids() == ["a", "b", "c"]
    assert trial.cases["channel"].to_list() == ["x", "y", "z"]
    assert trial.rejected == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "line 1: empty, where the names of the columns must be"),
        (CASE_HEADER.encode(), "a header and no rows"),
        (CASE_HEADER.encode() + b"\n\n\n", "a header and no rows"),
        (b"id,filed,closed,filed,channel\na,b,c,d,e\n", "column 'filed' (columns.filed_at) is there 2 times"),
        (b"id;filed;closed;channel\na;b;c;d\n", "the file has id;filed;closed;channel (is the delimiter ';'?)"),
        (b"id,Filed,end\n", "no column 'filed' (columns.filed_at), nearest 'Filed'; no column 'closed'"),
        (b"\xff\xfei\0d\0", "the file is UTF-16; save it as UTF-8"),
        (
            "案号,filed".encode("gbk") + b"\n",
            "byte 1 of the line; the mapping says encoding = 'utf-8' (Chinese",
        ),
        (b"id,filed,closed,channel\ra,2020-01-01,,x\r", "lines end with CR alone"),
        (b'id,filed,"closed,channel\n', "line 1: not a header of CSV"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "line 1: not utf-8"),
        (b"PK\x03\x04\0\0\0\0", "line 1: NUL byte at character 5"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_file_that_is_none_is_refused_in_one_line(tmp_path, content, told):
    """A file without a usable header or without rows is refused, naming the file and what is wrong."""
    with pytest.raises(SourceFileError) as caught:
        attempt(tmp_path, content)

    assert told in str(caught.value)
    assert str(caught.value).startswith("source.csv: ")
    assert "\n" not in str(caught.value)


def test_a_file_without_one_good_row_is_refused_with_the_reasons(tmp_path):
    """If every row is rejected, the error says how many there were and what was wrong with them."""
    with pytest.raises(NoCasesError, match=r"no case is left \(rows read: 2\): not a time in the form .* \(2 times\)"):
        attempt(tmp_path, lines(CASE_HEADER, ["a,soon,,x", "b,later,,x"]))


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_a_source_that_cannot_be_opened_is_refused(tmp_path, name):
    """A missing file and a folder are each one clear line."""
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(CASE_MAPPING, encoding="utf-8")

    with pytest.raises(ImportFailedError, match="cannot be read"):
        import_cases(tmp_path / name, mapping, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_chinese_files_are_read_in_their_own_encoding(tmp_path):
    """A file in GBK, as spreadsheets in China write it, is read when the mapping says so."""
    mapping = CASE_MAPPING.replace("[columns]", 'encoding = "GBK"\n[columns]').replace('"id"', '"案号"')
    content = lines(CASE_HEADER.replace("id", "案号"), ["（2020）京01民诉前调1号,2020-01-01,,网上"])
    trial = attempt(tmp_path, content.encode("gbk"), mapping)

    assert trial.ids() == ["（2020）京01民诉前调1号"]
    assert trial.cases["channel"].to_list() == ["网上"]
