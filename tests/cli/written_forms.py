"""What a command wrote, read back from each of its forms into plain rows."""

import csv
import json
import re
import zipfile
from html.parser import HTMLParser
from math import isclose
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column; every row must have all of them."""
    head, *rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
    return [dict(zip(head, row, strict=True)) for row in rows]


def csv_tables(first: Path, names: list[str]) -> dict[str, list[dict[str, str]]]:
    """The tables of a CSV answer: the first under its own name, the others beside it."""
    files = [first, *(first.with_stem(f"{first.stem}-{name}") for name in names[1:])]
    return {name: csv_rows(file) for name, file in zip(names, files, strict=True)}


def workbook_tables(path: Path) -> dict[str, list[dict[str, str]]]:
    """The sheets of a workbook, in order, by name; empty cells are empty words."""
    with zipfile.ZipFile(path) as book:
        parts = [name for name in book.namelist() if name.endswith(".xml")]
        read = {name: ET.fromstring(book.read(name)) for name in parts}  # noqa: S314 - our own file
    words = ["".join(item.itertext()) for item in read["xl/sharedStrings.xml"].iter(f"{_SHEET}si")]
    names = [sheet.attrib["name"] for sheet in read["xl/workbook.xml"].iter(f"{_SHEET}sheet")]
    return {name: _sheet(read[f"xl/worksheets/sheet{place}.xml"], words) for place, name in enumerate(names, 1)}


def _sheet(sheet: ET.Element, words: list[str]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for row in sheet.iter(f"{_SHEET}row"):
        cells = {re.sub(r"\d", "", cell.attrib["r"]): _cell(cell, words) for cell in row.iter(f"{_SHEET}c")}
        rows.append(cells)
    head, *body = rows
    return [{name: row.get(place, "") for place, name in head.items()} for row in body]


def _cell(cell: ET.Element, words: list[str]) -> str:
    held = cell.findtext(f"{_SHEET}v", "")
    kinds = {"s": lambda: words[int(held)], "b": lambda: str(held == "1")}
    return kinds.get(cell.attrib.get("t", "n"), lambda: held)()


def same_cell(told: object, read: str) -> bool:
    """Whether a cell read as text is a value of JSON; a workbook's numbers have 16 digits."""
    if told is None:
        return read == ""
    if str(told) == read or isinstance(told, bool | str):
        return str(told) == read
    return read != "" and (
        float(read) == told or (isinstance(told, float) and isclose(float(read), told, rel_tol=1e-15))
    )


class PageForm(HTMLParser):
    """A page: its tables by caption, the facts at its foot, the numbers of its charts, its heading and answer."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: dict[str, list[dict[str, str]]] = {}
        self.facts: dict[str, str] = {}
        self.title, self.answer, self._charts = "", "", ""
        self._into, self._caption, self._fact, self._label = "", "", "", ""
        self.feed(path.read_text(encoding="utf-8"))
        self.close()
        self.figures: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(self._charts)["figures"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "tr":
            self.tables.setdefault(self._caption, []).append({})
        elif tag in {"td", "th"} and "data-label" in held:
            self._label, self._into = held["data-label"], "cell"
            self.tables[self._caption][-1][self._label] = ""
        elif tag in {"caption", "dt", "dd", "h1"}:
            self._into = tag
            self._caption = "" if tag == "caption" else self._caption
            self._fact = "" if tag == "dt" else self._fact
        elif held.get("class") == "period":
            self._into = "answer"
        elif held.get("id") == "charts":
            self._into = "charts"

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.tables[self._caption] = [row for row in self.tables[self._caption] if row]
        if tag not in {"div", "wbr", "span", "strong", "b"}:
            self._into = ""

    def handle_data(self, data: str) -> None:
        if self._into == "cell":
            self.tables[self._caption][-1][self._label] += data
        elif self._into == "caption":
            self._caption += data
        elif self._into == "dt":
            self._fact += data
        elif self._into == "dd":
            self.facts[self._fact] = self.facts.get(self._fact, "") + data
        elif self._into == "h1":
            self.title += data
        elif self._into == "answer":
            self.answer += data
        elif self._into == "charts":
            self._charts += data
