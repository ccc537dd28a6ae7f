"""The conditions a transition may hang on, by the names that the data use.

A condition is written `name` or `name:argument`, several words of an argument separated by `|`. Where another article
than the transition's stands against the command, it follows in brackets: `no_other:arbitration:hearing [ARB 5]`.
"""

from collections.abc import Mapping
from typing import Final

from engine.events.lifecycle_words import Article
from engine.lifecycle.condition import Condition, Maker
from engine.lifecycle.conditions_dispute import DISPUTE_CONDITIONS
from engine.lifecycle.conditions_money import MONEY_CONDITIONS
from engine.lifecycle.conditions_parties import PARTY_CONDITIONS
from engine.lifecycle.conditions_process import PROCESS_CONDITIONS
from engine.lifecycle.errors import MachineError

_MAKERS: Final[Mapping[str, Maker]] = {
    **PARTY_CONDITIONS,
    **PROCESS_CONDITIONS,
    **DISPUTE_CONDITIONS,
    **MONEY_CONDITIONS,
}


def compiled(text: str) -> Condition:
    """Return the function of a condition's text.

    Raises
    ------
    MachineError
        If there is no such condition, or its argument is none of the words it knows.

    Examples
    --------
    >>> compiled("sunny")
    Traceback (most recent call last):
    engine.lifecycle.errors.MachineError: condition = 'sunny': must be one of ...
    """
    cited(text)
    name, _, argument = bare(text).partition(":")
    make = _MAKERS.get(name)
    if make is None:
        raise MachineError(f"condition = {text!r}: must be one of {', '.join(sorted(_MAKERS))}")
    try:
        return make(argument)
    except ValueError as error:
        raise MachineError(f"condition = {text!r}: {error}") from error


def bare(text: str) -> str:
    """Return a condition's text without the article it cites."""
    return text.partition(" [")[0]


def cited(text: str) -> Article | None:
    """Return the article that a condition cites; None if it cites none.

    Raises
    ------
    MachineError
        If there is no such article.

    Examples
    --------
    >>> cited("no_fact:objected [INT 216]").value
    'INT 216'
    """
    _, bracket, article = text.partition(" [")
    if not bracket:
        return None
    try:
        return Article(article.removesuffix("]"))
    except ValueError as error:
        raise MachineError(f"condition = {text!r}: {error}") from error
