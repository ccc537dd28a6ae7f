"""The measuring script measures what it says."""

from tests.engine.linked.speed import postbox_of_a_day, report
from tests.engine.linked.worlds import request_of


def test_the_measured_day_is_one_in_which_all_is_answered():
    """Every request of the measured day is answered and remembered."""
    postbox = postbox_of_a_day([request_of(dispute) for dispute in range(220)])

    assert postbox.ledger.entries == {}
    assert postbox.ledger.remembered == 220


def test_the_report_has_its_three_figures():
    """The script reports the whole, the systems' part and the memory."""
    assert [line.partition(":")[0] for line in report(110, 1).splitlines()] == [
        "postbox and systems",
        "systems alone",
        "memory",
    ]
