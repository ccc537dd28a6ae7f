"""A mediator's word says what the roster says of him, bit by bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.attributes import attribute_bits, attribute_words
from engine.core.errors import RosterError
from engine.core.roster import DISPUTE_TYPES, LANGUAGES
from engine.events.enums import DisputeType, Gender, Language, Origin

OWN_NAMES = tuple(f"own_{place}" for place in range(32))
BITS = attribute_bits(OWN_NAMES)
GENDERS = (None, *Gender)
ORIGINS = tuple(Origin)


@st.composite
def described_mediators(draw: st.DrawFn) -> tuple[set[DisputeType], set[Language], int, int, int]:
    """What a roster may say of one: types, languages, numbers of gender and origin, own attributes as bits."""
    types, languages = draw(st.sets(st.sampled_from(DisputeType))), draw(st.sets(st.sampled_from(Language)))
    gender, origin = draw(st.integers(0, len(GENDERS) - 1)), draw(st.integers(0, len(ORIGINS) - 1))
    return types, languages, gender, origin, draw(st.integers(0, 2**32 - 1))


def spoken_names(types: set[DisputeType], languages: set[Language], gender: int, origin: int, own: int) -> set[str]:
    """The same in the words of an expression."""
    names = {f"takes_{dispute_type}" for dispute_type in types} | {f"speaks_{language}" for language in languages}
    names |= {str(GENDERS[gender])} if gender else set()
    names |= {f"from_{ORIGINS[origin]}"} if origin else set()
    return names | {name for place, name in enumerate(OWN_NAMES) if own >> place & 1}


def test_names_lie_where_the_module_says():
    """The first and last name of each group of bits is where the table of the layout puts it."""
    edges = "takes_private_lending takes_foreign_commercial speaks_mandarin speaks_kazakh female male from_foreign"
    edges += " from_taiwan own_0 own_31"

    assert [BITS[name] for name in edges.split()] == [0, 13, 14, 20, 21, 22, 23, 26, 27, 58]


def test_every_name_has_a_bit_of_its_own():
    """No two names share a bit, and none is left unused below the last."""
    assert sorted(BITS.values()) == list(range(59))


def test_words_follow_the_order_of_rosters():
    """Types and languages are numbered as in a roster's masks."""
    assert [name for name in BITS if name.startswith("takes_")] == [f"takes_{type_}" for type_ in DISPUTE_TYPES]
    assert [name for name in BITS if name.startswith("speaks_")] == [f"speaks_{language}" for language in LANGUAGES]


@given(mediators=st.lists(described_mediators(), max_size=5))
def test_a_word_holds_what_the_roster_says(mediators: list[tuple[set[DisputeType], set[Language], int, int, int]]):
    """For any mediators, the set bits of each word are those of the names that hold for him, and no others."""
    words = attribute_words(
        np.array([sum(1 << DISPUTE_TYPES.index(one) for one in types) for types, *_ in mediators], np.uint64),
        np.array([sum(1 << LANGUAGES.index(one) for one in languages) for _, languages, *_ in mediators], np.uint64),
        np.array([gender for _, _, gender, _, _ in mediators], np.uint8),
        np.array([origin for _, _, _, origin, _ in mediators], np.uint8),
        np.array([own for *_, own in mediators], np.uint64),
    )

    assert words.dtype == np.uint64
    assert [int(word) for word in words] == [
        sum(1 << BITS[name] for name in spoken_names(*mediator)) for mediator in mediators
    ]


def test_what_is_left_out_sets_no_bit():
    """Without gender, origin and own attributes, words hold types and languages alone, and the inputs stay."""
    types, languages = np.array([0b11], np.uint64), np.array([0b1], np.uint64)

    assert attribute_words(types, languages).tolist() == [0b11 | 1 << 14]
    assert (types.tolist(), languages.tolist()) == ([0b11], [0b1])


@pytest.mark.parametrize("name", ["", "two words", "3rd", "a-b", "and", "NOT", "True", "female", "takes_family"])
def test_a_name_that_no_expression_could_use_is_refused(name: str):
    """A name with a blank, a sign or a digit first, a word of the grammar, or one that has a meaning is refused."""
    with pytest.raises(RosterError) as refusal:
        attribute_bits(["professional", name])

    assert str(refusal.value).startswith(f"attribute_names[1] = {name!r}: must ")


def test_a_name_is_given_once():
    """The second of two equal names is refused."""
    with pytest.raises(RosterError, match=r"attribute_names\[1\] = 'regional': must differ"):
        attribute_bits(["regional", "regional"])


def test_names_are_at_most_32():
    """The 33rd name finds no bit."""
    with pytest.raises(RosterError, match="attribute_names has 33 names: must have at most 32"):
        attribute_bits([*OWN_NAMES, "one_more"])


def test_chinese_names_are_names():
    """An attribute may be called in Chinese."""
    assert attribute_bits(["专业名册"])["专业名册"] == 27
