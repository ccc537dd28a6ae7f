"""The report: self-contained, honest about what is absent, and proof against what the data holds."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs

from dashboards.errors import CatalogueError, ReportError
from dashboards.report.render import render, write_report
from tests.dashboards.compared import nation_beside_an_earlier_week
from tests.dashboards.nation import national_report
from tests.dashboards.office import office_report
from tests.dashboards.variants import HOSTILE, hostile_report, small_report
from tests.dashboards.visible import elements_of, texts_of


def _without_library(page: str) -> str:
    return page.replace(get_plotlyjs(), "")


def _drawn(page: str) -> dict:
    return json.loads(page.partition('<script type="application/json" id="charts">')[2].partition("</script>")[0])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("make", [national_report, office_report, small_report])
def test_the_page_names_no_other_place(make, language):
    """Outside the drawing library there is no address, and no element that would fetch one."""
    page = _without_library(render(make(), language=language))

    assert "://" not in page
    assert [value for _, attributes in elements_of(page) for name, value in attributes.items() if name == "src"] == []
    links = [attributes["href"] for name, attributes in elements_of(page) if name in {"a", "link"}]
    assert all(link.startswith("#") for link in links)


def test_the_policy_lets_only_the_pages_own_scripts_run():
    """The policy forbids all fetching, and its hashes are those of the two scripts on the page."""
    page = render(national_report(), language="en")
    policy = next(attributes["content"] for name, attributes in elements_of(page) if "http-equiv" in attributes)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts}

    assert "default-src 'none'" in policy
    assert "connect-src" not in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    assert hashes == set(re.findall(r"'sha256-([^']+)'", policy))
    assert len(scripts) == 2


def test_nothing_can_be_sent_to_the_cloud():
    """The library's sharing button, its address, its logo and its tool bar are all off."""
    config = _drawn(render(national_report(), language="en"))["config"]

    assert config["showSendToCloud"] is False
    assert config["plotlyServerURL"] == ""
    assert config["displaylogo"] is False
    assert config["displayModeBar"] is False
    assert "Share chart" not in _without_library(render(national_report(), language="en"))


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh", "zh-CN")])
def test_the_page_says_its_language(language, tag):
    """Readers aloud and fonts go by `lang`."""
    assert ("html", {"lang": tag}) in elements_of(render(office_report(), language=language))


def test_the_same_report_gives_the_same_page():
    """Not a byte depends on when or where it was rendered."""
    assert render(national_report(), language="zh") == render(national_report(), language="zh")


def test_a_hostile_text_stays_text():
    """Tags, comments and line separators in the data add no element and end no script."""
    honest = render(national_report() | nation_beside_an_earlier_week(), language="en")
    hostile = render(hostile_report(), language="en")
    shown = HOSTILE.replace("\x00", "\ufffd")

    assert [name for name, _ in elements_of(hostile)] == [name for name, _ in elements_of(honest)]
    assert not any("onclick" in attributes for _, attributes in elements_of(hostile))
    assert hostile.count("<!--") == honest.count("<!--")
    assert "\u2028" not in json.dumps(_drawn(hostile), ensure_ascii=True)
    assert shown in texts_of(hostile)


def test_a_hostile_label_stays_text_in_a_chart():
    """The library's own small HTML dialect gets no tag from the data."""
    ticks = _drawn(render(hostile_report(), language="en"))["figures"]["chart-success-dispute-type"]["layout"]["yaxis"]

    assert not any("<" in text for text in ticks["ticktext"])
    assert any("&lt;/script&gt;" in text for text in ticks["ticktext"])


def test_every_chart_has_its_place_its_summary_and_its_table():
    """Each drawing has an element to go to, a text that is read aloud for it, and a table beside it."""
    page = render(national_report(), language="en")
    places = {attributes["id"]: attributes for _, attributes in elements_of(page) if attributes.get("class") == "chart"}
    figures = page.split("<figure ")[1:]

    assert set(places) == set(_drawn(page)["figures"])
    assert all(place["role"] == "img" and place["aria-label"] for place in places.values())
    assert len(figures) == len(places)
    assert all("<table" in figure.partition("</figure>")[0] for figure in figures)


def test_identities_are_unique():
    """No two elements share an id, and every label points to one."""
    attributes = [found for _, found in elements_of(render(national_report(), language="en"))]
    identities = [found["id"] for found in attributes if "id" in found]

    assert len(identities) == len(set(identities))
    assert {found["aria-labelledby"] for found in attributes if "aria-labelledby" in found} <= set(identities)


def test_what_was_simulated_says_so():
    """A run is marked as simulated, imported cases as recorded, in the first line."""
    assert "Simulated" in texts_of(render(national_report(), language="en"))
    assert "Recorded" in texts_of(render(office_report(), language="en"))


def test_a_group_too_small_is_never_a_zero():
    """Its row says fewer than five and shows no share."""
    page = render(national_report(), language="en")
    row = next(row for row in re.findall(r"<tr.*?</tr>", page) if "Foreign commercial" in row)

    assert texts_of(row)[0] == "Dispute type"
    assert "<5" in texts_of(row)
    assert not any(re.fullmatch(r"[0-9.]+%?", text) for text in texts_of(row))


def test_rows_are_shown_with_and_without_the_flagged_ones():
    """Both tables stand on the page, and the number of flagged rows is told."""
    texts = texts_of(render(office_report(), language="en"))

    assert {"With the flagged rows", "Without the flagged rows", "58.2", "58.4"} <= set(texts)


def test_a_shorter_report_has_no_empty_section():
    """Without run, figures, outcomes and roster, their sections are absent and no chart is empty."""
    page = render(office_report(), language="en")
    sections = {attributes["id"] for name, attributes in elements_of(page) if name == "section"}

    assert sections == {"headline", "volumes", "durations", "stock", "timeliness"}
    assert set(_drawn(page)["figures"]) == {"chart-course", "chart-week", "chart-time-to-closed"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"measures": {}}, "measures"),
        ({"published": [{"id": "a"}]}, "verdict"),
        ({"assumptions": [{"key": "k", "tag": "guessed"}]}, "guessed"),
        ({"run": {"seed": "one"}}, "seed"),
    ],
)
def test_a_wrong_field_is_named(change, told):
    """A report that does not follow the records is refused with the field's name."""
    with pytest.raises(ReportError, match=told):
        render(national_report() | change, language="en")


def test_a_file_is_written_whole(tmp_path: Path):
    """The file holds the page, replaces an older one, and leaves nothing beside it."""
    path = tmp_path / "report.html"
    path.write_text("old")
    write_report(office_report(), path, language="zh")

    assert path.read_text(encoding="utf-8") == render(office_report(), language="zh")
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_what_was_there(tmp_path: Path):
    """A report that cannot be rendered, or a place that cannot be written, changes nothing."""
    path = tmp_path / "report.html"
    path.write_text("old")
    with pytest.raises(CatalogueError):
        write_report(office_report(), path, language="fr")
    with pytest.raises(ReportError, match="no-such-folder"):
        write_report(office_report(), tmp_path / "no-such-folder" / "report.html", language="en")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ReportError, match="folder"):
        write_report(office_report(), tmp_path / "folder", language="en")

    assert path.read_text() == "old"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["folder", "report.html"]
