"""Who may be asked, as an expression over a mediator's attributes: lowered once, then run as numbers.

An expression (`engine.core.expression_text` reads one) is lowered to an array of operations in postfix order, which
compiled code runs over the bits of one word (`engine.core.attributes`) with a second word as its stack: no memory is
taken and nothing is looked up.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.core.errors import ExpressionError

STACK_MAX: Final = 60
"""Bits the stack may hold: a word less the one it starts with, and some to spare."""
AND: Final = -1
OR: Final = -2
NOT: Final = -3
TRUE: Final = -4
"""Operations on the top of the stack; one that is not negative pushes the attribute of that bit."""

_KINDS_OF_NAME: Final = "takes_..., speaks_..., from_..., female, male or the roster's own"


@dataclass(frozen=True, kw_only=True, slots=True)
class Truth:
    """Everybody."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """Who has the attribute."""

    name: str
    position: int
    """Place of its first character in the text, from 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Not:
    """Who is not meant by the part."""

    part: "Expression"


@dataclass(frozen=True, kw_only=True, slots=True)
class And:
    """Who is meant by every part; at least two."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Or:
    """Who is meant by any part; at least two."""

    parts: "tuple[Expression, ...]"


Expression = Truth | Name | Not | And | Or


def program(tree: Expression, bits: Mapping[str, int]) -> NDArray[np.int32]:
    """Lower an expression to what `holds` runs.

    Parameters
    ----------
    tree
        The expression.
    bits
        Bit of each name (`attribute_bits`).

    Returns
    -------
    int32[n]
        Operations in postfix order; none for an expression that everybody fulfils without looking.

    Raises
    ------
    ExpressionError
        With every name that is not known, or if the tree needs a deeper stack than there is; no text that
        `engine.core.expression_text.parse` reads does.

    Examples
    --------
    >>> tree = And(parts=(Name(name="female", position=1), Not(part=Name(name="male", position=16))))
    >>> program(tree, {"female": 21, "male": 22}).tolist()
    [21, 22, -3, -1]

    """
    unknown = [name for name in _names(tree) if name.name not in bits]
    if unknown:
        raise ExpressionError(*(_unknown(name, bits) for name in unknown))
    if (depth := _depth(tree)) > STACK_MAX:
        raise ExpressionError(f"expression needs a stack of {depth} bits: must need at most {STACK_MAX}")
    operations = [] if isinstance(tree, Truth) else list(_postfix(tree, bits))
    return np.array(operations, np.int32)


def evaluate(tree: Expression, names: Collection[str]) -> bool:
    """Say whether a mediator who has exactly the named attributes is meant, without lowering anything.

    Examples
    --------
    >>> evaluate(Not(part=Name(name="female", position=5)), {"male", "professional"})
    True

    """
    match tree:
        case Truth():
            return True
        case Name():
            return tree.name in names
        case Not():
            return not evaluate(tree.part, names)
        case And():
            return all(evaluate(part, names) for part in tree.parts)
        case Or():
            return any(evaluate(part, names) for part in tree.parts)


@njit(cache=True)
def holds(ops: NDArray[np.int32], first: int, last: int, word: np.uint64) -> bool:
    """Return whether a mediator with these attributes is meant by the operations from `first` to before `last`.

    The stack is a word whose lowest bit is its top. It starts with a one, so no operations mean everybody.
    """
    one = np.uint64(1)
    stack = one
    for position in range(first, last):
        op: int = ops[position]
        if op >= 0:
            stack = (stack << one) | ((word >> np.uint64(op)) & one)
        elif op == AND:
            stack = (stack >> one) & (stack | ~one)
        elif op == OR:
            stack = (stack >> one) | (stack & one)
        elif op == NOT:
            stack ^= one
        else:
            stack = (stack << one) | one
    return stack & one != np.uint64(0)


def _names(tree: Expression) -> Iterable[Name]:
    match tree:
        case Truth():
            return ()
        case Name():
            return (tree,)
        case Not():
            return _names(tree.part)
        case And() | Or():
            return (name for part in tree.parts for name in _names(part))


def _unknown(name: Name, known: Iterable[str]) -> str:
    alike = get_close_matches(name.name.casefold(), list(known), n=1, cutoff=0.5)
    hint = f"nearest: {alike[0]}" if alike else _KINDS_OF_NAME
    return f"expression, position {name.position}: {name.name!r} must be a known name ({hint})"


def _depth(tree: Expression) -> int:
    """Bits the stack holds at most while the tree is worked out."""
    match tree:
        case Truth() | Name():
            return 1
        case Not():
            return _depth(tree.part)
        case And() | Or():
            return max(_depth(part) + (place > 0) for place, part in enumerate(tree.parts))


def _postfix(tree: Expression, bits: Mapping[str, int]) -> Iterable[int]:
    match tree:
        case Truth():
            yield TRUE
        case Name():
            yield bits[tree.name]
        case Not():
            yield from _postfix(tree.part, bits)
            yield NOT
        case And() | Or():
            for place, part in enumerate(tree.parts):
                yield from _postfix(part, bits)
                if place > 0:
                    yield AND if isinstance(tree, And) else OR
