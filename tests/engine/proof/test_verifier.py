"""The stand-alone verifier: it accepts what was recorded, and nothing else."""

import ast
import json
import shutil
import subprocess
import sys
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.proof import verify_decision
from engine.proof.drawing import Draw
from engine.proof.record import DecisionRecord
from engine.proof.verify_decision import fault
from tests.engine.proof.draws import any_draw, example_draw, record_of
from tests.examples import examples

SOURCE = Path(verify_decision.__file__)
RECORDS = [record_of(example_draw(), named=named) for named in (True, False)]
Path_ = tuple[str | int, ...]


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a copy of the verifier with nothing but the standard library, in a folder with nothing else."""
    shutil.copy(SOURCE, folder)
    command = [sys.executable, "-I", "-S", SOURCE.name, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.mark.parametrize("record", RECORDS)
def test_a_true_record_is_ok(tmp_path: Path, record: DecisionRecord):
    """Alone in a folder, without any package, the verifier says OK to a record with names and to one without."""
    (tmp_path / "record.json").write_text(record.to_json(), encoding="utf-8", newline="")

    assert run(tmp_path, "record.json") == (0, "OK\n")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"key": "00" * 32}, "key is not the one of the commitment"),
        ({"word": 5}, f"word is 5, but the draw gives {RECORDS[0].word}"),
        ({"tickets": [1, 0, 4, 3]}, "ticket_total is 7, but the draw gives 8"),
        ({"mediator": 5}, f"mediator is not the member at place {RECORDS[0].place}"),
        ({"step": 2}, "digest is not that of the record: something in it was changed"),
    ],
)
def test_a_changed_record_is_refused_with_a_reason(tmp_path: Path, changes: dict[str, Any], message: str):
    """The first thing that is wrong is printed in a line, and the exit code is 1."""
    text = json.dumps(json.loads(RECORDS[0].to_json()) | changes, indent=2) + "\n"
    (tmp_path / "record.json").write_text(text, encoding="utf-8", newline="")

    assert run(tmp_path, "record.json") == (1, f"{message}\n")


@pytest.mark.parametrize("arguments", [(), ("none.json",), (".",)])
def test_a_missing_record_is_an_error(tmp_path: Path, arguments: tuple[str, ...]):
    """Without a file to read it says so and exits with 1."""
    code, printed = run(tmp_path, *arguments)

    assert code == 1
    assert printed.startswith("no record to read: ")


def test_the_verifier_is_short_and_needs_nothing():
    """At most 150 lines that import the standard library alone, so that a critic can read them in an evening."""
    text = SOURCE.read_text(encoding="utf-8")
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert len(text.splitlines()) <= 150
    assert imported <= sys.stdlib_module_names


@given(any_draw(), st.booleans())
def test_every_recorded_draw_is_accepted(draw: Draw, named: bool):
    """Whatever the pool, the tickets, the day and the beacon, what was recorded is OK."""
    assert fault(record_of(draw, named=named).to_json()) is None


@settings(max_examples=examples(300))
@given(st.data(), st.sampled_from(RECORDS))
def test_any_changed_byte_is_refused(data: st.DataObject, record: DecisionRecord):
    """One byte of the file changed, left out or put in: never OK, and never a crash."""
    text = record.to_json()
    place = data.draw(st.integers(0, len(text) - 1))
    byte = data.draw(st.characters(max_codepoint=127))
    whats_left = text[place + data.draw(st.sampled_from([0, 1])) :]
    changed = data.draw(st.sampled_from([text[:place] + byte + whats_left, text[:place] + text[place + 1 :]]))

    assert changed == text or fault(changed)


def test_every_byte_counts():
    """Each byte of a record in turn, with one bit turned over, makes it wrong."""
    text = RECORDS[1].to_json()
    accepted = [
        place for place, byte in enumerate(text) if fault(text[:place] + chr(ord(byte) ^ 1) + text[place + 1 :]) is None
    ]

    assert accepted == []


def places(value: Any, path: Path_ = ()) -> list[Path_]:
    """Where the fields and elements of a record are."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    inner = [place for name, part in items for place in places(part, (*path, name))]
    return [*([path] if path else []), *inner]


def replaced(record: DecisionRecord, path: Path_, value: Any) -> dict[str, Any]:
    fields: Any = json.loads(record.to_json())
    inner = fields
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return fields


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=examples(300))
@given(st.data(), st.sampled_from(RECORDS))
def test_any_changed_field_is_refused(data: st.DataObject, record: DecisionRecord):
    """Anything else in any field or element, however laid out: never OK, and never a crash."""
    path = data.draw(st.sampled_from(places(json.loads(record.to_json()))))
    changed = json.dumps(replaced(record, path, data.draw(anything)), indent=2) + "\n"

    assert changed == record.to_json() or fault(changed)


# What only the log can show: whoever also makes a new digest can change these.
UNBOUND: list[Path_] = [
    *((name,) for name in ("seat", "step", "policy", "policy_version", "drawn_at", "position", "digest")),
    *(("members", place) for place in range(4) if place != RECORDS[0].place),
]


def another(value: Any) -> Any:
    """A value of the same form."""
    if isinstance(value, str):
        return f"{'0' if value[0] != '0' else '1'}{value[1:]}"
    return value + 1 if isinstance(value, int) else "00" * 32


@pytest.mark.parametrize(
    "path", [path for path in places(json.loads(RECORDS[0].to_json())) if path not in UNBOUND and path[-1] != "batch"]
)
def test_a_forger_who_makes_a_new_digest_is_found(path: Path_):
    """Whoever changes what the draw follows from is found even if he computes the digest anew."""
    old: Any = json.loads(RECORDS[0].to_json())
    for name in path:
        old = old[name]
    fields = replaced(RECORDS[0], path, another(old))
    del fields["digest"]
    content = json.dumps(fields, indent=2).encode()
    fields["digest"] = blake2b(content, digest_size=32, person=b"onestop record 1").hexdigest()
    refused = fault(json.dumps(fields, indent=2) + "\n")

    assert refused is not None
    assert "digest" not in refused


@pytest.mark.parametrize("text", ["", "[]", "null", "1", "{", '"x"', "[" * 100_000, "NaN", "9" * 5000])
def test_what_is_no_record_is_refused(text: str):
    """Any other text is refused with a reason, not with a crash."""
    assert fault(text)


def test_the_layout_counts():
    """The same fields with other spaces, another order or a field twice are not the record that was given out."""
    text = RECORDS[0].to_json()
    fields = json.loads(text)

    assert fault(json.dumps(fields)) == "the text is not laid out as it was written"
    assert fault(text.replace("\n", "\r\n")) == "the text is not laid out as it was written"
    assert fault(text.replace('  "seat": 0,\n', '  "seat": 0,\n  "seat": 0,\n')) is not None
    assert "the fields must be" in str(fault(json.dumps(dict(reversed(fields.items())), indent=2) + "\n"))
