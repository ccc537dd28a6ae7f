"""What a case asks of a mediator, as bits of the attribute word; see `attributes`."""

from typing import Final

import numpy as np
from numba import njit

from engine.core.attributes import FIRST_ABROAD, FIRST_GENDER, FIRST_LANGUAGE, FIRST_NAMED

_ABROAD: Final = np.uint64(sum(1 << bit for bit in range(FIRST_ABROAD, FIRST_NAMED)))
_NOTHING: Final = np.uint64(0)
_ONE: Final = np.uint64(1)


@njit(cache=True)
def needs_of(dispute_type: int, language: int, gender: int) -> np.uint64:
    """Return the bits a mediator must have: type, language and, if one is asked for, gender (1 female, 2 male)."""
    needs = _ONE << np.uint64(dispute_type) | _ONE << np.uint64(FIRST_LANGUAGE + language)
    if gender > 0:
        needs |= _ONE << np.uint64(FIRST_GENDER + gender - 1)
    return needs


@njit(cache=True)
def bars_of(origin: int) -> np.uint64:
    """Return the bits a mediator must not have: who is from abroad joins only disputes with such a party (ONL 6)."""
    return _ABROAD if origin == 0 else _NOTHING


@njit(cache=True)
def is_ordinary(language: int, origin: int, gender: int) -> bool:
    """Return whether a case asks for nothing but its type and Mandarin, among mainland mediators."""
    return language == 0 and origin == 0 and gender == 0
