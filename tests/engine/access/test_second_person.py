"""Sensitive actions: a reason, a second person, the same command, in time."""

from itertools import count
from typing import Any

import msgspec
import pytest

from engine.access.errors import SecondPersonError
from engine.access.example import principal_of
from engine.access.matrix import WITH_A_SECOND_PERSON, ObjectFacts
from engine.access.second_person import OPEN_US, Proposed, Reason, confirm, propose
from engine.access.words import Action, Role

WHOLE = ObjectFacts(tenant="north", court_id=12)
ONE = principal_of(Role.ADMINISTRATOR, subject="a-1")
OTHER = principal_of(Role.ADMINISTRATOR, subject="a-2")


def proposal(action: Action = Action.ERASE_PARTY_DATA, **changes: Any) -> Proposed:
    """A proposal to erase, by the first administrator."""
    settings: dict[str, Any] = {
        "command": b"erase 7",
        "reason": Reason.PARTY_REQUEST,
        "reference": "2026-17/3",
        "number": 1,
        "at": 1000,
        **changes,
    }
    return propose(ONE, action, WHOLE, **settings)


@pytest.mark.parametrize("action", sorted(WITH_A_SECOND_PERSON))
def test_a_second_person_confirms(action):
    """What one proposes another confirms; both records say who, and name the proposal."""
    made = proposal(action)
    confirmed = confirm(made, OTHER, WHOLE, command=b"erase 7", at=1001)

    assert (made.subject, confirmed.subject, confirmed.number) == ("a-1", "a-2", made.number)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(made), type=Proposed) == made


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"who": ONE}, "another person"),
        ({"who": principal_of(Role.ADMINISTRATOR, subject="a-1", jti="other", client_id="x")}, "another person"),
        ({"who": principal_of(Role.JUDGE, court_id=12)}, "may do"),
        ({"who": principal_of(Role.COURT_CLERK, court_id=13)}, "may do"),
        ({"who": principal_of(Role.ADMINISTRATOR, tenant="south")}, "tenant"),
        ({"command": b"erase 8"}, "command"),
        ({"at": 999}, "at = 999"),
        ({"at": 1000 + OPEN_US}, "at = "),
        ({"facts": ObjectFacts(tenant="south")}, "may do"),
    ],
)
def test_a_confirmation_that_does_not_fit_is_refused(changes: dict[str, Any], rule):
    """The proposer himself, a stranger, another command and a late hour confirm nothing."""
    settings: dict[str, Any] = {"who": OTHER, "facts": WHOLE, "command": b"erase 7", "at": 2000, **changes}

    with pytest.raises(SecondPersonError, match=rule):
        confirm(proposal(), settings.pop("who"), settings.pop("facts"), **settings)


@pytest.mark.parametrize(
    "reference", ["", "Zhang San", "zhang", "-1", "A" * 41, "2026-17\n", "张三", "11\n22"], ids=count()
)
def test_a_reference_is_a_number_and_no_name(reference):
    """What goes into the log for ever is a file's number: small letters, blanks and other scripts are refused."""
    with pytest.raises(SecondPersonError, match="reference") as caught:
        proposal(reference=reference)
    assert not reference or reference not in str(caught.value)


@pytest.mark.parametrize("action", sorted(set(Action) - WITH_A_SECOND_PERSON))
def test_only_sensitive_actions_are_proposed(action):
    """What needs no second person is not proposed."""
    with pytest.raises(SecondPersonError, match="second person"):
        proposal(action)


def test_whoever_may_not_do_it_may_not_propose_it():
    """A proposal by somebody without the right is refused at once."""
    clerk = principal_of(Role.COURT_CLERK, court_id=13)

    with pytest.raises(SecondPersonError, match="may do"):
        propose(
            clerk,
            Action.ERASE_PARTY_DATA,
            WHOLE,
            command=b"",
            reason=Reason.CORRECTION,
            reference="1",
            number=1,
            at=0,
        )
