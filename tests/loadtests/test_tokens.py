"""A load never asks with a token that has expired, however long it lasts, and knows it when the service says so."""

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec
import pytest

from engine.access.denials import DenyList
from engine.access.errors import TokenClaimError, TokenError, TokenKeyError, TokenTimeError
from engine.access.issuer import DevelopmentIssuer
from engine.access.keys import SECOND_US, KeyCache
from engine.access.tokens import TrustedIssuer, Verifier, VerifierSettings
from engine.access.words import Role
from engine.http.problem import trouble_of
from loadtests.client import Issued, Who, administrator, clerk, says_expired
from loadtests.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable

BEGINS_AT = 1_700_000_000
"""Seconds since the epoch: clock of the service and, but for where it begins, of the load."""


class LockStep:
    """An issuer and a verifier of the service, strict to the second, and a load, all by one clock."""

    def __init__(self, lifetime_seconds: int, ahead_seconds: float = 60.0) -> None:
        self.now = 0.0
        self.lifetime_seconds = lifetime_seconds
        self.fetched: list[tuple[float, bool]] = []
        self.on_fetch: Callable[[], None] = lambda: None
        self._issuer = DevelopmentIssuer()
        trusted = TrustedIssuer(self._issuer.name, KeyCache(self._issuer.fetch), frozenset({"north"}))
        settings = VerifierSettings(audience=self._issuer.audience, leeway_seconds=0)
        self.verifier = Verifier([trusted], settings, DenyList())
        self.tokens = Tokens(lambda: self.now, ahead_seconds=ahead_seconds)

    @property
    def at(self) -> int:
        """Now, microseconds since the epoch."""
        return round((BEGINS_AT + self.now) * SECOND_US)

    def fetch(self, who: Who, *, is_renewal: bool) -> Issued | None:
        """Issue a token, which takes no time."""
        self.fetched.append((self.now, is_renewal))
        self.on_fetch()
        roles, life = [Role(who.role)], self.lifetime_seconds
        claims = dict(who.claims)
        token = self._issuer.issue(who.subject, roles, tenant="north", at=self.at, lifetime_seconds=life, **claims)
        return Issued(token=token, lifetime_seconds=float(life))

    def ask(self, who: Who, after: float = 0.0) -> None:
        """Take a token now, wait, and have the service verify it."""
        token = self.tokens.of(who, self.now + after, self.fetch)
        self.now += after
        self.verifier.verify(token, at=self.at)


@pytest.mark.parametrize(("lifetime_seconds", "renewed_every"), [(3600, 3539), (600, 539), (90, 44), (5, 2)])
def test_no_token_is_too_old_in_a_load_of_three_hours(lifetime_seconds: int, renewed_every: int):
    """A request a second is let in, with a token taken a second before; they are renewed a minute or half ahead."""
    world = LockStep(lifetime_seconds)
    for _ in range(10_800):
        world.ask(clerk(3), after=1.0)

    moments = [at for at, _ in world.fetched]
    assert [is_renewal for _, is_renewal in world.fetched] == [False] + [True] * (len(moments) - 1)
    assert {later - earlier for earlier, later in pairwise(moments)} == {renewed_every}


def test_a_load_that_does_not_renew_ahead_is_refused():
    """The same service refuses whoever waits with a token until it has expired: the test above can fail."""
    world = LockStep(600, ahead_seconds=0.0)
    for _ in range(599):
        world.ask(clerk(3))
        world.now += 1.0
    token = world.tokens.of(clerk(3), 0.0, world.fetch)
    world.now += 1.0
    with pytest.raises(TokenTimeError):
        world.verifier.verify(token, at=world.at)


def test_while_one_renews_the_others_go_on():
    """A renewal is asked for once, and whoever asks meanwhile uses the old token, which is valid still."""
    world = LockStep(600)
    first = world.tokens.of(clerk(3), 0.0, world.fetch)
    world.now, met = 550.0, list[str]()
    world.on_fetch = lambda: met.append(world.tokens.of(clerk(3), 0.0, world.fetch))
    second = world.tokens.of(clerk(3), 0.0, world.fetch)

    assert (met, len(world.fetched)) == ([first], 2)
    assert second != first
    world.verifier.verify(first, at=world.at)


def test_who_asks_has_a_token_of_his_own():
    """Two people never share one, and neither's renewal is the other's."""
    world = LockStep(600)
    assert world.tokens.of(clerk(3), 0.0, world.fetch) != world.tokens.of(administrator(), 0.0, world.fetch)
    assert [is_renewal for _, is_renewal in world.fetched] == [False, False]


def test_a_refused_token_is_not_used_again():
    """Whatever its time; but a late refusal of an old token does not cost the newer one."""
    world = LockStep(600)
    first = world.tokens.of(clerk(3), 0.0, world.fetch)
    world.tokens.refuse(clerk(3), first)
    second = world.tokens.of(clerk(3), 0.0, world.fetch)
    world.tokens.refuse(clerk(3), first)

    assert first != second == world.tokens.of(clerk(3), 0.0, world.fetch)
    assert [is_renewal for _, is_renewal in world.fetched] == [False, False]


def test_an_issuer_that_is_away_costs_nothing_while_a_token_lives():
    """A renewal that fails is tried again with the next request; only without a valid token there is none to send."""
    world = LockStep(600)
    first = world.tokens.of(clerk(3), 0.0, world.fetch)

    ahead = list[bool]()

    def away(_who: Who, *, is_renewal: bool) -> None:
        ahead.append(is_renewal)

    world.now = 599.0
    assert world.tokens.of(clerk(3), 0.0, away) == first
    world.now = 600.0
    assert world.tokens.of(clerk(3), 0.0, away) == ""
    assert ahead == [True, False]
    assert world.tokens.of(clerk(3), 0.0, world.fetch) != first


@pytest.mark.parametrize(
    ("error", "is_expired"),
    [
        (TokenTimeError("exp", "must not be past"), True),
        (TokenTimeError("iat, nbf", "must not be in the future"), False),
        (TokenKeyError("signature", "must be made by the key of the header"), False),
        (TokenClaimError("aud", "must name this service"), False),
    ],
)
def test_the_service_s_own_words_tell_an_expired_token(error: TokenError, *, is_expired: bool):
    """Of what the service refuses a token for, its age alone is the load's own fault."""
    problem = trouble_of(error).of("r-1")

    assert problem.status == 401
    assert says_expired(problem.status, msgspec.json.encode(problem)) is is_expired
    assert not says_expired(403, msgspec.json.encode(problem))


@pytest.mark.parametrize("body", [b"", b"[]", b'{"detail":7}', b"\xff", b'"exp:"'])
def test_an_answer_of_no_known_form_is_no_expired_token(body: bytes):
    """A 401 of something else on the way is not taken for the load's fault."""
    assert not says_expired(401, body)
