"""What a Chinese page still says in English, apart from the data on it."""

import json
import re
from collections.abc import Iterable

from tests.dashboards.visible import texts_of, words_of_chart

_CHINESE = re.compile("[\u3001-\u30ff\u4e00-\u9fff\uff00-\uffef]")
_WORDS = re.compile(r"\b[A-Za-z][a-z]+ [a-z]{2,}\b")
_WORD = re.compile(r"[A-Za-z]{3,}")


def english_left(page: str, data: Iterable[str]) -> list[str]:
    """Give the pieces of a page with two English words in a row, or without any Chinese; names from the data aside."""
    charts = re.findall(r'<script type="application/json" id="charts">(.*?)</script>', page, re.DOTALL)
    drawn = (word for text in charts for word in words_of_chart(json.loads(text)["figures"]))
    pieces = dict.fromkeys([*texts_of(page), *drawn])
    names = sorted(data, key=len, reverse=True)
    return [piece for piece in pieces if _is_left(_without(piece, names))]


def _without(piece: str, names: list[str]) -> str:
    for name in names:
        piece = piece.replace(name, "")
    return piece


def _is_left(piece: str) -> bool:
    named = " = " in piece or re.fullmatch(r"[\w.:@/=<>&; -]*[_=/][\w.:@/=<>&; -]*", piece)
    alone = not _CHINESE.search(piece) and _WORD.search(piece) and not named
    return bool(_WORDS.search(piece) or alone)
