"""Tables and blocks of the page."""

import re

import pytest

from dashboards.catalogue import load_texts
from dashboards.report.records import read_report
from dashboards.report.render import render
from dashboards.report.sections.published import published, verdict_badge
from dashboards.report.tables import columns, table
from tests.dashboards.office import office_report
from tests.dashboards.variants import small_report
from tests.dashboards.visible import elements_of, texts_of


def test_a_row_must_fill_the_columns():
    """A row with too few cells is a mistake, not an empty cell."""
    with pytest.raises(ValueError, match="zip"):
        table("t", columns(["a", "b"]), [["1"]])


def test_each_cell_knows_its_column():
    """Cells carry their column's name for narrow screens and their role for readers aloud."""
    made = elements_of(table("t", columns(["a", "b"]), [["x", "1"]], stacked=True))
    cells = [(name, found["role"], found.get("data-label")) for name, found in made if "data-label" in found]

    assert cells == [("th", "rowheader", "a"), ("td", "cell", "b")]


@pytest.mark.parametrize(
    ("verdict", "kind", "words"),
    [
        ("reproduced", "good", "Reproduced"),
        ("contradicts e", "bad", "Contradicts\u00a0e"),
        ("not modelled yet", "neutral", "Not modelled yet"),
        ("something else", "neutral", "something else"),
    ],
)
def test_a_verdict_has_a_colour_a_symbol_and_a_word(verdict, kind, words):
    """The colour never stands alone, and a verdict of an unknown kind is shown as it came."""
    made = verdict_badge(verdict, load_texts("en"))
    symbol, shown = texts_of(made)

    assert ("span", {"class": f"badge {kind}"}) in elements_of(made)
    assert shown == words
    assert len(symbol) == 1


def _figure_row(**fields: object) -> list[str]:
    report = read_report({"measures": office_report()["measures"], "published": [{"id": "x", **fields}]})
    found = published(report, load_texts("en"))
    assert found is not None
    return texts_of(found.body.partition("<tbody")[2].partition("</tbody>")[0])


def test_an_upper_bound_is_called_one():
    """What was published as a bound says so and has no tolerance."""
    row = _figure_row(published=2.0, achieved=1.708, tolerance=0.0, at_most=True, unit="seconds", verdict="reproduced")

    assert {"at most 2", "1.708", "–"} <= set(row)


def test_a_published_share_is_a_percentage():
    """Both values of a share are percentages; what was published keeps its digits."""
    row = _figure_row(published=0.6504, achieved=0.651236, tolerance=0.03, unit="share", verdict="reproduced")

    assert {"65.04%", "65.12%", "±3.0%"} <= set(row)
    assert "54%" in _figure_row(published=0.54, unit="share", verdict="not modelled yet")


def test_a_figure_without_a_value_has_a_dash():
    """What is not modelled yet has no number."""
    assert _figure_row(published=54, achieved=None, verdict="not modelled yet").count("–") == 3


def test_a_hidden_group_does_not_say_it_is_small():
    """A large group that is hidden to protect a small one is withheld, not called smaller than five."""
    page = render(small_report(), language="en")
    rows = {
        name: texts_of(row) for name in ("Family", "Labour") for row in re.findall("<tr.*?</tr>", page) if name in row
    }

    assert "<5" in rows["Family"]
    assert "<5" not in rows["Labour"]
    assert "withheld" in rows["Labour"]
