"""Every word on the page is from the catalogue or from the data, and every word of the catalogue is used."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from dashboards.catalogue import LANGUAGES, Texts, load_texts, read_catalogue
from dashboards.report.records import Report, read_report
from dashboards.report.render import SECTIONS, page
from engine.events.enums import Channel
from tests.dashboards.nation import national_report
from tests.dashboards.office import office_report
from tests.dashboards.variants import small_report, untitled_report
from tests.dashboards.visible import texts_of, words_of_chart
from tests.project.sources import ROOT

_UNIT = "published.unit."
_CHANNEL = "channel."
_OPEN, _CLOSE = "\u27e6", "\u27e7"
REPORTS = {
    "nation": national_report,
    "office": office_report,
    "small": small_report,
    "untitled": untitled_report,
}


class _Marked(Texts):
    """The catalogue with each of its strings between brackets, and a list of the keys that were asked for."""

    def __init__(self, plain: Texts) -> None:
        super().__init__(plain.language, plain._entries)
        self.used: set[str] = set()

    def __call__(self, key: str, **values: str) -> str:
        self.used.add(key)
        return f"{_OPEN}{super().__call__(key, **values)}{_CLOSE}"


def _outside_brackets(text: str) -> str:
    kept, depth = "", 0
    for char in text:
        depth += char == _OPEN
        kept += char if not depth else ""
        depth -= char == _CLOSE
    return kept


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for item in data:
            yield from _strings(item)
    elif isinstance(data, str):
        yield data


def _stray_words(shown: list[str], report: dict[str, Any]) -> list[str]:
    """Words that stand outside the brackets and are not in the data."""
    from_data = {word for text in _strings(report) for word in re.findall(r"\w+", text)}
    left = (word for text in shown for word in re.findall(r"\w+", _outside_brackets(text)))
    return sorted({word for word in left if any(map(str.isalpha, word)) and word not in from_data})


def _charts(report: Report, texts: Texts) -> list[str]:
    sections = [section for make in SECTIONS if (section := make(report, texts)) is not None]
    return [word for section in sections for chart in section.charts for word in words_of_chart(chart.figure)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_no_visible_text_bypasses_the_catalogue(name, language):
    """What is shown, read aloud or drawn is from the catalogue, from the data, or a number."""
    raw = REPORTS[name]()
    report, texts = read_report(raw), _Marked(load_texts(language))
    charts = [re.sub(r"</?b>", "", word) for word in _charts(report, texts)]

    assert _stray_words(texts_of(page(report, texts)), raw) == []
    assert _stray_words(charts, raw) == []


def test_a_stray_word_would_be_noticed():
    """A word outside the brackets is found, a number or a word of the data is not."""
    shown = [f"{_OPEN}Cases {_OPEN}Mon{_CLOSE}{_CLOSE} 12.5% seed", "Share chart"]

    assert _stray_words(shown, {"a": ["the seed"]}) == ["Share", "chart"]


def test_every_unit_of_a_published_figure_has_a_name():
    """The catalogue names the units that the published figures come in, and no others."""
    figures = tomllib.loads((ROOT / "sim" / "reproduce" / "published.toml").read_text(encoding="utf-8"))

    assert {f"{_UNIT}{figure['unit']}" for figure in figures.values()} == {
        key for key in read_catalogue() if key.startswith(_UNIT)
    }


def test_every_channel_has_a_name():
    """The catalogue names the channels that a case can come through, and no others."""
    assert {f"{_CHANNEL}{channel.value}" for channel in Channel} == {
        key for key in read_catalogue() if key.startswith(_CHANNEL)
    }


def test_every_string_of_the_catalogue_is_used():
    """Nothing is translated that no report shows; months, channels and units are complete of themselves."""
    texts = _Marked(load_texts("en"))
    for make in REPORTS.values():
        page(read_report(make()), texts)
    idle = set(read_catalogue()) - texts.used

    assert {key for key in idle if not key.startswith(("month.", _CHANNEL, _UNIT))} == set()


def test_the_fixtures_follow_the_records():
    """The data that these tests render is what measuring gives, field for field."""
    report = read_report(national_report())

    assert msgspec.to_builtins(report.measures) == national_report()["measures"]
