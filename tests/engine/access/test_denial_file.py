"""Who was denied stays denied after a restart."""

from pathlib import Path

import pytest

from engine.access.denial_file import KeptDenyList
from engine.access.denials import DenialLifted, SubjectDenied, TokenDenied
from engine.access.errors import DenyListError

ISSUER = "https://id.example"
RECORDS = (
    SubjectDenied(at=1, issuer=ISSUER, subject="m-1"),
    SubjectDenied(at=2, issuer=ISSUER, subject="m-2"),
    TokenDenied(at=3, issuer=ISSUER, jti="t-7", expires_at=10**15),
    DenialLifted(at=4, issuer=ISSUER, subject="m-1"),
)


def kept(path: Path) -> KeptDenyList:
    denied = KeptDenyList(path)
    for record in RECORDS:
        denied.apply(record)
    return denied


def test_a_restart_forgets_nobody(tmp_path: Path):
    """The list that is read back is the list that was written, lifted denials included."""
    path = tmp_path / "denials.jsonl"

    assert KeptDenyList(path).count == 0
    assert kept(path).standing() == KeptDenyList(path).standing()
    assert path.stat().st_mode & 0o077 == 0


def test_a_line_that_was_cut_off_was_never_in_effect(tmp_path: Path):
    """A record that was being written when the process died is dropped, and what follows it is whole."""
    path = tmp_path / "denials.jsonl"
    kept(path)
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"kind":"subject_denied","at":5')
    again = KeptDenyList(path)
    again.apply(SubjectDenied(at=6, issuer=ISSUER, subject="m-3"))

    assert path.read_bytes().startswith(whole)
    assert KeptDenyList(path).is_denied(ISSUER, "m-3", "t", issued_at=5)


def test_a_line_that_is_no_record_stops_the_start(tmp_path: Path):
    """A deny list that cannot be read is not taken for an empty one."""
    path = tmp_path / "denials.jsonl"
    path.write_bytes(b'{"kind":"unknown"}\n')
    with pytest.raises(DenyListError, match="line 1 must be a denial"):
        KeptDenyList(path)
