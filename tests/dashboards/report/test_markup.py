"""Building HTML: what is text stays text."""

import json
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from dashboards.report.markup import Markup, element, escape, join, script_json
from tests.dashboards.variants import HOSTILE
from tests.dashboards.visible import elements_of

_SHOWABLE = st.text(st.characters(exclude_categories=["Cc", "Cs"]))


class _Data(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.data = ""

    def handle_data(self, data: str) -> None:
        self.data += data


def _read_back(page: str) -> str:
    reader = _Data()
    reader.feed(page)
    reader.close()
    return reader.data


@given(text=_SHOWABLE)
def test_text_comes_back_as_it_went_in(text):
    """A browser shows an escaped text letter for letter, in an element and in an attribute."""
    page = element("p", text, title=text)

    assert _read_back(page) == text
    assert elements_of(page) == [("p", {"title": text})]


@given(value=st.recursive(_SHOWABLE | st.integers() | st.none(), st.lists, max_leaves=5))
def test_data_in_a_script_comes_back_as_it_went_in(value):
    """What a script parses is the value, and nothing in it can end the script."""
    text = script_json({"a": value})

    assert json.loads(text) == {"a": value}
    assert not set("<>&\u2028\u2029") & set(text)


def test_a_hostile_text_adds_no_element():
    """Of a text full of tags, one paragraph remains."""
    assert elements_of(element("p", HOSTILE, aria_label=HOSTILE)) != []
    assert [name for name, _ in elements_of(element("p", HOSTILE, aria_label=HOSTILE))] == ["p"]


def test_what_no_file_can_hold_is_replaced():
    """Control characters and lone surrogates become the replacement character."""
    assert escape("a\x00b\ud800c\td") == "a\ufffdb\ufffdc\td"
    script_json({"a": "\ud800"}).encode()


def test_markup_joined_with_text_is_text_again():
    """Only what `element` and `join` make goes in unescaped; adding strings loses that."""
    assert element("p", Markup("<b>") + "x") == "<p>&lt;b&gt;x</p>"
    assert join([Markup("<b>"), "<i>", None], " ") == "<b> &lt;i&gt;"


def test_attributes_are_spelt_as_html_spells_them():
    """Underscores become hyphens, a trailing one goes, True is a bare attribute, None and False are none."""
    made = element("td", class_="a", aria_label="b", hidden=True, id=None, scope=False)

    assert made == '<td class="a" aria-label="b" hidden></td>'
    assert element("br") == "<br>"
