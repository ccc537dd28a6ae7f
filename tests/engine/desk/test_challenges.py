"""What a party can do by challenging mediators: bar a few by its word alone, and no more."""

import pytest

from engine.desk.conflict_commands import CHALLENGED_MAX
from engine.desk.errors import ConflictEntryError
from engine.desk.example import MONDAY
from engine.desk.party_choice import Side
from engine.events.enums import ConflictGround, ConflictSource
from tests.engine.desk.worlds import asked, desk_of, filing, kinds, roster

BY_PARTY = (ConflictGround.INTEREST, ConflictSource.PARTY)


def test_a_party_cannot_name_the_roster_away():
    """By its word alone three are barred; from then on a party is told that the court decides, whose word counts."""
    desk = desk_of(roster([0] * 6))
    desk.file(filing(1), MONDAY)
    for mediator in range(CHALLENGED_MAX):
        desk.find_conflict(1, mediator, *BY_PARTY, MONDAY)
    holder = asked(desk, 1)
    before = desk.standing()
    with pytest.raises(ConflictEntryError, match=rf"mediator = {holder}: 3 are barred .* must be fewer than 3"):
        desk.find_conflict(1, holder, *BY_PARTY, MONDAY)

    assert desk.standing() == before
    assert desk.find_conflict(1, 0, ConflictGround.KINSHIP, ConflictSource.PARTY, MONDAY) == []
    found = desk.find_conflict(1, holder, ConflictGround.INTEREST, ConflictSource.COURT, MONDAY)
    assert kinds(found) == ["Released", "ConflictFound", "Offered"]


def test_a_challenge_that_both_sides_lift_makes_room_for_another():
    """Who is let in again is not counted; and who was replaced was no challenge of anybody's."""
    desk = desk_of(roster([0] * 8))
    desk.file(filing(1), MONDAY)
    desk.accept(1, asked(desk, 1), 1, MONDAY)
    desk.replace(1, MONDAY)
    others = [one for one in range(8) if desk.entry(1).seat_of(one) is None and one not in desk.entry(1).bars]
    for mediator in others[:CHALLENGED_MAX]:
        desk.find_conflict(1, mediator, *BY_PARTY, MONDAY)
    with pytest.raises(ConflictEntryError, match="a clerk records it"):
        desk.find_conflict(1, others[-1], *BY_PARTY, MONDAY)
    desk.lift_conflict(1, others[0], frozenset(Side), MONDAY)

    assert kinds(desk.find_conflict(1, others[-1], *BY_PARTY, MONDAY)) == ["ConflictFound"]
