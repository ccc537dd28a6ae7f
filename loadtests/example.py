"""A small load for examples and tests: two courts, three dispute types."""

from loadtests.profile import Course, CourtShare, Mix, Profile


def example_profile(*, factor: float = 1.0) -> Profile:
    """Return the load of two courts that have 66 filings a minute together, times a factor."""
    return Profile(
        name="two-courts",
        base_filings_per_minute=66.0,
        factor=factor,
        mix=Mix(
            courts=(
                CourtShare(court_id=0, share=0.75),
                CourtShare(court_id=1, share=0.25, languages=("tibetan",)),
            ),
            dispute_types={"family": 0.5, "finance": 0.3, "traffic": 0.2},
            channels={"online_filing": 0.6, "court_window": 0.4},
            entry_routes={"party_application": 0.7, "delegated": 0.3},
            minority_language_share=0.5,
        ),
        course=Course(answer_mean_seconds=0.2, end_mean_seconds=0.2),
    )
