"""The deny list: bounded, forgetful of what has expired, and the same after a restart."""

import msgspec
import pytest

from engine.access.denials import FOR_EVER, AnyDenial, DenialLifted, DenyList, SubjectDenied, TokenDenied
from engine.access.errors import DenyListError

ISSUER = "https://issuer.invalid"
HOUR = 3600 * 1_000_000
RECORDS: list[AnyDenial] = [
    TokenDenied(at=1, issuer=ISSUER, jti="t-1", expires_at=HOUR),
    SubjectDenied(at=2, issuer=ISSUER, subject="m-1"),
    SubjectDenied(at=3, issuer=ISSUER, subject="m-2", issued_until=3),
    SubjectDenied(at=4, issuer=ISSUER, subject="m-3"),
    DenialLifted(at=5, issuer=ISSUER, subject="m-3"),
    DenialLifted(at=6, issuer=ISSUER, subject="never denied"),
]


def filled(records: list[AnyDenial]) -> DenyList:
    """A list after these records."""
    found = DenyList()
    for record in records:
        found.apply(record)
    return found


def test_subjects_of_two_issuers_are_two():
    """Denying somebody of one issuer says nothing about whoever has his name at another."""
    denied = filled(RECORDS)

    assert denied.is_denied(ISSUER, "m-1", "x", 10**15)
    assert not denied.is_denied("https://other.invalid", "m-1", "t-1", 0)


def test_a_lifted_denial_is_no_more():
    """A subject is believed again when his denial is lifted."""
    assert not filled(RECORDS).is_denied(ISSUER, "m-3", "x", 0)


def test_a_shorter_denial_does_not_weaken_a_longer_one():
    """Whoever is denied for ever stays denied when his older tokens are denied, too."""
    denied = filled([RECORDS[1], SubjectDenied(at=9, issuer=ISSUER, subject="m-1", issued_until=9)])

    assert denied.is_denied(ISSUER, "m-1", "x", HOUR)


@pytest.mark.parametrize("cut", range(len(RECORDS) + 1))
def test_a_restart_changes_nothing(cut):
    """Replaying all records, and restoring any earlier standing and replaying the rest, give the same list."""
    whole = filled(RECORDS)
    restored = DenyList()
    restored.restore(filled(RECORDS[:cut]).standing())
    for record in RECORDS[cut:]:
        restored.apply(record)

    assert restored.standing() == whole.standing() == filled(RECORDS).standing()


def test_records_survive_a_log():
    """A record read back from its bytes is the one that was written."""
    written = msgspec.msgpack.encode(RECORDS)

    assert msgspec.msgpack.decode(written, type=list[AnyDenial]) == RECORDS


def test_expired_denials_are_forgotten_and_lasting_ones_kept():
    """When no token they concern can be valid any more, denials of tokens and of instants go; the others stay."""
    denied = filled(RECORDS)

    assert (denied.sweep(HOUR), denied.sweep(4 * HOUR), denied.count) == (0, 2, 1)
    assert denied.is_denied(ISSUER, "m-1", "x", FOR_EVER)


def test_a_full_list_refuses_rather_than_forgets():
    """A list that is full makes room by what has expired, and refuses when nothing has."""
    denied = DenyList(entries_max=2)
    denied.apply(TokenDenied(at=0, issuer=ISSUER, jti="t-1", expires_at=0))
    denied.apply(SubjectDenied(at=0, issuer=ISSUER, subject="m-1"))
    denied.apply(SubjectDenied(at=3 * HOUR, issuer=ISSUER, subject="m-2"))

    with pytest.raises(DenyListError, match="below 2"):
        denied.apply(SubjectDenied(at=9 * HOUR, issuer=ISSUER, subject="m-3"))
    denied.apply(DenialLifted(at=9 * HOUR, issuer=ISSUER, subject="m-1"))
    assert denied.count == 1


@pytest.mark.parametrize("standing", [b"", b"\xc0", b"\x93"])
def test_bytes_that_are_no_standing_are_refused(standing):
    """A list is not restored from anything else, nor twice."""
    with pytest.raises(DenyListError):
        DenyList().restore(standing)
    with pytest.raises(DenyListError):
        filled(RECORDS).restore(DenyList().standing())
