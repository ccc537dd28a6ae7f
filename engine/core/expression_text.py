"""Reading expressions as people write them, e.g. `professional and not (from_foreign or speaks_tibetan)`.

The grammar, with `not` binding closest and `or` least, as in Python::

    either = both { "or" both }
    both   = one { "and" one }
    one    = "not" one | "(" either ")" | "true" | name
"""

import re
from typing import Final, NamedTuple

from engine.core.attributes import RESERVED
from engine.core.errors import ExpressionError
from engine.core.expression import And, Expression, Name, Not, Or, Truth

CHARACTERS_MAX: Final = 1000
"""Longest expression: a dozen lines, more than anybody checks by reading; it bounds the time to run one, too."""
NESTING_MAX: Final = 16
"""Parentheses and `not` within one another. It bounds how deep the reader calls itself, and since a level leaves at
most two bits behind on the stack (as in `a or b and (`), no expression needs more than 35 of them."""

_END: Final = "the end"
_TOKEN: Final = re.compile(r"\w+|[()]|[^\w\s()]+")


class _Token(NamedTuple):
    text: str
    position: int


def parse(text: str) -> Expression:
    """Read an expression; its names are not looked up yet, since they depend on the roster.

    Parameters
    ----------
    text
        The expression; one of nothing but blanks means everybody.

    Returns
    -------
    Expression
        Its tree.

    Raises
    ------
    ExpressionError
        At the first mistake: its position, from 1, the token and what must stand there.

    Examples
    --------
    >>> parse("not female")
    Not(part=Name(name='female', position=5))

    """
    if len(text) > CHARACTERS_MAX:
        raise ExpressionError(f"expression has {len(text)} characters: must have at most {CHARACTERS_MAX}")
    return _Reader(text).whole() if text.strip() else Truth()


class _Reader:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self._tokens = [_Token(found[0], found.start() + 1) for found in _TOKEN.finditer(text)]
        self._tokens.append(_Token(_END, len(text) + 1))
        self._next = 0
        self._nesting = 0

    def whole(self) -> Expression:
        tree = self._either()
        if self._token.text != _END:
            raise self._refusal("and, or or the end")
        return tree

    def _either(self) -> Expression:
        parts = [self._both()]
        while self._take("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Or(parts=tuple(parts))

    def _both(self) -> Expression:
        parts = [self._one()]
        while self._take("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else And(parts=tuple(parts))

    def _one(self) -> Expression:
        token = self._token
        if self._take("not"):
            self._descend(token)
            tree = Not(part=self._one())
        elif self._take("("):
            self._descend(token)
            tree = self._either()
            if not self._take(")"):
                raise self._refusal(f"and, or or the ) for the ( at position {token.position}")
        elif self._take("true"):
            return Truth()
        else:
            return self._name()
        self._nesting -= 1
        return tree

    def _name(self) -> Expression:
        text, position = self._token
        if text.casefold() in RESERVED or not text.isidentifier():
            raise self._refusal("a name, not, true or (")
        self._next += 1
        return Name(name=text, position=position)

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    def _take(self, text: str) -> bool:
        """Step over the token if it is this one."""
        taken = self._token.text == text
        self._next += taken
        return taken

    def _descend(self, token: _Token) -> None:
        self._nesting += 1
        if self._nesting > NESTING_MAX:
            bound = f"within at most {NESTING_MAX - 1} other parentheses and nots"
            raise ExpressionError(f"expression, position {token.position}: {token.text!r} must be {bound}")

    def _refusal(self, must: str) -> ExpressionError:
        text, position = self._token
        if text.casefold() in RESERVED and text not in RESERVED:
            must = f"written {text.casefold()}"
        shown = text if text == _END else repr(text)
        return ExpressionError(f"expression, position {position}: {shown} must be {must}")
