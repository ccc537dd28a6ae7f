"""The words of planner's pages: tables of texts in both languages, and sentences of the simulator put into Chinese."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from dashboards.catalogue import LANGUAGES, Language, Texts, load_texts, read_catalogue
from dashboards.errors import CatalogueError
from sim.experiments.job import AnyScenario
from sim.experiments.measures import meaning, unit_of

_HERE: Final = Path(__file__).parent
_FILES: Final = ("texts.toml", "measures.toml")
_SAYINGS_FILE: Final = "sayings.toml"


class PageTexts(Texts):
    """The texts of a page in one language.

    Parameters
    ----------
    language
        Code of the language.
    entries
        Key to template.
    sayings
        Templates of sentences that the simulator writes, and what to write for each; those with most words first.

    Examples
    --------
    >>> page_texts("zh").said("Activities: service.")
    '活动：服务。'
    """

    def __init__(self, language: Language, entries: Mapping[str, str], sayings: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(language, entries)
        self._sayings = [(_pattern(template), words) for template, words in sayings]

    def said(self, sentence: str) -> str:
        """Put a sentence of the simulator into the page's language; one that nobody translated stands for itself."""
        for pattern, words in self._sayings:
            if found := pattern.fullmatch(sentence):
                return words.format(**{name: self._named(name, held) for name, held in found.groupdict().items()})
        return sentence

    def _named(self, group: str, held: str) -> str:
        """Name the words that a sentence holds, one or a row of them, where the group has names for them."""
        return self("planner.and").join(self.label(group, word) for word in held.split(", "))

    def title(self, measure: str) -> str:
        """Say what a measure is, and whose."""
        name = re.split("[:@]", measure, maxsplit=1)[0]
        whose = measure[len(name) + 1 :]
        known = self.label("measure", name)
        title = known if known != name else meaning(name).title
        return self("planner.measured_of", title=title, whose=whose) if whose else title

    def measured(self, measure: str) -> str:
        """Name a measure in a table: as the command line takes it and, where that is no word, what it is."""
        return self("planner.measured", name=measure, title=self.title(measure))

    def axis(self, measure: str, scenario: AnyScenario, title: str | None = None) -> str:
        """Say what an axis of a measure, or of what `title` makes of it, shows, with its unit where it has one."""
        unit, words = unit_of(measure, scenario), self.title(measure) if title is None else title
        return self("planner.with_unit", title=words, unit=self.label("measure_unit", unit)) if unit else words

    def listed(self, words: Sequence[str]) -> str:
        """Put words in a row."""
        return self("planner.and").join(words)


def page_texts(language: str, folder: Path = _HERE) -> PageTexts:
    """Read the texts of pages in one language: the planner's, and those of another folder besides.

    Parameters
    ----------
    language
        `en` or `zh`.
    folder
        Where `texts.toml` and `sayings.toml` of the page lie.

    Raises
    ------
    CatalogueError
        If the language is neither, or an entry lacks one.

    Examples
    --------
    >>> page_texts("zh").title("wait_probability:calls")
    '等待概率（calls）'
    """
    known = load_texts(language).language
    folders = list(dict.fromkeys((_HERE, folder)))
    tables = [read_table(place / name) for place in folders for name in _FILES if (place / name).exists()]
    entries = {key: entry[known] for table in (read_catalogue(), *tables) for key, entry in table.items()}
    return PageTexts(known, entries, [] if known == "en" else _sayings(tuple(folders)))


@cache
def read_table(file: Path) -> Mapping[str, Mapping[str, str]]:
    """Read a file of texts: dotted key to one string a language.

    Raises
    ------
    CatalogueError
        If an entry lacks a language.
    """
    groups = tomllib.loads(file.read_text(encoding="utf-8"))
    flat: dict[str, dict[str, str]] = {
        f"{group}.{key}": entry for group in groups for key, entry in groups[group].items()
    }
    for key, entry in flat.items():
        if set(entry) != set(LANGUAGES):
            raise CatalogueError(f"{file.name}: {key}: has {sorted(entry)}, needs {sorted(LANGUAGES)}")
    return flat


def _sayings(folders: tuple[Path, ...]) -> list[tuple[str, str]]:
    files = (folder / _SAYINGS_FILE for folder in folders)
    found = [(entry["en"], entry["zh"]) for file in files if file.exists() for entry in read_table(file).values()]
    return sorted(found, key=lambda pair: -len(re.sub(r"\{\w+\}", "", pair[0])))


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """The sentences that a template makes; a name that comes twice must stand for the same words."""
    met: set[str] = set()
    parts: list[str] = []
    for part in re.split(r"(\{\w+\})", template):
        name = part[1:-1]
        if not re.fullmatch(r"\{\w+\}", part):
            parts.append(re.escape(part))
        else:
            parts.append(f"(?P={name})" if name in met else f"(?P<{name}>.+?)")
            met.add(name)
    return re.compile("".join(parts), re.DOTALL)
