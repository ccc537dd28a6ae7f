"""What is read of a world, against what the core and the log say."""

from engine.access.principal import Member
from engine.access.words import Role
from engine.events.enums import DisputeType
from engine.events.lifecycle_words import Track
from engine.registry.example import MONDAY, lodging
from engine.service.answers import Group
from engine.service.views.bonds import case_bonds
from engine.service.views.desk import mediator_desk
from engine.service.views.dry_run import Question, dry_run
from engine.service.views.listing import Wanted, list_cases
from engine.service.views.recent_offers import RecentOffers, search
from engine.service.views.why import why
from tests.engine.http.surface import HeldLog, Surface, lodge, served
from tests.engine.service.house import CODEC, FaultyLog, answered, writer_over

QUESTION = Question(court_id=0, dispute_type=DisputeType.FAMILY)


def lodged(count: int, capacity: int = 3):
    """A writer of one court with so many cases lodged, and what listens to it."""
    log = FaultyLog()
    writer = writer_over(log, capacity)
    recent = RecentOffers(log)
    writer.on_stored = lambda first_seq, entries, _at: recent.follow(first_seq, entries)
    writer.start(release="test", roster_digest="", now=MONDAY)
    for number in range(count):
        (outcome,) = writer.handle([Group(commands=(lodging(),))], MONDAY + number)
        answered(outcome)
    return writer, log, recent


def test_a_dry_run_says_what_the_core_says_of_a_real_case():
    """Before a case is lodged the dry run counts what the core's funnel counts of it afterwards."""
    for count in (0, 3, 6):
        writer, _, _ = lodged(count)
        first = dry_run(writer.world, QUESTION).steps[0]
        (outcome,) = writer.handle([Group(commands=(lodging(),))], MONDAY + count)
        answered(outcome)
        case_id = count + 1
        core = writer.world.platform.registry.desks[Track.MEDIATION].core
        if count == 6:
            funnel = core.funnel(case_id)
            assert (first.roster, first.dispute_type, first.present, first.room) == (
                funnel.roster,
                funnel.dispute_type,
                funnel.present,
                funnel.room,
            )
        else:
            assert core.case(case_id).mediator in first.mediators


def test_a_dry_run_changes_nothing():
    """The state after a dry run is the one before, byte for byte."""
    writer, log, _ = lodged(4)
    before, head = writer.world.standing(), log.head
    dry_run(writer.world, QUESTION)

    assert (writer.world.standing(), log.head) == (before, head)


def test_an_explanation_is_the_same_from_memory_and_from_the_log():
    """The last offer that was noted is the one the log holds, with the head before its filing."""
    writer, log, recent = lodged(5)
    for case_id in range(1, 6):
        known = recent.find(case_id)
        assert known is not None
        assert known == search(log, CODEC, case_id)
        found = why(writer.world, case_id, known, why_not=0)
        assert found.draw is not None
        assert found.draw.head == bytes.hex(known.head or b"")
        assert found.now is not None
        assert found.now.ticket_total == 0, "it does not wait"

    assert recent.find(99) is None
    assert search(log, CODEC, 99) is None


def test_a_bounded_memory_of_offers_forgets_the_oldest():
    """Beyond its bound the oldest case is forgotten; the log still tells."""
    _, log, _ = lodged(3)
    recent = RecentOffers(log, kept_max=2)
    for batch in log.batches():
        recent.follow(batch.first_seq, CODEC.decode(batch.body))

    assert [recent.find(case_id) is None for case_id in (1, 2, 3)] == [True, False, False]


def test_a_desk_shows_offers_until_they_are_answered():
    """What is offered to a mediator lies on his desk and binds the case to him."""
    writer, _, _ = lodged(4)
    desks = [mediator_desk(writer.world, mediator_id) for mediator_id in (0, 1)]
    offers = {offer.case_id: desk.mediator_id for desk in desks if desk for offer in desk.offers}

    assert offers.keys() == {1, 2, 3, 4}
    for case_id, mediator_id in offers.items():
        bonds = case_bonds(writer.world, case_id)
        assert bonds is not None
        assert (bonds.offered_to, bonds.handled_by) == (frozenset({Member(Track.MEDIATION, mediator_id)}), frozenset())
    assert mediator_desk(writer.world, 99) is None


def test_a_page_ends_where_the_next_begins():
    """Whatever the size of the pages, together they hold every case once; what one may not see is left out."""
    writer, _, _ = lodged(5)
    for limit in (1, 2, 5, 9):
        seen, after = [], None
        while True:
            page = list_cases(writer.world, Wanted(), after=after, limit=limit, may_see=lambda _bonds: True)
            seen += [line.case_id for line in page.cases]
            after = page.next
            if after is None:
                break
        assert seen == [1, 2, 3, 4, 5]
    hidden = list_cases(writer.world, Wanted(), after=None, limit=9, may_see=lambda _bonds: False)
    assert hidden.cases == ()


async def test_an_explanation_over_the_web_names_the_draw():
    """Pool, tickets, word and the filter that kept another mediator out are told to whom the case concerns."""
    surface = Surface()
    async with served(surface) as client:
        offer = (await lodge(surface, client))["offer"]
        other = 1 - offer["mediator_id"]
        answer = await client.get(f"/v1/decisions/1/why?why_not={other}", headers=surface.headers(Role.PARTY.value))
        found = answer.json()

    assert found["draw"]["mediator_id"] == offer["mediator_id"]
    assert found["draw"]["winning_ticket"] == (found["draw"]["word"] % 2**64 * found["draw"]["ticket_total"]) >> 64
    assert found["now"]["why_not"] == "in_pool"


async def test_an_offer_after_a_restart_is_explained_with_the_head_from_before():
    """Of a case filed in one life of the service and offered anew in the next, `why` says the same head as before."""
    log = HeldLog()
    before = Surface(log=log)
    async with served(before) as client:
        offer = (await lodge(before, client))["offer"]
        first = (await client.get("/v1/decisions/1/why", headers=before.headers("clerk"))).json()["draw"]
    after = Surface(log=log)
    async with served(after) as client:
        asked = after.headers(f"mediator {offer['mediator_id']}")
        await client.post("/v1/offers/1/1:decline", json={"reason": "workload"}, headers=asked)
        second = (await client.get("/v1/decisions/1/why", headers=after.headers("clerk"))).json()["draw"]

    assert (first["attempt"], second["attempt"]) == (1, 2)
    assert first["head"] == second["head"] is not None
