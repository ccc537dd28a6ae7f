"""What a mediator is, as bits of one word: the vocabulary in which a ladder says who may be asked.

The word is made when a core is built and never stored, so its layout may change with the vocabularies:

====== ==============================================================================================
bits   meaning
====== ==============================================================================================
0-13   takes the dispute type, in the order of `DisputeType` (ONL 5)
14-20  speaks the language, in the order of `Language`
21, 22 is a woman, is a man; neither where the roster does not say
23-26  is from abroad, Hong Kong, Macao or Taiwan (ONL 6); none set for the mainland
27-58  has the attribute that the roster names itself: `Roster.attribute_names[i]` is bit 27 + i
====== ==============================================================================================
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.core.errors import RosterError
from engine.events.enums import DisputeType, Gender, Language, Origin

_ABROAD: Final = tuple(origin for origin in Origin if origin is not Origin.MAINLAND)
FIRST_LANGUAGE: Final = len(DisputeType)
FIRST_GENDER: Final = FIRST_LANGUAGE + len(Language)
FIRST_ABROAD: Final = FIRST_GENDER + len(Gender)
FIRST_NAMED: Final = FIRST_ABROAD + len(_ABROAD)
"""Bit of the first attribute that a roster names itself."""
NAMED_MAX: Final = 32
"""Attributes a roster may name itself: they leave a few of the 64 bits to vocabularies that grow."""
RESERVED: Final = frozenset({"and", "or", "not", "true"})
"""Words of the expressions, which no attribute may be called, in small letters or capitals."""

_BUILT_IN: Final = (
    *(f"takes_{dispute_type}" for dispute_type in DisputeType),
    *(f"speaks_{language}" for language in Language),
    *Gender,
    *(f"from_{origin}" for origin in _ABROAD),
)


def attribute_bits(names: Sequence[str]) -> dict[str, int]:
    """Give the bit of each name that an expression may use.

    Parameters
    ----------
    names
        The attributes that the roster names itself (`Roster.attribute_names`).

    Returns
    -------
    dict[str, int]
        Every name and its bit: `takes_<dispute type>`, `speaks_<language>`, `female`, `male`, `from_foreign`,
        `from_hong_kong`, `from_macao`, `from_taiwan`, then the roster's own.

    Raises
    ------
    RosterError
        If there are more than 32 names, or one is no name, is taken, or stands there twice.

    Examples
    --------
    >>> bits = attribute_bits(["professional"])
    >>> bits["takes_private_lending"], bits["speaks_mandarin"], bits["female"], bits["professional"]
    (0, 14, 21, 27)

    """
    if len(names) > NAMED_MAX:
        raise RosterError(f"attribute_names has {len(names)} names: must have at most {NAMED_MAX}")
    bits = {str(name): bit for bit, name in enumerate(_BUILT_IN)}
    for place, name in enumerate(names):
        found = f"attribute_names[{place}] = {name!r}"
        if not name.isidentifier() or name.casefold() in RESERVED:
            raise RosterError(f"{found}: must be letters, digits and _, not start with a digit, not be and/or/not/true")
        if name in bits:
            raise RosterError(
                f"{found}: must differ from the other names and from {_BUILT_IN[0]}, ..., {_BUILT_IN[-1]}"
            )
        bits[name] = FIRST_NAMED + place
    return bits


def attribute_words(
    dispute_types: NDArray[np.uint64],
    languages: NDArray[np.uint64],
    gender: NDArray[np.uint8] | None = None,
    origin: NDArray[np.uint8] | None = None,
    attributes: NDArray[np.uint64] | None = None,
) -> NDArray[np.uint64]:
    """Lay what a roster says of its mediators into one word each.

    Parameters
    ----------
    dispute_types
        uint64[m]: bit i set if the mediator takes type i.
    languages
        uint64[m]: bit i set if the mediator speaks language i.
    gender
        uint8[m]: 0 unknown, 1 female, 2 male; None means all unknown.
    origin
        uint8[m]: place in `Origin`, 0 the mainland; None means all from the mainland.
    attributes
        uint64[m]: bit i set if the mediator has the attribute that the roster names i-th; None means none has any.

    Returns
    -------
    uint64[m]
        The words, laid out as the module says. The arrays are taken as they are: a `Roster` has checked them.

    Examples
    --------
    >>> one = np.array([1], np.uint64)
    >>> [bit for bit in range(64) if int(attribute_words(one, one, np.array([2], np.uint8))[0]) >> bit & 1]
    [0, 14, 22]

    """
    words = dispute_types | languages << np.uint64(FIRST_LANGUAGE)
    if gender is not None:
        words |= _numbered_bit(gender, FIRST_GENDER)
    if origin is not None:
        words |= _numbered_bit(origin, FIRST_ABROAD)
    if attributes is not None:
        words |= attributes << np.uint64(FIRST_NAMED)
    return words


def _numbered_bit(numbers: NDArray[np.uint8], first: int) -> NDArray[np.uint64]:
    """Set bit `first` for number 1, the next for 2 and so on; 0 sets none."""
    return (np.uint64(1) << numbers.astype(np.uint64)) >> np.uint64(1) << np.uint64(first)
