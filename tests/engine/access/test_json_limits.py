"""Limits on JSON: the scan agrees with a plain reader on everything, and nothing hostile is slow or large."""

import json
import random
import tracemalloc
from time import thread_time
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.access.errors import AccessError, JsonLimitError
from engine.access.json_limits import STANDARD, JsonLimits, check_json
from tests.engine.access.plain_json import plainly_accepted
from tests.examples import examples

SMALL = JsonLimits(size_max=600, depth_max=3, members_max=6, items_max=7, number_length_max=24)
PIECES = (
    *'{}[]:,"\\ \t\n0123456789-+.eEau/b',
    *('"a"', '"b"', '"a":', '"\\u0061":', '"":', "true", "false", "null", "NaN", "Infinity", "nul", "1e307", "1e308"),
    *(
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "0.5",
        "-0",
        "01",
        "1.",
        ".5",
        "1e",
        "1e+5",
    ),
    *("\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\u0000", "\\u00e9", "é", "中", "\0", "\x1f", "\x7f", "\ufeff", '"x":{'),
    *("[[", "]]", '{"a":1,', "[1,", '"\\n"', '"\\x"', "0e99999", "0.000e999", "123456789012345678901234567890"),
)
REFUSED: dict[str, bytes] = {
    "a name twice": b'{"role":"party","role":"judge"}',
    "a name twice, once escaped": b'{"role":"party","r\\u006fle":"judge"}',
    "a name twice, by surrogates": '{"\U0001f600":1,"\\ud83d\\ude00":2}'.encode(),
    "a name twice, deep": b'[{"a":{"b":1,"c":2,"b":3}}]',
    "a name twice among many": b"{" + b",".join(b'"k%d":1' % (number % 999) for number in range(1000)) + b"}",
    "not a number": b'{"load":NaN}',
    "infinite": b"[-Infinity]",
    "infinite by its exponent": b"[1e999]",
    "2**63": b"[9223372036854775808]",
    "2**70": b"[1180591620717411303424]",
    "below int64": b"[-9223372036854775809]",
    "leading zero": b"[007]",
    "hexadecimal": b"[0x7]",
    "half a pair": b'["\\ud800"]',
    "halves exchanged": b'["\\ude00\\ud83d"]',
    "half a pair and a letter": b'["\\ud83d\\u0061"]',
    "half a pair in UTF-8": b'["\xed\xa0\x80"]',
    "NUL": b'["a\\u0000b"]',
    "raw NUL": b'["a\0b"]',
    "NUL after the end": b"[1]\0",
    "line break in a string": b'["a\nb"]',
    "not UTF-8": b'["\xff"]',
    "overlong UTF-8": b'["\xc0\xaf"]',
    "byte order mark": b"\xef\xbb\xbf[1]",
    "UTF-16": "[1]".encode("utf-16"),
    "comma at the end": b"[1,]",
    "comment": b"[1] // no",
    "single quotes": b"['a']",
    "two values": b"[1][2]",
    "nothing": b"",
    "blanks": b"  ",
    "open": b'{"a":',
}
MEGABYTE: dict[str, bytes] = {
    "brackets": b"[" * 1_000_000,
    "objects": b'{"a":' * 200_000,
    "closed brackets": b"[" * 500_000 + b"]" * 500_000,
    "members": b"{" + b",".join(b'"%d":1' % number for number in range(90_000)) + b"}",
    "names without end": b'{"' + b"a" * 999_000,
    "items": b"[" + b"1," * 499_000 + b"1]",
    "digits": b"1" * 1_000_000,
    "zeros": b"0." + b"0" * 999_000,
    "exponent": b"1e" + b"9" * 999_000,
    "escapes": b'"' + b"\\u4e2d" * 166_000 + b'"',
    "backslashes": b'"' + b"\\" * 999_000,
    "blanks": b" " * 1_000_000,
    "too long": b'"' + b"a" * 50_000_000 + b'"',
    "a name ten thousand times": b"{" + b'"a":1,' * 9_998 + b'"a":1}',
    "a name twice among ten thousand": b"{" + b",".join(b'"%d":1' % (number % 9_998) for number in range(9_999)) + b"}",
    "small objects": b"[" + b"{}," * 99_998 + b"{}]",
}


@settings(max_examples=examples(120))
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example('{"a":{"a":1},"b":[{"a":1},{"a":1}]}')
@example("[1,2,3,4,5,6,7]")
@example("[[[[1]]]]")
def test_the_scan_agrees_with_a_plain_reader(text):
    """Whatever is put together of pieces of JSON, good and bad, is accepted by both or by neither."""
    assert accepted(text.encode(), SMALL) == plainly_accepted(text.encode(), SMALL)


@pytest.mark.full
def test_the_scan_agrees_with_a_plain_reader_at_length():
    """The same for 200,000 texts that are put together at random."""
    source = random.Random(11)
    outcomes: set[bool] = set()
    for _ in range(200_000):
        body = "".join(source.choices(PIECES, k=source.randrange(1, 16))).encode()
        outcome = accepted(body, SMALL)
        assert outcome == plainly_accepted(body, SMALL), body
        outcomes.add(outcome)
    assert outcomes == {False, True}


_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 64), 1 << 64) | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=examples(60))
@given(value=_values, ascii_only=st.booleans(), indent=st.none() | st.integers(0, 2))
def test_values_are_judged_as_a_plain_reader_judges_them(value: Any, ascii_only, indent):
    """Well-formed texts of any value and spelling are accepted by both or by neither, at every limit."""
    body = json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode("utf-8", "surrogatepass")

    for limits in (STANDARD, SMALL):
        assert accepted(body, limits) == plainly_accepted(body, limits)


def test_broken_texts_are_judged_alike():
    """A good body with a few bytes changed, cut or doubled is accepted by both or by neither, 3,000 times."""
    good = '{"a":[1,-2.5e3,"x\\u00e9中\\ud83d\\ude00"],"b":{"a":null,"c":true},"d":"","e":9223372036854775807}'.encode()
    source = random.Random(7)
    outcomes: set[bool] = set()
    for _ in range(3000):
        body = bytearray(good)
        for _ in range(source.randrange(1, 4)):
            place = source.randrange(len(body))
            body[place : place + source.randrange(3)] = source.choice(PIECES).encode()[: source.randrange(1, 9)]
        outcome = accepted(bytes(body), STANDARD)
        assert outcome == plainly_accepted(bytes(body), STANDARD), bytes(body)
        outcomes.add(outcome)
    assert outcomes == {False, True}


@pytest.mark.parametrize("name", REFUSED)
def test_what_decoders_let_through_is_refused(name):
    """Each of these is refused, and the message holds nothing of the body."""
    with pytest.raises(JsonLimitError) as caught:
        check_json(REFUSED[name])
    assert "judge" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("name", MEGABYTE)
def test_hostile_megabytes_are_cheap(name):
    """A megabyte made to be slow takes below 50 ms and 50 MB, refused or not; the best of three counts."""
    body = MEGABYTE[name]
    accepted(b"{}", STANDARD)
    tracemalloc.start()
    accepted(body, STANDARD)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert min(_seconds(body) for _ in range(3)) < 0.05
    assert peak < 50_000_000


def test_an_honest_body_costs_microseconds():
    """A body of 600 bytes takes below 40 us: it takes 7 on an idle core, and a shared one is no reason to fail."""
    party = {"name": "Zhang San", "contacts": ["13800000000", "a@example.invalid"], "ordinal": 1}
    body = json.dumps({"court_id": 12, "amount_fen": 100_000, "parties": [party] * 6, "text": "x" * 80}).encode()
    check_json(body)
    check_json(body)

    assert 550 < len(body) < 750
    assert min(_seconds(body) for _ in range(2000)) < 40e-6


@pytest.mark.parametrize("count", [63, 64, 65, 200])
def test_names_are_compared_however_many_there_are(count):
    """One name twice is found among few and among many; the same name in two objects is no such thing."""
    names = [f'"n{number}":1' for number in range(count)]

    check_json(f"[{{{','.join(names)}}},{{{','.join(names)}}}]".encode())
    with pytest.raises(JsonLimitError, match="twice"):
        check_json(f'{{{",".join(names)},"n{count // 2}":2}}'.encode())


@pytest.mark.parametrize(
    ("field", "least"), [("depth_max", b"[[[1]]]"), ("members_max", b'{"a":{"b":1,"c":1}}'), ("items_max", b"[1,[2]]")]
)
def test_each_limit_is_exact(field, least):
    """A body with as much as the limit allows passes; a limit one lower refuses it."""
    check_json(least, JsonLimits(**{field: 3}))
    with pytest.raises(JsonLimitError, match="at most 2"):
        check_json(least, JsonLimits(**{field: 2}))


@pytest.mark.parametrize("limits", [{"depth_max": 65}, {"depth_max": 0}, {"members_max": 0}, {"size_max": -1}])
def test_limits_that_cannot_be_kept_are_refused(limits: dict[str, int]):
    """Limits are positive, and depth is within what the scan keeps apart."""
    with pytest.raises(AccessError):
        JsonLimits(**limits)


def test_whatever_is_accepted_the_decoder_reads():
    """A body that passes is never refused by the decoder that comes next."""
    source = np.random.default_rng(5)
    for _ in range(500):
        text = "".join(str(one) for one in source.choice(np.array(PIECES, dtype=object), size=6))
        if accepted(text.encode(), STANDARD):
            msgspec.json.decode(text.encode())


def accepted(body: bytes, limits: JsonLimits) -> bool:
    """Whether the scan accepts a body."""
    try:
        check_json(body, limits)
    except JsonLimitError:
        return False
    return True


def _seconds(body: bytes) -> float:
    start = thread_time()
    accepted(body, STANDARD)
    return thread_time() - start
