"""High-court jurisdictions: those of China as shipped, or a scenario's own."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, Strict

from engine.events.enums import Language
from sim.scenario.section import Section

_CHINA: Final = Path(__file__).with_name("china_2020.toml")


class Province(Section):
    """The jurisdiction of one high court.

    Examples
    --------
    >>> Province(code="99", zh="例省", en="Example", weight=1.0).languages
    ()

    """

    code: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{1,12}$")]
    """Division code, letters and digits; unique in the scenario."""
    zh: Annotated[str, Field(min_length=1, max_length=40)]
    """Name in Chinese."""
    en: Annotated[str, Field(min_length=1, max_length=40)]
    """Name in English."""
    weight: Annotated[float, Field(gt=0, le=1e9)]
    """Share of the cases, in any unit: weights are divided by their sum."""
    languages: Annotated[tuple[Annotated[Language, Strict(strict=False)], ...], Strict(strict=False)] = ()
    """Minority languages spoken at home there; mandarin is spoken everywhere and not listed."""


@cache
def china_provinces() -> tuple[Province, ...]:
    """Read the jurisdictions of China's 32 high courts: 31 provinces and the Xinjiang production corps.

    Returns
    -------
    tuple[Province, ...]
        In the order of their division codes; weight = residents in millions x litigation multiplier.

    References
    ----------
    Seventh National Population Census, 1 November 2020, National Bureau of Statistics of China. The
    multipliers are derived from published caseloads; `china_2020.toml` says which are known.

    Examples
    --------
    >>> len(china_provinces()), china_provinces()[18].en
    (32, 'Guangdong')

    """
    rows = tomllib.loads(_CHINA.read_text(encoding="utf-8"))["province"]
    return tuple(
        Province(
            code=row["code"],
            zh=row["zh"],
            en=row["en"],
            weight=row["population_millions"] * row["litigation_multiplier"],
            languages=tuple(Language(language) for language in row["languages"]),
        )
        for row in rows
    )
