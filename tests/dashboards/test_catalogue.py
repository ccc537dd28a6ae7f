"""The text catalogue: complete in both languages, and deaf to what comes with the data."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.catalogue import LANGUAGES, Texts, load_texts, read_catalogue
from dashboards.errors import CatalogueError
from engine.events.enums import Channel, ClosingCode, DisputeType

# Strings that hold only placeholders, digits and signs, and so are the same in every language.
_WORDLESS = (
    "range",
    "sentences",
    "page.separator",
    "page.and",
    "comparison.panel",
    "week.hour",
    "closing.numbered",
    "course.column.rate",
)


def _placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def _has_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def test_every_string_exists_in_both_languages():
    """No string is empty in any language."""
    empty = [key for key, entry in read_catalogue().items() if not all(entry[name].strip("\n") for name in LANGUAGES)]

    assert empty == []


def test_both_languages_take_the_same_values():
    """A sentence has the same placeholders in Chinese as in English."""
    catalogue = read_catalogue()

    assert [key for key, entry in catalogue.items() if _placeholders(entry["en"]) != _placeholders(entry["zh"])] == []


def test_chinese_is_chinese_and_english_is_english():
    """Each Chinese string has Chinese characters, and no English string has any."""
    worded = {
        key: entry for key, entry in read_catalogue().items() if key not in _WORDLESS and not key.startswith("month.")
    }

    assert [key for key, entry in worded.items() if not _has_chinese(entry["zh"])] == []
    assert [key for key, entry in worded.items() if _has_chinese(entry["en"])] == []


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("dispute_type", [kind.value for kind in DisputeType]),
        ("channel", [channel.value for channel in Channel]),
        ("closing_code", [str(code.value) for code in ClosingCode]),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_coded_word_has_a_name(group, words, language):
    """Whatever an event may say has a name in the catalogue."""
    texts = load_texts(language)

    assert [word for word in words if texts.label(group, word) == word] == []


def test_a_word_without_a_name_stands_for_itself():
    """A channel that only the imported data knows is shown as it came."""
    assert load_texts("zh").label("channel", "Counter {0}") == "Counter {0}"


def test_an_unknown_language_is_refused():
    """The message names the language and those there are."""
    with pytest.raises(CatalogueError, match="'fr' is not one of en, zh"):
        load_texts("fr")


def test_a_missing_key_or_value_is_named():
    """Neither a key nor a placeholder goes missing in silence."""
    with pytest.raises(CatalogueError, match=r"no\.such\.key"):
        load_texts("en")("no.such.key")
    with pytest.raises(CatalogueError, match="count"):
        load_texts("en")("page.courts")


@given(value=st.text())
def test_a_value_is_never_read_as_a_template(value):
    """Braces that come with the data stay braces."""
    assert Texts("en", {"key": "<{value}>"})("key", value=value) == f"<{value}>"


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ({"en": "court", "zh": "法院"}, "法院"),
        ({"en": "court"}, "court"),
        ({"fr": "tribunal"}, "tribunal"),
        ("court", "court"),
        (None, ""),
        ({}, ""),
    ],
)
def test_a_text_that_comes_with_the_data_is_chosen_by_language(words, chosen):
    """The page's language if the text has it, else English, else whatever there is."""
    assert load_texts("zh").pick(words) == chosen
