"""How long a failed request waits: exponential backoff with full jitter.

Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015: of the forms compared there, a wait
drawn evenly between nothing and the ceiling spreads callers that failed together best and needs the fewest calls.
"""

from typing import Final

_WORD_BITS: Final = 64
_WORD_MASK: Final = 2**_WORD_BITS - 1
DOUBLINGS_MAX: Final = 40
"""More doublings than any cap in microseconds allows; the ceiling is a whole number of bounded size."""


def backoff_us(spent: int, base_us: int, cap_us: int, word: int) -> int:
    """Return how long to wait after a failure.

    Parameters
    ----------
    spent
        Attempts spent so far, at least 1.
    base_us, cap_us
        Ceiling of the first wait and of every wait, microseconds.
    word
        64 random bits, signed or not.

    Returns
    -------
    int
        Microseconds, evenly over 0 up to but without min(cap, base * 2**(spent - 1)).

    Examples
    --------
    >>> backoff_us(1, 1_000_000, 60_000_000, 2**63), backoff_us(9, 1_000_000, 60_000_000, 2**64 - 1)
    (500000, 59999999)
    """
    ceiling = min(cap_us, base_us << min(spent - 1, DOUBLINGS_MAX))
    return ceiling * (word & _WORD_MASK) >> _WORD_BITS
