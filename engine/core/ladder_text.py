"""Ladders as an administrator writes them: TOML, a table `[[step]]` for each roster in turn.

::

    [[step]]
    circle = "province"              # court, region, province or nation
    expression = "professional"      # left out: everybody of the circle
    wait_working_days = 1            # left out at the last step only: it waits on
    policy = "least_loaded"          # left out: the court's own
    skip_if = "nobody_free"          # left out: wait for somebody

All mistakes are reported at once, one line each; steps are counted from 1.
"""

import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final, cast

from engine.core.errors import LadderError
from engine.core.ladder import (
    CIRCLES,
    STEPS_MAX,
    WAIT_WORKING_DAYS_MAX,
    Ladder,
    LadderStep,
    count_mistakes,
    wait_mistakes,
)
from engine.core.policy import Policy

_Table = Mapping[str, Any]
_STEP: Final = "step"
_POLICIES: Final = tuple(policy.name.lower() for policy in Policy)

KEYS: Final = ("circle", "expression", "policy", "wait_working_days", "skip_if")
"""What a step may say; only `circle` always has to be there."""
NOBODY_FREE: Final = "nobody_free"
"""The one thing that `skip_if` may be."""
CHARACTERS_MAX: Final = 50_000
"""Longest text: eight steps with the longest expressions and as many comments fill a third of it."""
SHOWN_MAX: Final = 60
"""Characters shown of an offending key or value: enough to find it."""


def ladder_from_toml(text: str) -> Ladder:
    """Read a ladder.

    Parameters
    ----------
    text
        Content of the file; a byte-order mark, which some editors write, is passed over.

    Returns
    -------
    Ladder
        Complete and checked but for names of attributes, which `engine.core.ladder.lower` looks up in the roster.

    Raises
    ------
    LadderError
        With every mistake: field, value, bound.

    Examples
    --------
    >>> ladder_from_toml("step = [{circle = 'court', wait_working_days = 1}, {circle = 'nation'}]").steps[1].circle
    3

    """
    mistakes: list[str] = []
    tables = _tables(_document(text), mistakes)
    mistakes += count_mistakes(len(tables))
    steps: list[LadderStep] = []
    for place, table in enumerate(tables[:STEPS_MAX], start=1):
        found: list[str] = []
        if (step := _step(table, found)) is not None:
            steps.append(step)
        mistakes += [f"step #{place} {mistake}" for mistake in found]
    mistakes += wait_mistakes([table.get("wait_working_days") for table in tables])
    if tables and tables[-1].get("skip_if") == NOBODY_FREE:
        bound = "must be left out at the last step, which none follows"
        mistakes.append(f'step #{len(tables)} skip_if = "{NOBODY_FREE}": {bound}')
    if mistakes:
        raise LadderError(*mistakes)
    return Ladder(steps=tuple(steps))


def _document(text: str) -> Mapping[str, object]:
    if len(text) > CHARACTERS_MAX:
        raise LadderError(f"ladder has {len(text)} characters: must have at most {CHARACTERS_MAX}")
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; brackets thousands deep
        raise LadderError(f"ladder must be valid TOML: {error}") from error


def _tables(document: Mapping[str, object], mistakes: list[str]) -> Sequence[_Table]:
    """Give the tables of the steps, in their order."""
    mistakes += [f"{_cut(key)} must be a known key{_nearest(key, (_STEP,))}" for key in document if key != _STEP]
    tables = document.get(_STEP, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in cast("list[object]", tables)):
        raise LadderError(*mistakes, f"{_STEP} must be tables, each headed [[{_STEP}]]")
    return cast("list[_Table]", tables)


def _step(table: _Table, mistakes: list[str]) -> LadderStep | None:
    """Read one step and note its mistakes; None if there are any."""
    mistakes += [f"{_cut(key)} must be a known key{_nearest(key, KEYS)}" for key in table if key not in KEYS]
    if "circle" not in table:
        mistakes.append(f"circle is missing: must be one of {', '.join(CIRCLES)}")
    circle = _chosen(table, "circle", CIRCLES, mistakes)
    policy = _chosen(table, "policy", _POLICIES, mistakes)
    skip = _chosen(table, "skip_if", (NOBODY_FREE,), mistakes)
    expression = table.get("expression", "")
    if not isinstance(expression, str):
        mistakes.append(f"expression = {_shown(expression)}: must be text in quotes")
        expression = ""
    wait = table.get("wait_working_days")
    if wait is not None and type(wait) is not int:  # `type`, because true is an int too
        mistakes.append(f"wait_working_days = {_shown(wait)}: must be a whole number within 1..{WAIT_WORKING_DAYS_MAX}")
        wait = None
    try:
        step = LadderStep(
            circle=circle or 0,
            expression=expression,
            policy=None if policy is None else Policy[_POLICIES[policy].upper()],
            wait_working_days=wait,
            skip_if_nobody_free=skip is not None,
        )
    except LadderError as error:
        mistakes += error.mistakes
        return None
    return None if mistakes else step


def _chosen(table: _Table, key: str, words: Sequence[str], mistakes: list[str]) -> int | None:
    """Give the place of the chosen word; None where the key is left out or wrong."""
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, str) and value in words:
        return words.index(value)
    mistakes.append(f"{key} = {_shown(value)}: must be one of {', '.join(words)}{_nearest(str(value), words)}")
    return None


def _nearest(word: str, known: Sequence[str]) -> str:
    alike = get_close_matches(word.casefold(), known, n=1, cutoff=0.5)
    return f" (nearest: {alike[0]})" if alike else ""


def _shown(value: object) -> str:
    """Write a value as TOML does, where it is text."""
    return f'"{_cut(value)}"' if isinstance(value, str) else _cut(value)


def _cut(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN_MAX else text[: SHOWN_MAX - 3] + "..."
