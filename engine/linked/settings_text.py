"""Settings of linked systems as an administrator writes them: TOML, over those that the project ships.

::

    [postbox]
    idempotency_window_seconds = 86_400

    [every_system]
    attempts_max = 10

    [system.preservation]            # comes before every_system
    timeout_seconds = 45

What is left out stays as shipped (`settings.toml` beside this file, which also holds each key's range and source).
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

import msgspec

from engine.linked.errors import LinkSettingsError
from engine.linked.settings import SECOND_US, LinkedSettings, LinkSettings
from engine.linked.words import System

_Table = Mapping[str, Any]
_WINDOW: Final = "idempotency_window_seconds"
_TABLES: Final = ("postbox", "every_system", "system")
_COUNTS: Final = ("attempts_max", "breaker_failures")
CHARACTERS_MAX: Final = 50_000
"""Longest text: the shipped file is a tenth of it."""


class KeyNote(msgspec.Struct, frozen=True, kw_only=True):
    """What a key's value rests on."""

    tag: str
    """`assumed`: no key of these rests on a source."""
    range: tuple[float, float]
    """Smallest and largest value, in the key's unit."""
    source: str
    """Why the shipped value is what it is."""


@cache
def key_notes() -> Mapping[str, KeyNote]:
    """Return tag, range and source of every key, so that a run can print what it assumed.

    Examples
    --------
    >>> key_notes()["timeout_seconds"].range
    (0.1, 300.0)
    """
    return msgspec.convert(_shipped()["key"], dict[str, KeyNote])


def shipped_settings() -> LinkedSettings:
    """Return the settings that the project ships; all of them are assumptions.

    Examples
    --------
    >>> shipped_settings().systems[System.IDENTITY_AUTHENTICATION].timeout_us
    5000000
    """
    return settings_from_toml("")


def settings_from_toml(text: str) -> LinkedSettings:
    r"""Read settings over the shipped ones.

    Parameters
    ----------
    text
        Content of the file.

    Returns
    -------
    LinkedSettings
        Complete and checked.

    Raises
    ------
    LinkSettingsError
        With the first mistake: key, value, bound.

    Examples
    --------
    >>> settings_from_toml("[system.preservation]\nattempts_max = 0")
    Traceback (most recent call last):
    ...
    engine.linked.errors.LinkSettingsError: system.preservation.attempts_max = 0: must be a whole number within 1..50
    """
    given = _document(text)
    _refuse_unknown("", given, _TABLES)
    systems = _table(given, "system")
    _refuse_unknown("system.", systems, [system.value for system in System])
    every, postbox = _table(given, "every_system"), _table(given, "postbox")
    shipped = _shipped()
    _check("every_system.", every, _link_keys())
    _check("postbox.", postbox, [_WINDOW])
    return LinkedSettings(
        systems={
            system: _link(system, shipped["every_system"] | shipped["system"][system.value], every, systems)
            for system in System
        },
        idempotency_window_us=_us({**shipped["postbox"], **postbox}[_WINDOW]),
    )


def _link(system: System, shipped: _Table, every: _Table, systems: _Table) -> LinkSettings:
    own = _table(systems, system.value, "system.")
    _check(f"system.{system.value}.", own, _link_keys())
    values = {**shipped, **every, **own}
    try:
        return LinkSettings(
            timeout_us=_us(values["timeout_seconds"]),
            attempts_max=values["attempts_max"],
            backoff_base_us=_us(values["backoff_base_seconds"]),
            backoff_cap_us=_us(values["backoff_cap_seconds"]),
            breaker_failures=values["breaker_failures"],
            breaker_rest_us=_us(values["breaker_rest_seconds"]),
            resend_gap_us=_us(1 / values["resends_per_second_max"]),
            latency_median_us=_us(values["latency_median_seconds"]),
            latency_p99_us=_us(values["latency_p99_seconds"]),
        )
    except LinkSettingsError as error:  # each is within its range, but they contradict one another
        raise LinkSettingsError(f"system.{system.value}: {error}") from error


def _check(place: str, table: _Table, known: list[str]) -> None:
    _refuse_unknown(place, table, known)
    for key, value in table.items():
        smallest, largest = key_notes()[key].range
        whole = key in _COUNTS
        kind = "a whole number" if whole else "a number"
        fits = type(value) is int or (type(value) is float and not whole)  # `type`, because true is an int too
        if not fits or not smallest <= value <= largest:
            raise LinkSettingsError(f"{place}{key} = {value!r}: must be {kind} within {smallest:g}..{largest:g}")


def _link_keys() -> list[str]:
    return [key for key in key_notes() if key != _WINDOW]


def _refuse_unknown(place: str, table: _Table, known: "list[str] | tuple[str, ...]") -> None:
    for key in table:
        if key not in known:
            raise LinkSettingsError(f"{place}{key}: must be one of {', '.join(known)}")


def _table(document: _Table, key: str, place: str = "") -> _Table:
    table = document.get(key, {})
    if not isinstance(table, dict):
        raise LinkSettingsError(f"{place}{key} = {table!r}: must be a table, headed [{place}{key}]")
    return cast("_Table", table)


def _document(text: str) -> _Table:
    if len(text) > CHARACTERS_MAX:
        raise LinkSettingsError(f"settings have {len(text)} characters: must have at most {CHARACTERS_MAX}")
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; brackets thousands deep
        raise LinkSettingsError(f"settings must be valid TOML: {error}") from error


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads((files(__package__ or "engine.linked") / "settings.toml").read_text(encoding="utf-8"))


def _us(seconds: float) -> int:
    return round(seconds * SECOND_US)
