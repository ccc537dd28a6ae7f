"""The words of the live page, beside those of the catalogue."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from dashboards.catalogue import LANGUAGES, Texts, load_texts, read_catalogue
from dashboards.errors import CatalogueError

TEXTS_FILE: Final = Path(__file__).with_name("texts.toml")


def live_texts(language: str) -> Texts:
    """Read the texts of the live page in one language.

    Raises
    ------
    CatalogueError
        If the language is neither `en` nor `zh`, or an entry lacks one.

    Examples
    --------
    >>> live_texts("zh")("status.waiting")
    '待分配'
    """
    known = load_texts(language).language
    tables = (read_catalogue(), read_live_texts())
    return Texts(known, {key: entry[known] for table in tables for key, entry in table.items()})


@cache
def read_live_texts() -> Mapping[str, Mapping[str, str]]:
    """Read the page's own table: dotted key to one string a language.

    Raises
    ------
    CatalogueError
        If an entry lacks a language.
    """
    groups = tomllib.loads(TEXTS_FILE.read_text(encoding="utf-8"))
    flat: dict[str, dict[str, str]] = {
        f"{group}.{key}": groups[group][key] for group in groups for key in groups[group]
    }
    for key, entry in flat.items():
        if set(entry) != set(LANGUAGES):
            raise CatalogueError(f"{TEXTS_FILE.name}: {key}: has {sorted(entry)}, needs {sorted(LANGUAGES)}")
    return flat
