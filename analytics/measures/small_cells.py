"""Which groups are too small to be shown.

Mediation is confidential, so a share that rests on a handful of cases is not printed: whoever knows of one of
them could read its outcome. Hiding a single group is not enough, because the shown total minus the shown groups
gives it away; a second one is hidden with it.
"""

from collections.abc import Sequence

SMALLEST_GROUP = 5
"""Fewest cases a group must hold to be shown: the usual threshold of official statistics for counts of people."""


def hidden_groups(sizes: Sequence[int]) -> list[bool]:
    """Mark the groups of one partition to hide so that none can be reckoned from the total.

    Parameters
    ----------
    sizes
        Cases in each group of a whole whose total is shown.

    Returns
    -------
    list of bool
        True for each group with fewer than 5 cases; if that is exactly one, also for the smallest of the others.

    Examples
    --------
    >>> hidden_groups([40, 3, 12, 9])
    [False, True, False, True]
    >>> hidden_groups([40, 3, 12, 2])
    [False, True, False, True]
    """
    hidden = [size < SMALLEST_GROUP for size in sizes]
    shown = [index for index, is_hidden in enumerate(hidden) if not is_hidden]
    if sum(hidden) == 1 and shown:
        hidden[min(shown, key=lambda index: sizes[index])] = True
    return hidden
