"""The one place where words come from: `catalogue.toml`, each string in Chinese and in English."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from dashboards.errors import CatalogueError

Language: TypeAlias = Literal["en", "zh"]
"""The languages that every string of the catalogue exists in."""

Localised: TypeAlias = str | dict[str, str]
"""A text that comes with the data: one string, or one a language."""

LANGUAGES: tuple[Language, ...] = get_args(Language)
HTML_LANGUAGE: Mapping[Language, str] = {"en": "en", "zh": "zh-CN"}
"""The BCP 47 tag that tells a browser which glyph shapes to take."""

CATALOGUE_FILE = Path(__file__).with_name("catalogue.toml")


class Texts:
    """The catalogue in one language; called with a key, it gives the finished sentence.

    Parameters
    ----------
    language
        Code of the language.
    entries
        Key to template, as `str.format` takes it.

    Examples
    --------
    >>> Texts("en", {"greeting": "{count} cases"})("greeting", count="12")
    '12 cases'
    """

    def __init__(self, language: Language, entries: Mapping[str, str]) -> None:
        self.language: Language = language
        self._entries = entries

    def __call__(self, key: str, **values: str) -> str:
        """Fill the string `key` with `values`.

        Values go in as they are: text that came with the data is never read as a template.

        Raises
        ------
        CatalogueError
            If the catalogue has no such key, or the string has a placeholder that got no value.
        """
        try:
            return self._entries[key].format(**values)
        except KeyError as error:
            raise CatalogueError(f"{key}: {error} is missing, language {self.language}") from error

    def label(self, group: str, word: str) -> str:
        """Name for a coded word such as a dispute type; a word nobody translated stands for itself."""
        key = f"{group}.{word}"
        return self(key) if key in self._entries else word

    def pick(self, words: Localised | None) -> str:
        """Choose the language in a text that came with the data; empty where there is none."""
        if words is None or isinstance(words, str):
            return words or ""
        return words.get(self.language) or words.get("en") or next(iter(words.values()), "")


def load_texts(language: str) -> Texts:
    """Read the shipped catalogue in one language.

    Parameters
    ----------
    language
        `en` or `zh`.

    Returns
    -------
    Texts
        All strings of the catalogue in that language.

    Raises
    ------
    CatalogueError
        If the language is neither.

    Examples
    --------
    >>> load_texts("en")("weekday.1")
    'Mon'
    """
    for known in LANGUAGES:
        if language == known:
            return Texts(known, {key: entry[known] for key, entry in read_catalogue().items()})
    raise CatalogueError(f"language: {language!r} is not one of {', '.join(LANGUAGES)}")


@cache
def read_catalogue() -> Mapping[str, Mapping[str, str]]:
    """Read the whole catalogue: dotted key to one string a language.

    Raises
    ------
    CatalogueError
        If an entry lacks a language.
    """
    with CATALOGUE_FILE.open("rb") as stream:
        flat = _flatten("", tomllib.load(stream))
    for key, entry in flat.items():
        if set(entry) != set(LANGUAGES):
            raise CatalogueError(f"{key}: has {sorted(entry)}, needs {sorted(LANGUAGES)}")
    return flat


def _flatten(prefix: str, table: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    flat: dict[str, dict[str, str]] = {}
    for name, value in table.items():
        key = f"{prefix}.{name}" if prefix else name
        if all(isinstance(inner, str) for inner in value.values()):
            flat[key] = dict(value)
        else:
            flat |= _flatten(key, value)
    return flat
