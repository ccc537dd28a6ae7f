"""Changes to a scenario as people write them: `population.mediators=170000`, several with commas between."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sim.experiments.errors import ExperimentError

VALUES_MAX: Final = 1_000
"""Values of one key in one experiment."""


def read_changes(text: str) -> dict[str, object]:
    """Read changes that are made together.

    Parameters
    ----------
    text
        `key=value`, or several with commas between; keys with dots, values as in TOML, words without quotes too.

    Returns
    -------
    dict[str, object]
        New values by dotted key.

    Raises
    ------
    ExperimentError
        Where a change has no key or no value, or a key is given twice.

    Examples
    --------
    >>> read_changes("population.mediators=170_000, policy.name=deck, ladder.step_working_days=[1, 1, 2]")
    {'population.mediators': 170000, 'policy.name': 'deck', 'ladder.step_working_days': [1, 1, 2]}
    """
    changes: dict[str, object] = {}
    for part in _split(text):
        key, value = _key_and_text(part)
        if key in changes:
            raise ExperimentError(f"change = {text}: must name each key once, and names {key} twice")
        changes[key] = read_value(value)
    return changes


def read_levels(text: str) -> tuple[str, list[object]]:
    """Read the values that one key shall take in turn.

    Parameters
    ----------
    text
        `key=a,b,c`; values as for `read_changes`.

    Returns
    -------
    tuple[str, list[object]]
        Key and values.

    Raises
    ------
    ExperimentError
        Where there is no key or no value, a value is given twice, or there are more than `VALUES_MAX`.

    Examples
    --------
    >>> read_levels("policy.name=deck,random")
    ('policy.name', ['deck', 'random'])
    """
    key, values = _key_and_text(text)
    levels = [read_value(value) for value in _split(values)]
    if len(levels) > VALUES_MAX:
        raise ExperimentError(f"vary = {key}: must have at most {VALUES_MAX} values (has {len(levels)})")
    twice = _twice(levels)
    if twice is not None:
        raise ExperimentError(f"vary = {text}: must give each value once, and gives {levels[twice]} twice")
    return key, levels


def read_range(text: str) -> tuple[str, float, float]:
    """Read the range in which one key lies.

    Parameters
    ----------
    text
        `key=low..high`, low below high.

    Returns
    -------
    tuple[str, float, float]
        Key and both ends; whole numbers stay whole.

    Raises
    ------
    ExperimentError
        Where that is not what it says.

    Examples
    --------
    >>> read_range("offers.accept_share=0.85..0.95")
    ('offers.accept_share', 0.85, 0.95)
    """
    key, values = _key_and_text(text)
    ends = [read_value(value) for value in values.split("..")]
    numbers = [end for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
    if len(ends) != 2 or len(numbers) != 2 or not numbers[0] < numbers[1]:
        raise ExperimentError(f"vary = {text}: must be key=low..high, two numbers, the lower first")
    return key, numbers[0], numbers[1]


def read_value(text: str) -> object:
    """Read a value as TOML has it; what is not TOML is a word.

    Examples
    --------
    >>> read_value("1_000"), read_value("deck"), read_value("2020-08-24"), read_value("true")
    (1000, 'deck', datetime.date(2020, 8, 24), True)
    """
    text = text.strip()
    try:
        return tomllib.loads(f"value = {text}")["value"] if "\n" not in text else text
    except tomllib.TOMLDecodeError:
        return text


def merge_changes(parts: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """Put changes together that are asked for one after the other.

    Parameters
    ----------
    parts
        New values by dotted key.

    Raises
    ------
    ExperimentError
        Where two change one key: the first would be without effect.

    Examples
    --------
    >>> merge_changes([read_changes("window.days=7"), {"policy.name": "deck"}])
    {'window.days': 7, 'policy.name': 'deck'}
    """
    merged: dict[str, object] = {}
    for part in parts:
        for key, value in part.items():
            if key in merged:
                raise ExperimentError(f"{key} = {value}: must be changed once, and is {merged[key]} already")
            merged[key] = value
    return merged


def change_label(changes: dict[str, object]) -> str:
    """Write changes as a short name for the scenario that has them.

    Examples
    --------
    >>> change_label({"population.mediators": 170000, "policy.name": "deck"})
    'mediators=170000, policy.name=deck'
    """
    lasts = [key.rpartition(".")[2] for key in changes]
    # "name" and the like say nothing without the table they stand in.
    short = {
        key: last if lasts.count(last) == 1 and last not in _PLAIN else key
        for key, last in zip(changes, lasts, strict=True)
    }
    return ", ".join(f"{short[key]}={value}" for key, value in changes.items())


_PLAIN: Final = frozenset({"name", "kind", "days", "share", "servers"})


def _key_and_text(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (key.strip() and equals and value.strip()):
        raise ExperimentError(f"change = {text}: must be key=value, such as population.mediators=170000")
    return key.strip(), value.strip()


def _twice(values: Sequence[object]) -> int | None:
    """Return the place of the first value that was given before, as 12.0 is if 12 was; true is not 1."""
    for place, value in enumerate(values):
        if any(value == other and isinstance(value, bool) == isinstance(other, bool) for other in values[:place]):
            return place
    return None


def _split(text: str) -> Sequence[str]:
    """Split at the commas that stand outside brackets and quotes."""
    parts, depth, quoted, start = list[str](), 0, "", 0
    for place, character in enumerate(text):
        if quoted:
            quoted = "" if character == quoted else quoted
        elif character in "\"'":
            quoted = character
        else:
            depth += (character in "[{") - (character in "]}")
            if character == "," and depth == 0:
                parts.append(text[start:place])
                start = place + 1
    return [*parts, text[start:]]
