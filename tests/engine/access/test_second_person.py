"""Sensitive actions: a reason, a second person, the same command, in time."""

from itertools import count
from typing import Any

import msgspec
import pytest

from engine.access.errors import SecondPersonError
from engine.access.example import principal_of
from engine.access.matrix import WITH_A_SECOND_PERSON
from engine.access.second_person import (
    COMMAND_CHARACTERS_MAX,
    OPEN_US,
    Proposal,
    Reason,
    check_confirmation,
    check_withdrawal,
    person_of,
    propose,
)
from engine.access.words import Action, Role

ONE = principal_of(Role.ADMINISTRATOR, subject="a-1")
OTHER = principal_of(Role.ADMINISTRATOR, subject="a-2")


def proposal(action: Action = Action.ERASE_PARTY_DATA, **changes: Any) -> Proposal:
    """A proposal to erase, by the first administrator."""
    settings: dict[str, Any] = {
        "command": "erase 7",
        "reason": Reason.PARTY_REQUEST,
        "reference": "2026-17/3",
        "number": 1,
        "at": 1000,
        **changes,
    }
    return propose(person_of(ONE), ONE.tenant, action, **settings)


@pytest.mark.parametrize("action", sorted(WITH_A_SECOND_PERSON))
def test_a_second_person_confirms(action):
    """What one proposes another confirms, until the last instant; the proposal comes back as it was written."""
    made = proposal(action)
    check_confirmation(made, person_of(OTHER), OTHER.tenant, command="erase 7", at=1000 + OPEN_US - 1)

    assert msgspec.msgpack.decode(msgspec.msgpack.encode(made), type=Proposal) == made


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"who": ONE}, "another person"),
        ({"who": principal_of(Role.ADMINISTRATOR, subject="a-1", jti="other", client_id="x")}, "another person"),
        ({"who": principal_of(Role.ADMINISTRATOR, tenant="south")}, "tenant"),
        ({"command": "erase 8"}, "command"),
        ({"at": 1000 + OPEN_US}, "at = "),
    ],
)
def test_a_confirmation_that_does_not_fit_is_refused(changes: dict[str, Any], rule):
    """The proposer himself, a stranger, another command and a late hour confirm nothing."""
    settings: dict[str, Any] = {"who": OTHER, "command": "erase 7", "at": 2000, **changes}
    who = settings.pop("who")

    with pytest.raises(SecondPersonError, match=rule):
        check_confirmation(proposal(), person_of(who), who.tenant, **settings)


def test_a_proposal_names_nobody():
    """What stands for a person is the same for all his tokens, another one for everybody else, and holds no name."""
    again = principal_of(Role.ADMINISTRATOR, subject="a-1", jti="other")

    assert person_of(ONE) == person_of(again) != person_of(OTHER)
    assert ONE.subject not in str(proposal())


def test_only_the_proposer_withdraws():
    """One takes back what one has proposed oneself, and nothing else."""
    check_withdrawal(proposal(), person_of(ONE))

    with pytest.raises(SecondPersonError, match="must be the proposer"):
        check_withdrawal(proposal(), person_of(OTHER))


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


def test_a_command_is_short():
    """Nothing long is kept in the log for a proposal."""
    with pytest.raises(SecondPersonError, match="must be at most 2000"):
        proposal(command="x" * (COMMAND_CHARACTERS_MAX + 1))
