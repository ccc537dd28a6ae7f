"""Access tokens: the good ones are believed, at once and for a time, and no hostile one ever is."""

from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from engine.access.denials import DenyList, SubjectDenied, TokenDenied
from engine.access.errors import (
    AccessError,
    KeySourceError,
    TokenDeniedError,
    TokenError,
    TokenKeyError,
    TokenTimeError,
)
from engine.access.issuer import DevelopmentIssuer
from engine.access.keys import KeyCache
from engine.access.tokens import TrustedIssuer, Verifier, VerifierSettings
from engine.access.words import Role
from tests.engine.access.hostile import HOSTILE, altered
from tests.engine.access.tokens import (
    AUDIENCE,
    CLAIMS,
    NAME,
    NOW,
    NOW_SECONDS,
    SECOND,
    key_set,
    token,
    trusting,
    verifier,
)


def test_a_good_token_is_believed():
    """A token of a configured issuer becomes the principal its claims say."""
    principal = verifier().verify(token(), NOW)

    assert (principal.identity, principal.tenant, principal.roles) == ((NAME, "judge-7"), "north", {Role.JUDGE})
    assert (principal.court_id, principal.jti, principal.expires_at) == (12, "t-1", NOW + 600 * SECOND)


@pytest.mark.parametrize("header", [{"typ": "application/at+jwt"}, {"typ": "AT+JWT"}, {"x5t": "abc"}])
def test_harmless_variants_are_believed(header: dict[str, Any]):
    """The type may be spelt out or in capitals, and members that bring no key along are ignored."""
    assert verifier().verify(token(header, aud=["other", AUDIENCE], scope="x"), NOW).subject == "judge-7"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_token_is_refused(name):
    """Each hostile kind is refused, says which part was wrong, and nothing of the token gets into the message."""
    text, claim = HOSTILE[name]

    with pytest.raises(TokenError) as caught:
        verifier().verify(text, NOW)

    assert caught.value.claim == claim
    assert caught.value.__cause__ is None
    secrets = ["judge-7", "root", "evil", "Zhang", *(part for part in text.split(".") if len(part) > 8)]
    assert all(secret not in str(caught.value) for secret in secrets)


@pytest.mark.parametrize("place", range(0, 400, 7))
def test_no_character_can_be_changed(place):
    """Another character anywhere makes another token, and it is refused."""
    with pytest.raises(TokenError):
        verifier().verify(altered(token(), place), NOW)


@pytest.mark.parametrize(("algorithm", "kind"), [("RS256", "RSA"), ("ES256", "EC")])
def test_the_other_algorithms_work_with_their_own_keys_only(algorithm, kind):
    """RSA and elliptic keys verify what they signed; an HMAC keyed with the public key does not pass for it."""
    key = rsa.generate_private_key(65537, 2048) if kind == "RSA" else ec.generate_private_key(ec.SECP256R1())
    handler = jwt.get_algorithm_by_name(algorithm)
    public: dict[str, Any] = {**handler.to_jwk(key.public_key(), as_dict=True), "kid": "k-2"}
    public.pop("key_ops", None)
    good = jwt.encode(CLAIMS, key, algorithm=algorithm, headers={"typ": "at+jwt", "kid": "k-2"})
    asked = verifier(public)

    assert asked.verify(good, NOW).subject == "judge-7"
    with pytest.raises(TokenKeyError, match="algorithm of the key"):
        asked.verify(token({"alg": algorithm}), NOW)
    with pytest.raises(TokenKeyError, match="algorithm of the key"):
        asked.verify(token({"kid": "k-2"}), NOW)


def test_a_remembered_token_is_judged_by_the_clock_again():
    """A token verified before is refused once it has expired, and before it was valid if the clock went back."""
    asked = verifier(leeway_seconds=5)
    asked.verify(token(), NOW)

    assert asked.remembered(token(), NOW + 604 * SECOND) is not None
    with pytest.raises(TokenTimeError):
        asked.verify(token(), NOW + 605 * SECOND)
    with pytest.raises(TokenTimeError):
        asked.remembered(token(), NOW - 6 * SECOND)


@pytest.mark.parametrize(
    "denial",
    [
        TokenDenied(at=NOW, issuer=NAME, jti="t-1", expires_at=NOW + 600 * SECOND),
        SubjectDenied(at=NOW, issuer=NAME, subject="judge-7"),
        SubjectDenied(at=NOW, issuer=NAME, subject="judge-7", issued_until=NOW),
    ],
)
def test_a_denial_works_at_once(denial):
    """A token that was believed a moment ago is refused by the next call, remembered or not."""
    denied = DenyList()
    asked = verifier(denied=denied)
    asked.verify(token(), NOW)
    denied.apply(denial)

    with pytest.raises(TokenDeniedError):
        asked.remembered(token(), NOW)
    with pytest.raises(TokenDeniedError):
        verifier(denied=denied).verify(token(), NOW)


def test_a_change_of_roles_lets_new_tokens_in():
    """A denial up to an instant refuses the tokens issued until then, and believes those issued after it."""
    denied = DenyList()
    asked = verifier(denied=denied)
    denied.apply(SubjectDenied(at=NOW, issuer=NAME, subject="judge-7", issued_until=NOW))

    with pytest.raises(TokenDeniedError):
        asked.verify(token(), NOW)
    assert asked.verify(token(jti="t-2", iat=NOW_SECONDS + 1), NOW + SECOND).jti == "t-2"


def test_a_withdrawn_key_ends_its_tokens():
    """After the issuer has dropped a key, tokens it signed are not believed any more, though remembered."""
    issuer = DevelopmentIssuer()
    asked = trusting(issuer)
    text = issuer.issue("a-1", [Role.AUDITOR], tenant="north", at=NOW, lifetime_seconds=3600)
    asked.verify(text, NOW)
    issuer.rotate(keep=0)

    assert asked.remembered(text, NOW + 599 * SECOND) is not None
    new = issuer.issue("a-2", [Role.AUDITOR], tenant="north", at=NOW + 61 * SECOND)
    asked.verify(new, NOW + 61 * SECOND)
    assert asked.remembered(text, NOW + 62 * SECOND) is None
    with pytest.raises(TokenKeyError):
        asked.verify(text, NOW + 62 * SECOND)


def test_stale_keys_end_every_token():
    """When the issuer has not answered for an hour, its tokens are not believed any more, remembered or not."""
    answers = [key_set()]
    trusted = TrustedIssuer(NAME, KeyCache(lambda _: answers.pop()), frozenset({"north"}))
    asked = Verifier([trusted], VerifierSettings(audience=AUDIENCE), DenyList())
    asked.verify(token(), NOW)
    answers += [b"unwell"] * 100
    late = token(jti="t-2", iat=NOW_SECONDS + 1800, exp=NOW_SECONDS + 5400)
    asked.verify(late, NOW + 1800 * SECOND)

    assert asked.remembered(late, NOW + 3599 * SECOND) is not None
    assert asked.remembered(late, NOW + 3600 * SECOND) is None
    with pytest.raises(KeySourceError):
        asked.verify(late, NOW + 3600 * SECOND)


def test_the_memory_of_tokens_is_bounded():
    """Many more tokens than are remembered leave the newest in memory, and no more."""
    issuer = DevelopmentIssuer()
    asked = trusting(issuer, remembered_max=10)
    texts = [issuer.issue("a", [Role.AUDITOR], tenant="north", at=NOW) for _ in range(30)]
    for text in texts:
        asked.verify(text, NOW)

    assert [asked.remembered(text, NOW) is not None for text in texts] == [False] * 20 + [True] * 10


def test_an_issuer_speaks_for_its_own_tenants_and_roles_only():
    """An issuer of parties cannot make a judge, nor one tenant's issuer a clerk of another's."""
    trusted = TrustedIssuer(NAME, KeyCache(lambda _: key_set()), frozenset({"north", "east"}), frozenset({Role.PARTY}))
    asked = Verifier([trusted], VerifierSettings(audience=AUDIENCE), DenyList())

    with pytest.raises(TokenError, match="roles: must be ones the issuer may give"):
        asked.verify(token(), NOW)
    party = token(roles=["party"], party_keys=["0" * 32], tenant="east")
    assert asked.verify(party, NOW).party_keys == {"0" * 32}


@pytest.mark.parametrize("settings", [{"lifetime_seconds": 3601}, {"leeway_seconds": 61}, {"audience": ""}])
def test_settings_cannot_loosen_the_bounds(settings: dict[str, Any]):
    """No setting lets a token live for more than an hour, or clocks differ by more than a minute."""
    with pytest.raises(AccessError):
        VerifierSettings(**{"audience": AUDIENCE, **settings})
