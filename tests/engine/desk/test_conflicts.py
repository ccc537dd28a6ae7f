"""The register of conflicts and the bars from later roles."""

import pytest

from engine.desk.conflicts import ConflictEdge, ConflictRegister
from engine.desk.errors import ConflictEntryError
from engine.desk.example import MONDAY, filing, one_court_desk
from engine.desk.role_bars import BARRED_ROLES, LaterRole, RoleBars
from engine.events.enums import ClosingCode, ConflictGround, ConflictSource
from engine.events.records import ConflictFound, Filed
from tests.engine.desk.worlds import asked, the


def edge(
    mediator: int, ground: ConflictGround = ConflictGround.EMPLOYMENT, provenance: str = "file 12"
) -> ConflictEdge:
    """An entry from the records."""
    return ConflictEdge(
        mediator=mediator, ground=ground, source=ConflictSource.RECORD, provenance=provenance, since=MONDAY
    )


def test_screening_names_each_mediator_once_by_the_gravest_ground():
    """Of several edges between the parties and one mediator the gravest is told, mediators in order."""
    register = ConflictRegister()
    register.enter("b", edge(4, ConflictGround.PRIOR_CASE))
    register.enter("a", edge(4, ConflictGround.KINSHIP))
    register.enter("b", edge(2))
    register.enter("c", edge(1))

    assert [(found.mediator, found.ground) for found in register.screen(["b", "a"])] == [
        (2, ConflictGround.EMPLOYMENT),
        (4, ConflictGround.KINSHIP),
    ]


def test_a_newer_entry_replaces_the_older():
    """The same mediator and ground are entered once, with the newer provenance."""
    register = ConflictRegister()
    register.enter("a", edge(4, provenance="file 12"))
    register.enter("a", edge(4, provenance="file 13"))

    assert [found.provenance for found in register.edges("a")] == ["file 13"]


def test_a_party_can_be_erased():
    """After erasure nothing is known of a party, and other parties' entries stay."""
    register = ConflictRegister()
    for party in ("a", "b"):
        register.enter(party, edge(4))
        register.enter(party, edge(5))

    assert register.erase("a") == 2
    assert register.erase("a") == 0
    assert register.edges("a") == ()
    assert len(register.edges("b")) == 2


def test_an_edge_can_be_withdrawn_once():
    """A withdrawn edge is gone, and withdrawing what is not there is refused."""
    register = ConflictRegister()
    register.enter("a", edge(4))
    register.withdraw("a", 4, ConflictGround.EMPLOYMENT)

    assert register.edges("a") == ()
    with pytest.raises(ConflictEntryError, match="mediator = 4"):
        register.withdraw("a", 4, ConflictGround.EMPLOYMENT)


@pytest.mark.parametrize(
    ("ground", "provenance"), [(ConflictGround.REPLACED, "file 12"), (ConflictGround.INTEREST, " ")]
)
def test_an_entry_that_nobody_could_check_is_refused(ground, provenance):
    """A replacement is no relation to a party, and an entry without provenance is no entry."""
    with pytest.raises(ConflictEntryError):
        edge(4, ground, provenance)


def test_a_filing_is_screened_before_the_first_draw():
    """Conflicts of the parties stand between the filing and the first offer, which goes to somebody else."""
    desk = one_court_desk()
    desk.register.enter("a", edge(0))
    desk.register.enter("a", edge(99))

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


def test_a_finished_dispute_can_be_forgotten():
    """Once forgotten, a dispute bars nobody."""
    bars = RoleBars()
    bars.enter(12, 4)
    bars.forget(12)

    assert bars.may_serve(12, 4, LaterRole.WITNESS)
