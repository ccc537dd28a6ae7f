"""The tally of draws: what was observed, what was to be expected, and whether the two differ more than chance."""

from pathlib import Path
from random import Random

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from engine.audit.setting import file_metadata, read_setting, setting_metadata
from engine.audit.verify import verify
from engine.core.assignment import AssignmentCore
from engine.core.ladder import Ladder, LadderStep
from engine.core.policy import Policy, PolicySettings
from engine.events.enums import OfferBasis
from engine.events.parquet import EventWriter
from engine.events.records import Event, Offered
from tests.engine.audit.logs import Sealed, used_key
from tests.engine.core import events as written
from tests.engine.desk.worlds import roster

COURTS, EACH = 40, 3
ONE_STEP = Ladder(steps=(LadderStep(circle=0),))
PLACES = roster([court for court in range(COURTS) for _ in range(EACH)], court_region=(0,) * COURTS, capacity=9)
"""Courts of three mediators each, so that the draws of one do not bear on another's."""


def counted(log: Sealed, **changes: object) -> NDArray[np.float64]:
    """The tally of a log in which nothing is wrong."""
    asked: dict[str, object] = {"roster": log.roster, "used_key": used_key, **changes}
    audit = verify(log.path, with_tally=True, **asked)  # pyright: ignore[reportArgumentType] - the test names them
    assert audit.report.finding is None
    return audit.tally


def test_it_adds_up_what_every_draw_had_in_it(eventful: Sealed):
    """Observed, expected and variance are those of a plain sum over the pools of all draws."""
    core = AssignmentCore(eventful.roster, *read_setting(file_metadata(eventful.path), eventful.roster))
    tally = np.zeros((eventful.roster.mediators, 3))
    for event in eventful.events:
        if isinstance(event, Offered) and event.basis is OfferBasis.DRAWN:
            pool = core.pool(event.case_id)
            chance = pool.tickets / pool.tickets.sum()
            tally[event.mediator_id, 0] += 1
            tally[pool.members, 1] += chance
            tally[pool.members, 2] += chance * (1 - chance)
        core.apply(event)

    assert tally[:, 0].sum() > 5
    np.testing.assert_allclose(counted(eventful), tally, rtol=1e-12, atol=1e-12)


def test_nothing_is_counted_unless_it_is_asked_for(eventful: Sealed):
    """Without a tally there are no rows."""
    assert verify(eventful.path, eventful.roster, used_key=used_key).tally.shape == (0, 3)


def drawn_log(path: Path, cases: int, *, favoured: float = 0.0) -> Sealed:
    """Write draws of many courts; with the favoured chance one is tried again, until its court's first wins."""
    random, settings = Random(5), PolicySettings(policy=Policy.RANDOM)
    core = AssignmentCore(PLACES, settings, ONE_STEP)
    events: list[Event] = []

    def record(event: Event) -> None:
        core.apply(event)
        events.append(event)

    for case_id in range(cases):
        court = random.randrange(COURTS)
        record(written.filed(case_id, court_id=court, occurred_at=case_id))
        word = random.getrandbits(64) - 2**63
        decision = core.decide_offer(case_id, word)
        while random.random() < favoured and decision.mediator != court * EACH:
            word = random.getrandbits(64) - 2**63
            decision = core.decide_offer(case_id, word)
        mediator = decision.mediator
        record(_offer(case_id, court, decision, word))
        about = {"at": case_id, "attempt": 1}
        for event in (written.accepted(case_id, mediator, **about), written.closed(case_id, mediator, **about)):
            record(_at_court(event, court))
    metadata = setting_metadata(PLACES, settings, ONE_STEP)
    with EventWriter(path, court_province=PLACES.court_province, metadata=metadata) as writer:
        writer.append(events)
    return Sealed(path, PLACES, events)


def _offer(case_id: int, court: int, decision, word: int) -> Event:
    plain = written.offered(case_id, decision.mediator, at=case_id)
    fields = {name: getattr(decision, name) for name in ("pool_size", "band_size", "ticket_total")}
    return msgspec.structs.replace(plain, court_id=court, word=word, **fields)


def _at_court(event: Event, court: int) -> Event:
    return msgspec.structs.replace(event, court_id=court)


def chance_of(tally: NDArray[np.float64]) -> float:
    """How likely so large a chi-square is over one mediator of each court, were every draw fair."""
    observed, expected, variance = tally[::EACH].T
    return float(chi2.sf(((observed - expected) ** 2 / variance).sum(), COURTS))


def test_fair_draws_are_within_chance(tmp_path: Path):
    """Over honest words the chi-square of forty mediators is as large as chance makes it, neither more nor less."""
    tally = counted(drawn_log(tmp_path / "events.parquet", 2400), used_key=None)

    assert 0.001 < chance_of(tally) < 0.999
    assert tally[:, 0].sum() == 2400
    np.testing.assert_allclose(tally[:, 1].sum(), 2400)


def test_favours_are_beyond_chance(tmp_path: Path):
    """Words tried until a favourite wins, every second time, are beyond all chance although every draw verifies."""
    tally = counted(drawn_log(tmp_path / "events.parquet", 2400, favoured=0.5), used_key=None)

    assert chance_of(tally) < 1e-6
