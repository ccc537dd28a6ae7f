"""An expression means the same to the compiled core, to the plain evaluator and to Python itself."""

from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.core.attributes import attribute_bits
from engine.core.errors import ExpressionError
from engine.core.expression import STACK_MAX, And, Expression, Name, Not, Or, Truth, evaluate, holds, program
from engine.core.expression_text import CHARACTERS_MAX, NESTING_MAX, parse

BITS = attribute_bits([f"own_{place}" for place in range(32)])
KINDS = "takes_..., speaks_..., from_..., female, male or the roster's own"
WORDS = st.integers(0, 2**64 - 1)


def grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions made of smaller ones, with and without parentheses, so that precedence decides."""
    joined = st.lists(parts, min_size=2, max_size=4)
    return st.one_of(
        parts.map("not {}".format),
        parts.map("( {})".format),
        joined.map(" and ".join),
        joined.map(" or  ".join),
    )


def is_readable(text: str) -> bool:
    """Whether a text keeps the two limits, which other tests look at."""
    try:
        return parse(text) is not None
    except ExpressionError:
        return False


TEXTS = st.recursive(st.sampled_from([*BITS, "true"]), grown, max_leaves=20).filter(is_readable)


def names_of(word: int) -> set[str]:
    """Names that hold for a mediator with the word."""
    return {name for name, bit in BITS.items() if word >> bit & 1}


def runs(tree: Expression, word: int) -> bool:
    """What the compiled core says, the operations lying among those of other steps."""
    ops = program(tree, BITS)
    among = np.concatenate([np.array([-3, 5], np.int32), ops, np.array([-3, -2], np.int32)])
    return holds(among, 2, 2 + len(ops), np.uint64(word))


def nested(levels: int) -> str:
    """The expression that needs most of the stack for its levels of parentheses."""
    return "own_0 or own_1 and (" * levels + "own_2 or own_3 and own_4" + ")" * levels


@given(text=TEXTS, word=WORDS)
@example(text="not true", word=0)
@example(text="own_31 and not takes_private_lending", word=1 << 58)
@example(text="true or own_0", word=0)
@example(text="not not female or male and male", word=1 << 22)
def test_compiled_plain_and_python_agree(text: str, word: int):
    """For any expression and word, all three give the same answer."""
    names = names_of(word)
    # Python reads the same text by itself; it is made of the known names and nothing else.
    expected = eval(text, {"true": True, **{name: name in names for name in BITS}})  # noqa: S307

    tree = parse(text)

    assert evaluate(tree, names) is expected
    assert runs(tree, word) == expected


@given(word=WORDS)
@pytest.mark.parametrize("text", ["", " \n\t", "true", "(true)"])
def test_no_condition_means_everybody(text: str, word: int):
    """Nothing but blanks, or `true` alone, lowers to no operations, and no operations mean everybody."""
    assert program(parse(text), BITS).tolist() == []
    assert runs(parse(text), word)


def test_and_binds_closer_than_or_and_not_closest():
    """`not a or b and c` is `(not a) or (b and c)` in all eight cases."""
    tree = parse("not own_0 or own_1 and own_2")

    for a, b, c in product((False, True), repeat=3):
        word = a << 27 | b << 28 | c << 29
        assert runs(tree, word) == ((not a) or (b and c))


def test_operations_come_in_postfix_order():
    """A worked example gives its bits and operations in the order in which they are run."""
    operations = program(parse("female and (own_0 or not true) and male"), BITS)

    assert operations.dtype == np.int32
    assert operations.tolist() == [21, 27, -4, -3, -2, -1, 22, -1]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("female and", "11: the end must be a name, not, true or ("),
        ("()", "2: ')' must be a name, not, true or ("),
        ("or female", "1: 'or' must be a name, not, true or ("),
        ("female male", "8: 'male' must be and, or or the end"),
        ("female)", "7: ')' must be and, or or the end"),
        ("male or (female", "16: the end must be and, or or the ) for the ( at position 9"),
        ("(female or (male) male)", "19: 'male' must be and, or or the ) for the ( at position 1"),
        ("female AND male", "8: 'AND' must be written and"),
        ("True", "1: 'True' must be written true"),
        ("female && male", "8: '&&' must be and, or or the end"),
        ("3rd", "1: '3rd' must be a name, not, true or ("),
        ("（female）", "1: '（' must be a name, not, true or ("),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, mistake: str):
    """What cannot be read is refused with the position, the token and what must stand there."""
    with pytest.raises(ExpressionError) as refusal:
        parse(text)

    assert str(refusal.value) == f"expression, position {mistake}"


def test_every_unknown_name_is_reported():
    """All unknown names of an expression are listed at once, each with the known names most like it."""
    tree = parse("speaks_tibetn or not (own_99 and female) or zzz")

    with pytest.raises(ExpressionError) as refusal:
        program(tree, attribute_bits(["own_9"]))

    assert refusal.value.mistakes == (
        "expression, position 1: 'speaks_tibetn' must be a known name (nearest: speaks_tibetan)",
        "expression, position 23: 'own_99' must be a known name (nearest: own_9)",
        f"expression, position 45: 'zzz' must be a known name ({KINDS})",
    )


def test_nesting_has_an_end():
    """Sixteen levels are read, and the seventeenth, a parenthesis or a `not`, is refused where it stands."""
    assert NESTING_MAX == 16
    parse("not " * 16 + "female")
    for text, position in (("(" * 17 + "female" + ")" * 17, 17), ("not " * 17 + "female", 65)):
        with pytest.raises(ExpressionError, match=f"position {position}: .* must be within at most 15 other"):
            parse(text)


def test_parentheses_side_by_side_do_not_add_up():
    """Only what lies within one another counts: forty groups in a row are read."""
    assert evaluate(parse(" and ".join(["(not male)"] * 40)), set())


def test_the_deepest_text_fits_the_stack():
    """Whatever is read can be run: at 16 levels of the costliest kind the answer is still right."""
    tree = parse(nested(NESTING_MAX))

    for word in (0, 1 << 27, 1 << 28, 1 << 29, 0b11 << 28, 0b11011 << 27, 0b11010 << 27):
        assert runs(tree, word) == evaluate(tree, names_of(word))


def test_length_has_an_end():
    """A thousand characters are read and one more is refused with its number."""
    assert parse("female".ljust(CHARACTERS_MAX)) == Name(name="female", position=1)
    with pytest.raises(ExpressionError, match="expression has 1001 characters: must have at most 1000"):
        parse("female".ljust(CHARACTERS_MAX + 1))


def test_a_tree_made_by_hand_may_not_outgrow_the_stack():
    """At the bound of the stack the answer is right, and a tree that needs one bit more is refused."""
    tree: Expression = Name(name="female", position=1)
    for _ in range(STACK_MAX - 1):
        tree = And(parts=(Truth(), tree))

    assert runs(tree, 1 << 21)
    assert not runs(tree, ~(1 << 21) & 2**64 - 1)
    with pytest.raises(ExpressionError, match="expression needs a stack of 61 bits: must need at most 60"):
        program(Or(parts=(Not(part=Truth()), tree)), BITS)
