"""What is pushed to browsers: the right properties of parts that exist, in the page's language."""

import json
import re
from typing import Any

import msgspec
import pytest

from dashboards.catalogue import LANGUAGES, Language
from dashboards.live.example import example_view
from dashboards.live.frame import encoded, frame
from dashboards.live.index import SETTINGS_ID, content_policy, index_string
from dashboards.live.layout import layout
from dashboards.live.texts import live_texts, read_live_texts
from dashboards.style.template import CONFIG, TEMPLATE
from tests.dashboards.leftovers import english_left

ADDRESSES: dict[Language, str] = {"en": "/live/en/", "zh": "/live/zh/"}


def _components(language: str) -> list[Any]:
    tree = layout(live_texts(language), ADDRESSES)
    return [tree, *tree._traverse()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_that_is_pushed_exists(language):
    """A frame sets properties of parts that stand on the page, and leaves no part that shows numbers without."""
    named = {each.id for each in _components(language) if getattr(each, "id", None)}
    pushed = set(frame(example_view(), live_texts(language)))
    assert pushed <= named
    waiting = {name for name in named if re.search("-(value|detail|rows|figures)$", name)}
    assert waiting <= pushed


def test_a_frame_is_one_event():
    """A frame is one event of an event stream: one line of JSON between `data:` and an empty line."""
    event = encoded(frame(example_view(), live_texts("zh")))
    assert event.startswith(b"data: ")
    assert event.endswith(b"\n\n")
    assert b"\n" not in event[:-2]
    assert msgspec.json.decode(event[6:])["waiting-value"] == {"children": "3,061"}


def test_no_chart_can_be_sent_away():
    """Every chart is set up without the button that sends its data to another house."""
    graphs = [each for each in _components("en") if type(each).__name__ == "Graph"]
    assert len(graphs) == 4
    for graph in graphs:
        assert graph.config == CONFIG
        assert graph.config["showSendToCloud"] is False
        assert graph.config["plotlyServerURL"] == ""


def test_the_chinese_page_is_chinese():
    """No piece of the Chinese page or of a Chinese frame is left in English."""
    words = [text for each in _components("zh") for text in _texts(getattr(each, "children", None))]
    pushed = json.dumps(frame(example_view(), live_texts("zh")), ensure_ascii=False)
    words += re.findall(r'"(?:children|text|name|title|hovertemplate)": "([^"]*)"', pushed)
    page = "".join(f"<p>{word}</p>" for word in words)
    known = ["onestop", "English", "<extra></extra>", "%{x:,d}", "%{y:,d}", "%{y}", "%{x}"]
    assert len(words) > 200
    assert english_left(page, known) == []


def _texts(children: object) -> list[str]:
    held = children if isinstance(children, list) else [children]
    return [each for each in held if isinstance(each, str)]


class _Noting(dict[str, str]):
    """Remembers which texts were asked for."""

    def __init__(self, entries) -> None:
        super().__init__(entries)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)


def test_every_text_is_used():
    """The table of texts holds nothing that the page does not say; names of deadlines are for whatever comes."""
    asked: set[str] = set()

    def texts_that_note(language: str):
        texts = live_texts(language)
        entries = texts._entries

        class Noting(dict[str, str]):
            def __getitem__(self, key: str) -> str:
                asked.add(key)
                return super().__getitem__(key)

        texts._entries = Noting(entries)
        return texts

    texts = texts_that_note("en")
    view = example_view()
    small = msgspec.structs.replace(
        view,
        provinces=tuple(
            msgspec.structs.replace(one, waiting=max(0, 9 - 9 * at)) for at, one in enumerate(view.provinces[:2])
        ),
    )
    slow = msgspec.structs.replace(
        view.health, answer=type(view.health.answer)(p50_seconds=3.0, p99_seconds=float("inf"))
    )
    layout(texts, ADDRESSES)
    index_string(texts, stale_seconds=10)
    frame(msgspec.structs.replace(small, deadlines=(), health=slow), texts)
    unused = set(read_live_texts()) - asked
    assert {key for key in unused if not key.startswith(("deadline.", "state."))} == set()


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh", "zh-CN")])
def test_the_document_says_its_language(language, tag):
    """The document names its language for those who hear it, and carries the template of its charts as data."""
    document = index_string(live_texts(language), stale_seconds=10)
    assert f'<html lang="{tag}">' in document
    found = re.search(rf'id="{SETTINGS_ID}">(.*?)</script>', document)
    assert found
    assert json.loads(found[1])["template"] == json.loads(json.dumps(TEMPLATE))


def test_the_policy_names_no_other_house():
    """The content security policy allows this service and nothing else, and no script that is not known."""
    policy = dict(part.split(" ", 1) for part in content_policy(["'sha256-abc='"]).split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert policy["script-src"] == "'self' 'sha256-abc='"
    assert "//" not in " ".join(policy.values())
