"""What a load will do: the profile's shares and the law of arrivals, drawn before anything is sent."""

import math
from collections import Counter
from itertools import pairwise

import msgspec
import pytest

from loadtests.errors import ProfileError
from loadtests.example import example_profile
from loadtests.plan import plan
from loadtests.profile import Course, CourtShare, Profile

Z_MAX = 4.0
"""Standard errors that a seeded draw may lie off; one of 16,000 does by chance."""
PROFILE = example_profile(factor=100)
RUN = plan(PROFILE, seconds=60, seed=7)


def _z(found: float, share: float, count: int) -> float:
    return (found - share * count) / math.sqrt(count * share * (1 - share))


def test_the_same_seed_gives_the_same_run():
    """A run follows from profile and seed alone, survives the wire, and differs from that of another seed."""
    assert plan(PROFILE, seconds=60, seed=7) == RUN
    assert plan(PROFILE, seconds=60, seed=8).arrivals != RUN.arrivals
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(RUN), type=type(RUN)) == RUN


def test_arrivals_are_a_poisson_process():
    """As many cases arrive as the factor says, and the times between them are exponential."""
    expected = PROFILE.filings_per_minute
    assert abs(len(RUN.arrivals) - expected) / math.sqrt(expected) < Z_MAX
    times = [arrival.at_seconds for arrival in RUN.arrivals]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    mean = 60 / expected
    longer = sum(gap > mean for gap in gaps)
    assert abs(_z(longer, math.exp(-1), len(gaps))) < Z_MAX
    assert all(0 <= at < 60 for at in times)


@pytest.mark.parametrize("field", ["dispute_type", "channel", "entry_route"])
def test_filings_have_the_mix(field):
    """Dispute types, channels and routes come with their shares."""
    shares = getattr(PROFILE.mix, {"dispute_type": "dispute_types", "channel": "channels"}.get(field, "entry_routes"))
    counts = Counter(getattr(arrival.filing, field) for arrival in RUN.arrivals)
    assert set(counts) == set(shares)
    for word, share in shares.items():
        assert abs(_z(counts[word], share, len(RUN.arrivals))) < Z_MAX


def test_courts_have_their_shares_and_languages():
    """Courts file with their shares, and minority languages are asked for only where they are at home."""
    counts = Counter((arrival.filing.court_id, arrival.filing.language) for arrival in RUN.arrivals)
    assert set(counts) == {(0, "mandarin"), (1, "mandarin"), (1, "tibetan")}
    assert abs(_z(counts[0, "mandarin"], 0.75, len(RUN.arrivals))) < Z_MAX
    assert abs(_z(counts[1, "tibetan"], 0.5 * 0.25, len(RUN.arrivals))) < Z_MAX


def test_mediators_reply_as_the_course_says():
    """The first offers are accepted and left to lapse with their shares; a declined case has a next reply."""
    first = Counter(arrival.replies[0][0] for arrival in RUN.arrivals)
    assert abs(_z(first["accept"], PROFILE.course.accept_share, len(RUN.arrivals))) < Z_MAX
    assert abs(_z(first["lapse"], PROFILE.course.lapse_share, len(RUN.arrivals))) < Z_MAX
    for arrival in RUN.arrivals:
        assert all(reply == "decline" for reply, _ in arrival.replies[:-1])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: example_profile(factor=0), "factor = 0"),
        (lambda: example_profile(factor=2_000), "factor = 2000"),
        (lambda: msgspec.structs.replace(PROFILE.mix, courts=(CourtShare(court_id=0, share=0.9),)), "courts: .* 0.9"),
        (lambda: Course(accept_share=0.9, lapse_share=0.2), "accept_share = 0.9, lapse_share = 0.2"),
        (lambda: Course(answer_mean_seconds=0), "answer_mean_seconds = 0"),
        (lambda: Profile(name="none", base_filings_per_minute=0, mix=PROFILE.mix), "base_filings_per_minute = 0"),
        (lambda: plan(PROFILE, seconds=0, seed=1), "seconds = 0"),
        (lambda: plan(PROFILE, seconds=1e9, seed=1), "at most 2,000,000"),
    ],
)
def test_a_load_that_cannot_be_is_refused(make, words):
    """Shares that do not sum to 1, and loads of nothing or beyond memory, are refused by name and value."""
    with pytest.raises(ProfileError, match=words):
        make()
