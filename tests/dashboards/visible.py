"""What a reader of a page can see or hear of it, taken out of its HTML."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

_READ_ALOUD = frozenset({"aria-label", "alt", "title", "data-label"})
_NOT_SHOWN = frozenset({"script", "style"})
_WORDS_OF_A_CHART = frozenset({"text", "ticktext", "hovertext", "name", "hovertemplate", "ticksuffix", "tickprefix"})


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._hidden, self._goes_on = 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._goes_on = tag == "wbr"  # only a place where a word may be broken
        if self._goes_on:
            return
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._hidden += tag in _NOT_SHOWN
        self.texts += [value for name, value in attrs if name in _READ_ALOUD and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _NOT_SHOWN

    def handle_data(self, data: str) -> None:
        if self._goes_on and self.texts:
            self.texts[-1] += data.rstrip()
        elif not self._hidden and data.strip():
            self.texts.append(data.strip())
        self._goes_on = False


def texts_of(page: str) -> list[str]:
    """Every piece of text of a page, and of the attributes that are shown or read aloud."""
    return _collected(page).texts


def elements_of(page: str) -> list[tuple[str, dict[str, str]]]:
    """Every element of a page with its attributes; a bare one is empty."""
    return _collected(page).elements


def words_of_chart(part: Any) -> Iterator[str]:
    """Every string of a chart that is drawn."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key in _WORDS_OF_A_CHART and isinstance(value, str):
                yield value
            elif key in _WORDS_OF_A_CHART and isinstance(value, list):
                yield from (item for item in value if isinstance(item, str))
            else:
                yield from words_of_chart(value)
    elif isinstance(part, list):
        for item in part:
            yield from words_of_chart(item)


def _collected(page: str) -> _Collector:
    collector = _Collector()
    collector.feed(page)
    collector.close()
    return collector


def rows_of(page: str, section: str) -> list[list[str]]:
    """The cells of the tables of one part of the page, row by row."""
    part = page.partition(f'<section id="{section}"')[2].partition("</section>")[0]
    rows = re.findall(r"<tr.*?</tr>", part, re.DOTALL)
    return [[cell for cell in texts_of(re.sub(r' data-label="[^"]*"', "", row)) if cell] for row in rows]
