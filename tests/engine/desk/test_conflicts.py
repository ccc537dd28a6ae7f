"""The register of conflicts and the bars from later roles."""

import pytest

from engine.desk.conflicts import ConflictRegister
from engine.desk.errors import ConflictEntryError
from engine.desk.example import MONDAY, filing, one_court_desk
from engine.desk.keys import Keys
from engine.desk.role_bars import BARRED_ROLES, LaterRole, RoleBars
from engine.events.enums import ClosingCode, ConflictGround, ConflictSource
from engine.events.records import ConflictFound, Filed, RelationEntered
from tests.engine.desk.worlds import asked, kinds, the


def entered(
    register: ConflictRegister,
    party: str,
    mediator: int,
    ground: ConflictGround = ConflictGround.EMPLOYMENT,
    provenance: str = "file 12",
) -> None:
    """An entry from the records that the desk begins with."""
    register.enter(party, mediator, ground, ConflictSource.RECORD, provenance=provenance, since=MONDAY)


def test_screening_names_each_mediator_once_by_the_gravest_ground():
    """Of several entries between the parties and one mediator the gravest is told, mediators in order."""
    register = ConflictRegister()
    entered(register, "b", 4, ConflictGround.PRIOR_CASE)
    entered(register, "a", 4, ConflictGround.KINSHIP)
    entered(register, "b", 2)
    entered(register, "c", 1)

    assert [(found.mediator, found.ground) for found in register.screen(["b", "a"])] == [
        (2, ConflictGround.EMPLOYMENT),
        (4, ConflictGround.KINSHIP),
    ]


def test_a_newer_entry_replaces_the_older():
    """The same mediator and ground are entered once, with the key of the newer provenance."""
    register = ConflictRegister(b"secret")
    entered(register, "a", 4, provenance="file 12")
    entered(register, "a", 4, provenance="file 13")

    assert [found.provenance_key for found in register.relations("a")] == [Keys(b"secret").of("file 13")]


def test_a_party_can_be_erased():
    """After erasure nothing is known of a party, and other parties' entries stay."""
    desk = one_court_desk()
    for party in ("a", "b"):
        entered(desk.register, party, 1)
        entered(desk.register, party, 99)

    assert kinds(desk.erase_party("a", MONDAY)) == ["RelationRemoved"] * 2
    assert desk.register.relations("a") == ()
    assert len(desk.register.relations("b")) == 2
    with pytest.raises(ConflictEntryError, match="party"):
        desk.erase_party("a", MONDAY)


def test_an_entry_can_be_withdrawn_once():
    """A withdrawn entry is gone, and withdrawing what is not there is refused."""
    desk = one_court_desk()
    desk.enter_relation("a", 1, ConflictGround.EMPLOYMENT, ConflictSource.COURT, MONDAY, provenance="file 12")
    desk.withdraw_relation("a", 1, ConflictGround.EMPLOYMENT, MONDAY)

    assert desk.register.relations("a") == ()
    with pytest.raises(ConflictEntryError, match="mediator = 1"):
        desk.withdraw_relation("a", 1, ConflictGround.EMPLOYMENT, MONDAY)


@pytest.mark.parametrize(
    ("ground", "provenance"), [(ConflictGround.REPLACED, "file 12"), (ConflictGround.INTEREST, " ")]
)
def test_an_entry_that_nobody_could_check_is_refused(ground: ConflictGround, provenance: str):
    """A replacement is no relation to a party, and an entry without provenance is no entry."""
    desk = one_court_desk()
    with pytest.raises(ConflictEntryError):
        entered(desk.register, "a", 1, ground, provenance)
    with pytest.raises(ConflictEntryError):
        desk.enter_relation("a", 1, ground, ConflictSource.COURT, MONDAY, provenance=provenance)


def test_no_event_of_the_register_names_anybody():
    """A party, its paper and an approver stand in the log as keys, which nobody can make without the secret."""
    desk = one_court_desk()
    (event,) = desk.enter_relation("a", 1, ConflictGround.KINSHIP, ConflictSource.COURT, MONDAY, provenance="file 12")

    assert isinstance(event, RelationEntered)
    assert (event.party_key, event.provenance_key) == (Keys().of("a"), Keys().of("file 12"))
    assert event.party_key != Keys(b"secret").of("a")


def test_a_filing_is_screened_before_the_first_draw():
    """Conflicts of the parties stand between the filing and the first offer, which goes to somebody else."""
    desk = one_court_desk()
    desk.enter_relation("a", 0, ConflictGround.KINSHIP, ConflictSource.RECORD, MONDAY, provenance="file 12")
    entered(desk.register, "a", 99)

    events = desk.file(filing(7, parties=("a", "b")), MONDAY)

    assert [type(event) for event in events[:2]] == [Filed, ConflictFound]
    found = the(ConflictFound, events)
    assert (found.mediator_id, found.source) == (0, ConflictSource.RECORD)
    assert asked(desk, 7) == 1


def test_a_mediator_plays_no_other_part_in_the_dispute():
    """From acceptance on, and after closing, a mediator is barred from every role that SIM 16 lists, others are not."""
    desk = one_court_desk()
    desk.file(filing(7), MONDAY)
    mediator = asked(desk, 7)
    assert mediator is not None
    assert desk.may_serve(7, mediator, LaterRole.JUROR)
    desk.accept(7, mediator, 1, MONDAY)
    desk.close(7, ClosingCode.AGREEMENT, MONDAY)

    assert [role for role in LaterRole if not desk.may_serve(7, mediator, role)] == sorted(
        BARRED_ROLES, key=list(LaterRole).index
    )
    assert all(desk.may_serve(7, 1 - mediator, role) for role in LaterRole)
    assert desk.may_serve(8, mediator, LaterRole.JUROR)


def test_bars_last_however_they_are_kept():
    """Bars stay when the newest are laid beside the others, once each, and other bars come."""
    bars, seen = RoleBars(), set[tuple[int, int]]()
    for dispute_id, mediator in ((12, 4), (7, 9), (12, 4), (12, 3), (7, 9)):
        bars.enter(dispute_id, mediator)
        bars.settled()
        seen.add((dispute_id, mediator))
        allowed = {(d, m) for d in (7, 12, 13) for m in (3, 4, 9) if bars.may_serve(d, m, LaterRole.WITNESS)}
        assert not allowed & seen
        assert len(allowed) == 9 - len(seen)

    assert bars.settled().tolist() == [[7, 9], [12, 3], [12, 4]]
