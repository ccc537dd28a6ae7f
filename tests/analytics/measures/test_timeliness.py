"""Timeliness: plain means and deadlines, with the flagged rows and without, by hand."""

from analytics.measures.timeliness import timeliness
from analytics.records import GroupDuration
from tests.analytics.generated import DAY, ENDS_AT, STARTS_AT
from tests.analytics.measures.observation import observed


def test_with_and_without_the_flagged():
    """Closed after 1, 2, 3, 4 and -5 days, the last flagged: mean 1 with it and 2.5 without."""
    filed = [STARTS_AT + DAY] * 4 + [STARTS_AT + 6 * DAY]
    closed = [STARTS_AT + days * DAY for days in (2, 3, 4, 5, 1)]
    deadlines = [STARTS_AT + 3 * DAY] * 4 + [None]
    columns = {"filed_at": filed, "closed_at": closed, "deadline_at": deadlines}
    columns |= {"channel": ["Desk"] * 5, "flag": [None] * 4 + ["ends before it starts"]}
    with observed(columns) as cases:
        found = timeliness(cases)

    whole = GroupDuration(
        label="all", closed=5, mean_days=1.0, past_deadline=2, with_deadline=4, past_deadline_share=0.5
    )
    assert found.flagged == 1
    assert found.with_flagged[0] == whole
    assert [group.label for group in found.with_flagged] == ["all", "Desk"]
    assert (found.without_flagged[0].closed, found.without_flagged[0].mean_days) == (4, 2.5)


def test_closed_on_the_deadline_is_in_time():
    """Past the deadline means later than it, by a microsecond at least."""
    deadline = STARTS_AT + DAY
    columns = {"filed_at": [STARTS_AT] * 2, "closed_at": [deadline, deadline + 1], "deadline_at": [deadline] * 2}
    with observed(columns) as cases:
        assert timeliness(cases).with_flagged[0].past_deadline == 1


def test_without_deadlines_nothing_is_late():
    """Where no case has a deadline, the number past it is None, not zero."""
    with observed({"filed_at": [STARTS_AT], "closed_at": [STARTS_AT + DAY]}) as cases:
        (whole,) = timeliness(cases).with_flagged

    assert (whole.past_deadline, whole.with_deadline, whole.past_deadline_share) == (None, 0, None)


def test_a_small_channel_keeps_only_its_size():
    """A channel with four closed cases shows neither mean nor lateness; even one called `all` is no whole."""
    columns = {"filed_at": [STARTS_AT] * 4, "closed_at": [STARTS_AT + DAY] * 4, "channel": ["all"] * 4}
    columns["deadline_at"] = [STARTS_AT] * 4
    with observed(columns) as cases:
        whole, channel = timeliness(cases).with_flagged

    assert (whole.mean_days, whole.past_deadline, whole.suppressed) == (1, 4, False)
    assert (channel.closed, channel.mean_days, channel.past_deadline, channel.suppressed) == (4, None, None, True)


def test_nothing_closed():
    """A week without a closing has one group without a mean."""
    with observed({"filed_at": [STARTS_AT], "closed_at": [ENDS_AT]}) as cases:
        found = timeliness(cases)

    assert [(group.label, group.closed, group.mean_days) for group in found.without_flagged] == [("all", 0, None)]
