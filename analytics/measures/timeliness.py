"""Timeliness: mean days from start to end of the closed cases, and the share closed past their deadline.

Formulas
    Mean days = sum of (close - filing) / closed cases. Past deadline = closed later than their deadline / closed
    cases that have one. Over the cases closed in the period, as a whole and by channel.
Twice
    Once with the rows an import flagged as suspicious and once without. The first takes even a negative time as
    it stands, so that it agrees with what others reckon from the raw file.
Denominators
    Closed cases of the group; those of them with a deadline.
Source
    The plain mean many offices print. The share is the complement of CourTools measure 3 (share disposed within
    the time standard, National Center for State Courts), with each case's own deadline for the standard.
What it is not
    Not how long a case takes: open cases, the long ones above all, are left out. `analytics.measures.survival`
    answers that.
"""

from typing import Any

from analytics.measures.observed import ObservedCases
from analytics.measures.small_cells import SMALLEST_GROUP
from analytics.measures.units import mean_days
from analytics.records import GroupDuration, Timeliness

_CLOSED = "CREATE OR REPLACE TEMP VIEW closed AS SELECT * FROM cases WHERE in_period(closed_us)"
_UNFLAGGED = "CREATE OR REPLACE TEMP VIEW closed AS SELECT * FROM cases WHERE in_period(closed_us) AND flag IS NULL"
_FLAGGED = "SELECT count(flag) FROM closed"

# The grand total sorts first because grouping(channel) is 1 for it alone.
_GROUPS = """
SELECT
    grouping(channel) = 1 AS is_whole,
    channel,
    count(*),
    coalesce(sum(closed_us - filed_us), 0),
    count(*) FILTER (closed_us > deadline_us),
    count(deadline_us)
FROM closed GROUP BY GROUPING SETS ((), (channel))
HAVING is_whole OR channel IS NOT NULL
ORDER BY is_whole DESC, channel
"""


def timeliness(observed: ObservedCases) -> Timeliness:
    """Measure mean days and the share past the deadline, with and without the flagged rows.

    Cases whose channel is not recorded are in `all` only. A channel with fewer than five closed cases keeps
    only its size.

    Parameters
    ----------
    observed
        The cases.

    Returns
    -------
    Timeliness
        Two lists of groups, the whole first, and the number of flagged rows among the closed cases.
    """
    observed.connection.execute(_CLOSED)
    (flagged,) = observed.row(_FLAGGED)
    with_flagged = [_group(row) for row in observed.rows(_GROUPS)]
    observed.connection.execute(_UNFLAGGED)
    without_flagged = [_group(row) for row in observed.rows(_GROUPS)]
    return Timeliness(with_flagged=with_flagged, without_flagged=without_flagged, flagged=flagged)


def _group(row: tuple[Any, ...]) -> GroupDuration:
    is_whole, channel, closed, duration_us, past, with_deadline = row
    suppressed = not is_whole and closed < SMALLEST_GROUP
    shows_deadline = with_deadline > 0 and not suppressed
    return GroupDuration(
        label="all" if is_whole else channel,
        closed=closed,
        mean_days=None if suppressed else mean_days(int(duration_us), closed),
        past_deadline=past if shows_deadline else None,
        with_deadline=with_deadline,
        past_deadline_share=past / with_deadline if shows_deadline else None,
        suppressed=suppressed,
    )
