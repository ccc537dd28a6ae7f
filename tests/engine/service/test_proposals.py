"""Proposals are part of the log: what waits for a second person outlives the process, and is done with its command."""

from pathlib import Path
from typing import Any

import msgspec

from engine.access.second_person import OPEN_US
from engine.access.words import Action
from engine.events.enums import PolicyName
from engine.events.records import PolicyAdopted
from engine.registry.example import MONDAY
from engine.registry.staff_requests import AdoptPolicy
from engine.service.answers import Answer, Group
from engine.service.proposals import OPEN_MAX, FulfilProposal
from engine.service.records import ProposalConfirmed, ProposalMade
from engine.service.snapshots import Snapshots
from tests.engine.service.house import CODEC, FaultyLog, answered, empty_world, filing, followed, writer_over
from tests.engine.service.two_persons import HOUR, asked, confirmed, erased, proposed, refusal, withdrawn


def test_a_proposal_outlives_the_process():
    """What one writer let wait, the next one lets be confirmed, and the one after that knows it as done."""
    log = FaultyLog()
    asked(writer_over(log), proposed())
    done = asked(writer_over(log), confirmed(), MONDAY + HOUR)
    again = asked(writer_over(log), confirmed(), MONDAY + 2 * HOUR)

    assert [type(entry) for _, entry in log.read(1, 2)] == [ProposalConfirmed, PolicyAdopted]
    assert refusal(done) == ""
    assert refusal(again) == "UnknownProposalError"


def test_a_confirmation_is_stored_with_what_it_sets_off():
    """Both are in one batch; if that cannot be stored, the proposal waits as before and can be confirmed."""
    log = FaultyLog()
    writer = writer_over(log)
    asked(writer, proposed())
    before = writer.world.standing()
    log.full_for = 1
    (full,) = writer.handle([Group(commands=(confirmed(),))], MONDAY)
    after = writer.world.standing()
    asked(writer, confirmed())
    last = list(log.batches())[-1]

    assert not isinstance(full, Answer)
    assert after == before
    assert [type(entry) for entry in CODEC.decode(last.body)] == [ProposalConfirmed, PolicyAdopted]


def test_what_is_refused_leaves_the_proposal():
    """If the platform refuses what is confirmed, nothing is confirmed, and the proposal still waits."""
    writer = writer_over(FaultyLog())
    asked(writer, proposed())
    before = writer.world.standing()
    unknown = AdoptPolicy(court_id=99, policy=PolicyName.RANDOM)
    found = refusal(asked(writer, confirmed(request=unknown)))

    assert found
    assert writer.world.standing() == before


def test_who_may_not_confirm_is_refused_by_the_writer():
    """The same person, another tenant, command or action, and a late hour: the writer looks at each itself."""
    writer = writer_over(FaultyLog())
    asked(writer, proposed())
    wrong = [
        confirmed(person="one"),
        confirmed(command="deck"),
        confirmed(tenant="south"),
        confirmed(action=Action.OVERRIDE),
        confirmed(2),
        withdrawn(person="two"),
    ]
    found = [refusal(asked(writer, one)) for one in wrong]
    late = refusal(asked(writer, confirmed(), MONDAY + OPEN_US))

    assert found == ["SecondPersonError"] * 2 + ["UnknownProposalError"] * 3 + ["SecondPersonError"]
    assert late == "SecondPersonError"


def test_of_two_confirmations_in_one_batch_one_is_done():
    """The writer decides one after another, so nobody finds a proposal that is done with already."""
    writer = writer_over(FaultyLog())
    asked(writer, proposed())
    first, second = writer.handle([Group(commands=(confirmed(person=one),)) for one in ("two", "three")], MONDAY)

    assert [refusal(answered(one)) for one in (first, second)] == ["", "UnknownProposalError"]


def test_a_key_asks_for_the_first_answer_again():
    """A proposal and a confirmation are made once under their key, and answered alike after a restart."""
    log = FaultyLog()
    writer = writer_over(log)
    made = asked(writer, proposed(), key=b"p" * 16)
    done = asked(writer, confirmed(), key=b"c" * 16)
    other = writer_over(log)

    assert asked(other, proposed(), key=b"p" * 16).results == made.results
    assert asked(other, confirmed(), key=b"c" * 16).results == done.results
    assert sum(isinstance(entry, ProposalMade) for _, entry in log.read()) == 1


def test_a_proposal_expires_by_logged_time():
    """After a day of the log's time nobody finds it, in the writer's world as in one that follows the log."""
    log = FaultyLog()
    writer = writer_over(log)
    asked(writer, proposed())
    writer.handle([filing(7)], MONDAY + OPEN_US - 1)
    before = list(writer.world.proposals.waiting)
    writer.handle([filing(8)], MONDAY + OPEN_US)

    assert (before, list(writer.world.proposals.waiting)) == ([1], [])
    assert followed(log).standing() == writer.world.standing()
    asked(writer, proposed())
    assert list(writer.world.proposals.waiting) == [2]


def test_what_cannot_wait_is_refused_and_changes_nothing():
    """The same person's same command twice, and more than so many in all, are refused."""
    log = FaultyLog()
    writer = writer_over(log)
    asked(writer, proposed())
    twice = asked(writer, proposed())
    others = tuple(proposed(str(number)) for number in range(OPEN_MAX - 1))
    writer.handle([Group(commands=others)], MONDAY)
    full = asked(writer, proposed("another"))
    later = asked(writer, proposed("another"), MONDAY + OPEN_US)

    assert [refusal(one) for one in (twice, full, later)] == ["SecondPersonError", "ProposalsFullError", ""]
    assert followed(log).standing() == writer.world.standing()


def test_a_refusal_forgets_nothing():
    """What has expired stays in the state until something is stored, as it does for whoever follows the log."""
    log = FaultyLog()
    writer = writer_over(log)
    asked(writer, proposed())
    refused = refusal(asked(writer, proposed(action=Action.READ_CASE), MONDAY + OPEN_US))

    assert refused == "SecondPersonError"
    assert followed(log).standing() == writer.world.standing()


def test_what_is_done_outside_the_log_is_owed_until_it_is_noted():
    """A confirmed erasure is known to whoever starts next, until somebody notes that it was done, once."""
    log = FaultyLog()
    asked(writer_over(log), proposed(action=Action.ERASE_PARTY_DATA))
    asked(writer_over(log), erased())
    owing = writer_over(log)
    restored = empty_world()
    restored.restore(owing.world.standing())
    owed = [one.proposal.command for one in restored.proposals.owed.values()]
    noted = [refusal(asked(owing, FulfilProposal(number=1))) for _ in range(2)]

    assert owed == ["random"]
    assert noted == ["", "UnknownProposalError"]
    assert not followed(log).proposals.owed


def test_a_snapshot_of_an_older_form_is_passed_over(tmp_path: Path):
    """A snapshot from before proposals were kept is not believed to hold none: the whole log is followed instead."""
    log = FaultyLog()
    asked(writer_over(log), proposed())
    snapshots = Snapshots(tmp_path, "ab" * 32)

    class Older:
        seq = log.head.seq

        def standing(self) -> bytes:
            whole: dict[str, Any] = msgspec.msgpack.decode(followed(log).standing())
            return msgspec.msgpack.encode({name: part for name, part in whole.items() if name != "proposals"})

    older: Any = Older()
    snapshots.write(older, log.head)
    found = snapshots.recover(log, empty_world, CODEC)

    assert (found.from_seq, len(found.passed_over)) == (0, 1)
    assert list(found.world.proposals.waiting) == [1]
