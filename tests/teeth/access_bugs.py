"""Bugs of access: tokens, and what a body may be."""

# ruff: noqa: ARG005 - a faulty copy takes what the right one takes

from collections.abc import Callable
from typing import Final

import msgspec
import pytest

from engine.access import json_limits, token_form, tokens
from engine.access.json_scan import DEPTH_CEILING, ScanBounds
from engine.access.key_set import VerifyingKey
from engine.access.principal import Principal
from engine.access.tokens import Verifier
from engine.http import reading
from tests.engine.access import test_json_limits, test_tokens
from tests.engine.http import test_access, test_limits
from tests.teeth.bug import Bug, Check


def ignore_claim(patch: pytest.MonkeyPatch, name: str, good: Callable[[Verifier, token_form.Claims], object]) -> None:
    """Plant a verifier that puts a good claim into the place of the one it should check."""
    check = Verifier._check_claims

    def check_less(verifier: Verifier, claims: token_form.Claims, issuer: tokens.TrustedIssuer) -> None:
        check(verifier, msgspec.structs.replace(claims, **{name: good(verifier, claims)}), issuer)

    patch.setattr(Verifier, "_check_claims", check_less)


def audience_is_not_checked(patch: pytest.MonkeyPatch) -> None:
    """A token for another service is believed."""
    ignore_claim(patch, "aud", lambda verifier, _claims: verifier.settings.audience)


def lifetime_is_not_checked(patch: pytest.MonkeyPatch) -> None:
    """A token may be valid until the year 9999."""
    ignore_claim(patch, "exp", lambda _verifier, claims: claims.iat + 1)


def expired_token_is_believed(patch: pytest.MonkeyPatch) -> None:
    """A token is believed after its end."""
    check = Verifier._check_time
    late = staticmethod(lambda from_at, until, at: check(from_at, until, min(at, until - 1)))
    patch.setattr(Verifier, "_check_time", late)


def token_without_algorithm_is_believed(patch: pytest.MonkeyPatch) -> None:
    """A token that says it is not signed (`alg: none`) is believed."""
    patch.setattr(token_form, "ALGORITHMS", (*token_form.ALGORITHMS, "none"))
    decoded = token_form._decoded
    patch.setattr(token_form, "_decoded", lambda part, text: decoded(part, text) if text else b"")
    verify = Verifier.verify

    def verify_less(verifier: Verifier, token: str, at: int) -> Principal:
        opened = token_form.take_apart(token)
        return tokens._principal(opened.claims) if opened.header.alg == "none" else verify(verifier, token, at)

    patch.setattr(Verifier, "verify", verify_less)


def any_signature_verifies(patch: pytest.MonkeyPatch) -> None:
    """Any signature verifies."""
    patch.setattr(VerifyingKey, "verifies", lambda key, signed, signature: True)


def denial_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    """A token that was verified before is not held against the deny list again."""

    def remembered_only(verifier: Verifier, token: str, at: int) -> Principal | None:
        entry = verifier._remembered.get(tokens._digest(token))
        if entry is not None:
            verifier._check_time(entry.from_at, entry.until, at)
        return None if entry is None else entry.principal

    patch.setattr(Verifier, "remembered", remembered_only)


def doubled_names_are_taken(patch: pytest.MonkeyPatch) -> None:
    """An object may have a name twice, of which the last one counts."""
    patch.setattr(json_limits, "_check_names", lambda body: None)


def depth_has_no_bound(patch: pytest.MonkeyPatch) -> None:
    """The limit on the depth of a body is ignored, up to what the scan can hold."""
    patch.setattr(json_limits, "ScanBounds", lambda _depth, items, length: ScanBounds(DEPTH_CEILING, items, length))


def bodies_are_not_scanned(patch: pytest.MonkeyPatch) -> None:
    """Bodies go to the decoder without a look at their limits."""
    patch.setattr(reading, "check_json", lambda body, limits: None)


def hostile(name: str) -> Check:
    """The refusal of one kind of hostile token."""
    return Check(test_tokens.test_a_hostile_token_is_refused, {"name": name})


def body_of(body: bytes) -> Check:
    """The refusal of a hostile body over the web."""
    wanted = {"body": body, "changes": {}, "status": 400, "kind": "bad-request"}
    return Check(test_limits.test_hostile_bodies_are_refused, wanted)


REFUSED: Final = Check(test_json_limits.test_what_decoders_let_through_is_refused, {"name": "a name twice"})
NO_CHARACTER: Final = Check(test_tokens.test_no_character_can_be_changed, {"place": 399})
DENIED: Final = Check(test_access.test_a_denied_subject_is_out_at_once)

ACCESS_BUGS: Final = (
    Bug(plant=audience_is_not_checked, check=hostile("another audience"), says="DID NOT RAISE"),
    Bug(plant=lifetime_is_not_checked, check=hostile("year 9999"), says="DID NOT RAISE"),
    Bug(plant=expired_token_is_believed, check=hostile("expired"), says="DID NOT RAISE"),
    Bug(plant=token_without_algorithm_is_believed, check=hostile("no algorithm"), says="DID NOT RAISE"),
    Bug(plant=any_signature_verifies, check=NO_CHARACTER, says="DID NOT RAISE"),
    Bug(plant=denial_is_forgotten, check=DENIED, says="denied, lifted"),
    Bug(plant=doubled_names_are_taken, check=REFUSED, says="DID NOT RAISE"),
    Bug(plant=depth_has_no_bound, check=body_of(b"[" * 40 + b"]" * 40), says="answer.status_code"),
    Bug(plant=bodies_are_not_scanned, check=body_of(b'{"a":1,"a":2}'), says="answer.status_code"),
)
