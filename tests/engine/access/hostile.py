"""Tokens that somebody might try, each with the part that must be named when it is refused."""

import json

import jwt
from cryptography.hazmat.primitives.asymmetric import ed25519

from tests.engine.access.tokens import CLAIMS, HEADER, KEY, KID, NAME, NOW_SECONDS, segment, signed, token

CLAIM_BYTES = json.dumps(CLAIMS).encode()
HEADER_BYTES = json.dumps(HEADER).encode()
OTHER_KEY = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))


def hmac_token() -> str:
    """A token whose secret is the issuer's public key, which everybody knows."""
    secret = KEY.public_key().public_bytes_raw() + bytes(32)
    return jwt.encode(CLAIMS, secret, algorithm="HS256", headers={"typ": "at+jwt", "kid": KID})


def altered(text: str, place: int) -> str:
    """Another character at one place."""
    index = place % len(text)
    return text[:index] + ("A" if text[index] != "A" else "B") + text[index + 1 :]


def respelt(text: str) -> str:
    """The same signature, spelt with last bits that are not zero: 64 bytes leave four of them."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return text[:-1] + alphabet[alphabet.index(text[-1]) + 1]


HOSTILE: dict[str, tuple[str, str]] = {
    "no algorithm": (f"{segment(json.dumps({**HEADER, 'alg': 'none'}).encode())}.{segment(CLAIM_BYTES)}.", "alg"),
    "no algorithm, signed": (token({"alg": "none"}), "alg"),
    "public key as secret": (hmac_token(), "alg"),
    "another algorithm of the list": (token({"alg": "RS256"}), "alg"),
    "longer relative of the algorithm": (token({"alg": "ES512"}), "alg"),
    "another issuer": (token(iss="https://evil.invalid"), "iss"),
    "issuer with a slash more": (token(iss=NAME + "/"), "iss"),
    "another audience": (token(aud="other"), "aud"),
    "other audiences": (token(aud=["other", "onestop.example"]), "aud"),
    "expired": (token(iat=NOW_SECONDS - 700, exp=NOW_SECONDS - 100), "exp"),
    "not valid yet": (token(nbf=NOW_SECONDS + 300), "iat, nbf"),
    "issued in the future": (token(iat=NOW_SECONDS + 300, exp=NOW_SECONDS + 900), "iat, nbf"),
    "year 9999": (token(exp=253_402_300_799), "exp"),
    "valid for longer than an hour": (token(exp=NOW_SECONDS + 3601), "exp"),
    "expires before it is issued": (token(iat=NOW_SECONDS, exp=NOW_SECONDS), "exp"),
    "expiry as a text": (token(exp=str(NOW_SECONDS + 600)), "exp"),
    "expiry as a fraction": (token(exp=NOW_SECONDS + 600.5), "exp"),
    "expiry as a truth value": (token(exp=True), "exp"),
    "negative time": (token(iat=-1), "iat"),
    "no expiry": (token(without="exp"), "exp"),
    "no subject": (token(without="sub"), "sub"),
    "empty subject": (token(sub=""), "sub"),
    "subject with a line break": (token(sub="judge\r\n7"), "sub"),
    "subject ending in a line break": (token(sub="judge-7\n"), "sub"),
    "no client": (token(without="client_id"), "client_id"),
    "no number": (token(without="jti"), "jti"),
    "no issuing time": (token(without="iat"), "iat"),
    "identity token": (token({"typ": "JWT"}, nonce="n", at_hash="x"), "typ"),
    "no type": (token(without="typ"), "typ"),
    "security event": (token({"typ": "secevent+jwt"}), "typ"),
    "unknown key": (token({"kid": "k-2"}), "kid"),
    "no key": (token(without="kid"), "kid"),
    "key is a path": (token({"kid": "../../dev/null"}), "kid"),
    "brings its own key": (token({"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "AA"}}), "jwk"),
    "brings a key's address": (token({"jku": "https://evil.invalid/keys"}), "jku"),
    "brings a certificate's address": (token({"x5u": "https://evil.invalid/c"}), "x5u"),
    "brings a certificate": (token({"x5c": ["MII"]}), "x5c"),
    "critical extension": (token({"crit": ["b64"], "b64": False}), "crit"),
    "another's key under the name": (signed(HEADER_BYTES, CLAIM_BYTES, OTHER_KEY), "signature"),
    "doubled claim": (signed(HEADER_BYTES, CLAIM_BYTES[:-1] + b', "sub": "root"}'), "claims"),
    "doubled claim, escaped": (signed(HEADER_BYTES, CLAIM_BYTES[:-1] + b', "s\\u0075b": "root"}'), "claims"),
    "doubled header": (signed(HEADER_BYTES[:-1] + b', "alg": "none"}', CLAIM_BYTES), "header"),
    "not-a-number": (signed(HEADER_BYTES, CLAIM_BYTES[:-1] + b', "x": NaN}'), "claims"),
    "claims are a list": (signed(HEADER_BYTES, b"[]"), "claims"),
    "claims are nothing": (signed(HEADER_BYTES, b""), "claims"),
    "deep claims": (signed(HEADER_BYTES, CLAIM_BYTES[:-1] + b', "x": ' + b"[" * 99 + b"]" * 99 + b"}"), "claims"),
    "another spelling of the signature": (respelt(token()), "signature"),
    "padded": (token() + "==", "signature"),
    "ordinary base64": (token().replace(".", ".+", 1), "claims"),
    "blank in it": (token()[:9] + " " + token()[9:], "header"),
    "huge": ("A" * 3_000_000, "token"),
    "huge claims": (token(x="y" * 9000), "token"),
    "five segments": (token() + ".a.b", "token"),
    "many segments": ("." * 8000, "token"),
    "two segments": (token().rpartition(".")[0], "token"),
    "empty": ("", "token"),
    "not ASCII": ("中.文.中", "header"),
    "half a surrogate": ("\ud800.a.b", "header"),
    "signature stripped": (token().rpartition(".")[0] + ".", "signature"),
    "signature altered": (altered(token(), -9), "signature"),
    "signature cut": (token()[:-8], "signature"),
    "claims altered": (
        f"{token().split('.')[0]}.{segment(CLAIM_BYTES.replace(b'judge-7', b'judge-8'))}.{token().split('.')[2]}",
        "signature",
    ),
    "roles as a text": (token(roles="judge"), "roles"),
    "roles as an object": (token(roles={"judge": True}), "roles"),
    "roles as numbers": (token(roles=[1]), "roles"),
    "no roles": (token(roles=[]), "roles"),
    "unknown role": (token(roles=["judge", "root"]), "roles"),
    "role in capitals": (token(roles=["JUDGE"]), "roles"),
    "judge of no court": (token(without="court_id"), "court_id"),
    "court as a text": (token(court_id="12"), "court_id"),
    "mediator nobody knows": (token(roles=["mediator"]), "mediator_id"),
    "roster of no door": (token(roles=["mediator"], mediator_id=3, track="notaries"), "track"),
    "party of nothing": (token(roles=["party"]), "party_keys"),
    "party key as a name": (token(roles=["party"], party_keys=["Zhang San"]), "party_keys"),
    "another tenant": (token(tenant="south"), "tenant"),
    "tenant as a list": (token(tenant=["north", "south"]), "tenant"),
    "tenant with a path": (token(tenant="../south"), "tenant"),
}
