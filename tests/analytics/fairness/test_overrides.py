"""The ledger of overrides."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.fairness.overrides import override_ledger
from analytics.statistics.wilson import wilson_interval
from tests.analytics.fairness.files import observed
from tests.analytics.fairness.rows import offer
from tests.examples import examples


def overridden(court: int, code: str | None) -> dict:
    """An offer that a human put out of sequence."""
    return offer(court, basis="override", word=0, ticket_total=0, override_code=code)


def test_rates_are_of_all_offers():
    """Of five offers two were out of sequence, both at court 1, for two reasons; freed offers are offers too."""
    rows = [overridden(1, "urgent"), overridden(1, "related_case"), offer(1), offer(1, basis="freed"), offer(2)]
    with observed(rows) as offers:
        found = override_ledger(offers)

    assert found.offers == 5
    assert found.out_of_sequence is not None
    assert (found.out_of_sequence.rate, found.out_of_sequence.low) == (0.4, wilson_interval(2, 5)[0])
    assert found.by_code == {"related_case": 1, "urgent": 1}
    (court,) = found.by_court
    assert (court.court_id, court.offers, court.overrides, court.share) == (1, 4, 2, 0.5)


def test_an_override_without_a_code_is_still_told():
    """What lacks a reason stands under `not_recorded`, not under the table."""
    with observed([overridden(1, None)]) as offers:
        assert override_ledger(offers).by_code == {"not_recorded": 1}


def test_no_offers_have_no_share():
    """Without an offer there is no share; without an override it is 0."""
    with observed([]) as offers:
        nothing = override_ledger(offers)
    with observed([offer()]) as offers:
        clean = override_ledger(offers)

    assert (nothing.offers, nothing.out_of_sequence) == (0, None)
    assert clean.out_of_sequence is not None
    assert (clean.out_of_sequence.rate, clean.by_code, clean.by_court) == (0.0, {}, [])


_CODES = st.sampled_from(["drawn", "urgent", "expertise"])


@settings(max_examples=examples(25))
@given(st.lists(st.tuples(st.integers(0, 3), _CODES), max_size=40))
def test_a_plain_count_agrees(told):
    """Counted in plain Python, courts and codes come out alike."""
    with observed([offer(court) if code == "drawn" else overridden(court, code) for court, code in told]) as offers:
        found = override_ledger(offers)

    assert found.by_code == dict(sorted(Counter(code for _, code in told if code != "drawn").items()))
    assert {court.court_id: court.by_code for court in found.by_court} == {
        court: dict(Counter(code for own, code in told if own == court and code != "drawn"))
        for court in sorted({court for court, code in told if code != "drawn"})
    }
