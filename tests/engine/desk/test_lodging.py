"""Cases handed in together are what they would have been one after another."""

from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.calendar.day import DAY_US, HOUR_US
from engine.core.policy import Policy, PolicySettings
from engine.desk.desk import Desk
from engine.desk.errors import DeskClockError
from engine.desk.example import MONDAY, words
from engine.desk.filing import Filing
from engine.errors import EngineError
from engine.events.enums import (
    Channel,
    ConflictGround,
    ConflictSource,
    DeclineReason,
    DisputeType,
    EntryRoute,
    Gender,
    Language,
    Origin,
)
from engine.events.records import DeckRenewed, Escalated, Event, Offered
from tests.engine.desk.worlds import SPOKEN, TYPES, desk_of, random_ladder, random_roster, roster

PARTIES = ("a", "b", "c", "d")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case as it is handed in."""

    court_id: int = 0
    dispute_type: DisputeType = DisputeType.FAMILY
    channel: Channel = Channel.ONLINE_FILING
    entry_route: EntryRoute = EntryRoute.DELEGATED
    language: Language = Language.MANDARIN
    weight_milli: int = 1000
    boost_us: int = 0
    origin: Origin = Origin.MAINLAND
    mediator_gender: Gender | None = None
    panel_size: int = 1
    party_keys: tuple[str, ...] = ()
    choose: bool = False
    list_size: int | None = None


def one_by_one(desk: Desk, cases: list[Case], first: int, at: int) -> list[list[Event] | EngineError]:
    """What `file` makes of them, each numbered after the last that was not refused."""
    results: list[list[Event] | EngineError] = []
    for case in cases:
        fields: dict[str, Any] = {**vars(case)}
        choose, list_size = fields.pop("choose"), fields.pop("list_size")
        fields["parties"] = fields.pop("party_keys")
        filing = Filing(case_id=first, dispute_id=first, **fields)
        try:
            results.append(desk.file(filing, at, choose=choose, list_size=list_size))
            first += 1
        except EngineError as error:
            results.append(error)
    return results


def many_words(case_ids: NDArray[np.int64], attempt: int, at: int) -> NDArray[np.int64]:
    """The same words as the desk's own source gives, all at once."""
    return np.array([words(case_id, attempt, at) for case_id in case_ids.tolist()], np.int64)


def random_case(random: Random, courts: int) -> Case:
    """Mostly ordinary; now and then something that a core, a panel, a choice or the register minds."""
    case = Case(
        court_id=random.randrange(courts),
        dispute_type=random.choice(TYPES),
        language=random.choice((SPOKEN[0], SPOKEN[0], SPOKEN[1])),
        entry_route=random.choice(list(EntryRoute)),
        weight_milli=random.choice((1000, 500, 1500)),
        boost_us=random.choice((0, 0, HOUR_US)),
        origin=random.choice((Origin.MAINLAND, Origin.MAINLAND, Origin.FOREIGN)),
        mediator_gender=random.choice((None, None, None, Gender.FEMALE)),
        party_keys=tuple(random.sample(PARTIES, 2)),
    )
    odd = random.choice(
        (
            {"panel_size": 2},
            {"panel_size": 99},
            {"choose": True},
            {"choose": True, "list_size": 10},
            {"court_id": courts},
            {"court_id": 2**70},
            {"weight_milli": -1},
            {"boost_us": -1},
            {"list_size": 10},
        )
    )
    return replace(case, **odd) if random.random() < 0.15 else case


def random_desk(seed: int) -> Desk:
    """A desk whose parties have relations to mediators, and whose court draws by any policy."""
    random = Random(seed)
    made_of = random_roster(random)
    ladder, policy = random_ladder(random), random.choice(list(Policy))
    desk = desk_of(made_of, ladder=ladder, policy=policy)
    for party in PARTIES[:2] if random.random() < 0.5 else ():
        mediator = random.randrange(made_of.mediators)
        desk.register.enter(
            party, mediator, ConflictGround.EMPLOYMENT, ConflictSource.RECORD, provenance="list", since=0
        )
    return desk


def answer_some(desk: Desk, random: Random, events: list[Event], at: int) -> list[Event]:
    """Let some who were asked accept or decline."""
    happened: list[Event] = []
    for event in events:
        if isinstance(event, Offered) and random.random() < 0.6:
            offer = (event.case_id, event.mediator_id, event.attempt)
            try:
                if random.random() < 0.5:
                    happened += desk.accept(*offer, at)
                else:
                    happened += desk.decline(*offer, DeclineReason.WORKLOAD, at)
            except EngineError as error:
                happened.append(error)  # pyright: ignore[reportArgumentType] - compared by what it says
    return happened


@pytest.mark.parametrize("seed", range(16))
def test_cases_handed_in_together_become_what_they_would_one_by_one(seed: int):
    """Random worlds, policies, ladders, conflicts, panels, choices and nonsense: events and state agree."""
    together, alone = random_desk(seed), random_desk(seed)
    random, courts = Random(seed), together.core.roster.courts
    first, at = 1, MONDAY
    for _ in range(6):
        cases = [random_case(random, courts) for _ in range(random.randint(1, 12))]
        source = many_words if random.random() < 0.5 else None
        found = together.lodge_many(cases, first, at, words=source)
        expected = one_by_one(alone, cases, first, at)
        assert list(map(repr, found)) == list(map(repr, expected))
        first += sum(isinstance(result, list) for result in found)
        events = [event for result in found if isinstance(result, list) for event in result]
        at += random.choice((1, HOUR_US, DAY_US, 4 * DAY_US))
        assert repr(together.advance(at)) == repr(alone.advance(at))
        chance = random.random()
        answers = [answer_some(desk, Random(chance), events, at) for desk in (together, alone)]
        assert repr(answers[0]) == repr(answers[1])
        assert together.next_due == alone.next_due
        assert together.core.standing() == alone.core.standing()
    assert together.standing() == alone.standing()


def test_steps_without_mediators_and_full_ones_are_left_with_their_reasons():
    """Of cases handed in together, each says by which steps it came to whoever is asked, or why it waits."""
    made_of = roster([1, 1, 2], court_region=(0, 0, 1), region_province=(0, 0), capacity=1)
    desk = desk_of(made_of)
    results = desk.lodge_many([Case(), Case(court_id=2), Case(), Case()], 1, MONDAY)

    steps = [[event.step for event in result if isinstance(event, Escalated)] for result in map(_events, results)]
    asked = [[event.mediator_id for event in result if isinstance(event, Offered)] for result in map(_events, results)]
    assert steps == [[1], [], [1], [1]]
    assert asked[1] == [2]
    assert sorted(asked[0] + asked[2]) == [0, 1]
    assert asked[3] == []
    assert desk.entry(4).waits


def test_a_deck_is_dealt_between_the_cases_of_a_batch():
    """Where the court deals, decks are renewed in the middle of a batch as they run out."""
    desk = desk_of(roster([0], capacity=20), policy=Policy.DECK)
    results = desk.lodge_many([Case() for _ in range(9)], 1, MONDAY)

    renewed = [any(isinstance(event, DeckRenewed) for event in _events(result)) for result in results]
    assert renewed == [True, False, False, False, True, False, False, False, True]


def test_a_court_that_changes_its_policy_draws_by_it_in_the_next_batch():
    """Offers of a batch name the version of the policy that they were drawn by."""
    desk = desk_of(roster([0, 0], capacity=20))
    desk.lodge_many([Case()], 1, MONDAY)
    desk.adopt_policy(0, PolicySettings(policy=Policy.RANDOM), MONDAY + 1)
    (result,) = desk.lodge_many([Case()], 2, MONDAY + 2)

    assert [event.policy_version for event in _events(result) if isinstance(event, Offered)] == [1]


def test_a_batch_dated_after_something_due_is_refused_whole():
    """What is due has to happen first; nothing of the batch has happened."""
    desk = desk_of(roster([0], capacity=20))
    desk.lodge_many([Case()], 1, MONDAY)
    before = desk.standing()
    with pytest.raises(DeskClockError):
        desk.lodge_many([Case(), Case()], 2, MONDAY + 30 * DAY_US)

    assert desk.standing() == before
    assert desk.lodge_many([], 2, MONDAY) == []


def _events(result: list[Event] | EngineError) -> list[Event]:
    assert isinstance(result, list)
    return result
