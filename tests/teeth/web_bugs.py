"""Bugs of the surface: keys, queue, whose case it is, and what stays of erased data."""

# ruff: noqa: ARG005 - a faulty copy takes what the right one takes

from collections.abc import Sequence
from typing import Any, Final

import msgspec
import pytest

from engine.access import matrix
from engine.access.matrix import ObjectFacts, roles_for
from engine.access.principal import Principal
from engine.access.scope import Scope
from engine.access.words import Action, Relation, Role
from engine.http import doing, pipeline
from engine.http.call import Call
from engine.http.errors import ProblemError
from engine.http.exchange import Exchange
from engine.http.party_book import PartyBook, Said
from engine.http.problem import Trouble
from engine.http.wishes import HeldWishes, Wishes
from engine.parties.said_together import Told
from engine.service.answers import Group
from engine.service.keys import scoped_key
from engine.service.tickets import Ticket
from engine.service.waiting import WaitingLine
from tests.engine.access import test_matrix
from tests.engine.http import test_access, test_changed, test_idempotency, test_kept_sayings, test_key_contract
from tests.engine.parties import test_store as test_party_store
from tests.teeth.bug import Bug, Check


def key_of_all_subjects(patch: pytest.MonkeyPatch) -> None:
    """Keys are not scoped by who sent them."""
    patch.setattr(pipeline, "scoped_key", lambda _subject, key: scoped_key("", key))


def path_is_not_in_the_digest(patch: pytest.MonkeyPatch) -> None:
    """A key tells requests apart by their bodies alone, not by their paths."""
    digest = pipeline.request_digest
    patch.setattr(pipeline, "request_digest", lambda body: digest(body.split(b"\n", 1)[1]))


def twins_are_both_let_in(patch: pytest.MonkeyPatch) -> None:
    """A request is let in while another one under its key is being carried out."""

    class Forgetful(dict[bytes, bytes]):
        def setdefault(self, key: bytes, default: bytes = b"", /) -> bytes:
            self[key] = default
            return default

    begin = Exchange.__init__

    def begin_forgetful(exchange: Exchange, *args: Any, **named: Any) -> None:
        begin(exchange, *args, **named)
        vars(exchange)["in_flight"] = Forgetful()

    patch.setattr(Exchange, "__init__", begin_forgetful)


def queue_has_no_bound(patch: pytest.MonkeyPatch) -> None:
    """The queue before the writer takes any number of commands."""

    def put(line: WaitingLine, group: Group, mark: object, _pace: float) -> Ticket:
        line.commands += len(group.commands)
        ticket = Ticket(group, mark, line.changed)
        line._tickets.append(ticket)
        line.changed.notify()
        return ticket

    patch.setattr(WaitingLine, "put", put)


def retry_after_is_missing(patch: pytest.MonkeyPatch) -> None:
    """What is worth asking again does not say when."""
    reply = pipeline.problem_reply

    def reply_less(trouble: Trouble, request_id: str) -> Any:
        return reply(msgspec.structs.replace(trouble, retry_after_seconds=None), request_id)

    patch.setattr(pipeline, "problem_reply", reply_less)


def strangers_case_is_forbidden(patch: pytest.MonkeyPatch) -> None:
    """Somebody else's case is answered by 403 instead of 404, which tells that it exists."""
    check = Call.check

    def check_openly(call: Call, facts: ObjectFacts | None, what: str) -> frozenset[Role]:
        if facts is not None and call.action is not None and not roles_for(call.who, call.action, facts):
            raise ProblemError("forbidden", "This is not yours.")
        return check(call, facts, what)

    patch.setattr(Call, "check", check_openly)


def one_route_asks_for_no_role(patch: pytest.MonkeyPatch) -> None:
    """Of one action nobody asks who may do it at all."""
    check = pipeline.check_action

    def check_less(principal: Principal, action: Action) -> None:
        if action is not Action.LODGE_CASE:
            check(principal, action)

    patch.setattr(pipeline, "check_action", check_less)


def planner_reads_cases(patch: pytest.MonkeyPatch) -> None:
    """The table of actions and roles gives one role what it must never have."""
    row = {**matrix.MATRIX[Action.READ_CASE], Role.PLANNER: Relation.ANY}
    patch.setattr(matrix, "MATRIX", {**matrix.MATRIX, Action.READ_CASE: row})


def party_lists_every_case(patch: pytest.MonkeyPatch) -> None:
    """A list holds the cases of all for each party, and what is shown of it is not looked at again."""
    covers = Scope.covers

    def covers_more(scope: Scope, facts: ObjectFacts) -> bool:
        return covers(scope, facts) or Role.PARTY in scope.principal.roles

    patch.setattr(Scope, "covers", covers_more)
    patch.setattr("engine.http.party_book.PartyBook.disputes_of", all_disputes)


async def all_disputes(_book: object, _party_keys: object) -> list[int]:
    """Every number that a small court has given."""
    return [1]


def tenants_are_not_told_apart(patch: pytest.MonkeyPatch) -> None:
    """People of another tenant are taken for this one's."""
    who = Call.who
    assert isinstance(who, property)
    asked = who.fget
    assert asked is not None
    patch.setattr(Call, "who", property(lambda call: msgspec.structs.replace(asked(call), tenant=call.tenant)))


def erased_key_stays(patch: pytest.MonkeyPatch) -> None:
    """An erasure notes that it was done and leaves key and records where they are."""
    patch.setattr("engine.parties.store.PartyStore._forget", lambda store, places, at: None)


def erased_key_is_marked_only(patch: pytest.MonkeyPatch) -> None:
    """An erasure deletes the key's row, and leaves its bytes in the write-ahead log."""
    patch.setattr("engine.parties.key_table.forget", lambda connection: None)


def right_is_not_asked_again(patch: pytest.MonkeyPatch) -> None:
    """The writer takes every role for one that still holds."""
    patch.setattr(doing, "_roles_now", lambda call, bonds, seen: frozenset(Role))


def first_side_is_not_kept(patch: pytest.MonkeyPatch) -> None:
    """What the first side has said is acknowledged, and held in memory alone."""

    async def keep(held: HeldWishes, wishes: Wishes[Any], case_id: int) -> None:
        pass

    patch.setattr(HeldWishes, "keep", keep)


def said_keys_are_not_kept(patch: pytest.MonkeyPatch) -> None:
    """Keys of parties that came without data are held in memory alone."""

    def say(book: PartyBook, said: Sequence[Said], tell: Told) -> None:
        for dispute_id, keys in said:
            book.enter(dispute_id, keys)
        tell(None)

    patch.setattr(PartyBook, "say", say)


FULL_QUEUE: Final = Check(test_idempotency.test_a_full_queue_is_refused_at_once)
ONE_PATH: Final = Check(test_key_contract.test_a_key_belongs_to_one_path)
TWINS: Final = Check(test_key_contract.test_who_asks_again_meanwhile_is_told_to_wait)
WHEN: Final = Check(test_key_contract.test_what_is_worth_asking_again_says_when)
STRANGERS: Final = Check(test_access.test_what_is_somebody_elses_is_not_there)
PLANNER: Final = Check(test_matrix.test_the_table_is_what_the_words_say, {"role": Role.PLANNER})
ERASED: Final = Check(test_party_store.test_erasing_leaves_nothing)

WEB_BUGS: Final = (
    Bug(
        plant=key_of_all_subjects,
        check=Check(test_idempotency.test_keys_are_their_senders_own),
        says="second.json()",
    ),
    Bug(plant=path_is_not_in_the_digest, check=ONE_PATH, says="application/problem+json"),
    Bug(plant=twins_are_both_let_in, check=TWINS, says="len(done) == 1"),
    Bug(plant=queue_has_no_bound, check=FULL_QUEUE, says="application/problem+json"),
    Bug(plant=retry_after_is_missing, check=WHEN, says="retry-after"),
    Bug(plant=strangers_case_is_forbidden, check=STRANGERS, says="wrong == []"),
    Bug(plant=tenants_are_not_told_apart, check=STRANGERS, says="wrong == []"),
    Bug(
        plant=one_route_asks_for_no_role,
        check=Check(test_access.test_every_role_on_every_endpoint),
        says="wrong == []",
    ),
    Bug(plant=planner_reads_cases, check=PLANNER, says="found == "),
    Bug(
        plant=party_lists_every_case,
        check=Check(test_access.test_lists_hold_only_what_one_may_see),
        says="seen.items()",
    ),
    Bug(
        plant=right_is_not_asked_again,
        check=Check(test_changed.test_a_mediator_who_loses_a_case_meanwhile_does_not_end_it),
        says="ended.status_code",
    ),
    Bug(
        plant=first_side_is_not_kept,
        check=Check(test_kept_sayings.test_what_the_first_side_said_outlives_a_restart),
        says='shown["answered"]',
    ),
    Bug(
        plant=said_keys_are_not_kept,
        check=Check(test_kept_sayings.test_keys_that_came_without_data_are_known_after_a_restart),
        says='own.json()["cases"]',
    ),
    Bug(plant=erased_key_stays, check=ERASED, says="found(tmp_path"),
    Bug(plant=erased_key_is_marked_only, check=ERASED, says="found(tmp_path"),
)
