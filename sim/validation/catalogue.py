"""All cases, and choosing among them."""

from collections.abc import Sequence
from typing import Final

from sim.validation import classes, loss, moving, steady
from sim.validation.case import Case
from sim.validation.errors import ValidationError

CASES: Final[tuple[Case, ...]] = (*steady.CASES, *loss.CASES, *classes.CASES, *moving.CASES)
"""In the order of the scoreboard."""


def chosen(names: Sequence[str] = (), *, quick: bool = False) -> list[Case]:
    """Choose cases.

    Parameters
    ----------
    names
        Of cases or families; none for all.
    quick
        Only those of the small set.

    Returns
    -------
    list of Case
        In the order of the scoreboard.

    Raises
    ------
    ValidationError
        If a name is neither a case nor a family.

    Examples
    --------
    >>> [case.name for case in chosen(["M/D/c", "mm1"])]
    ['mm1', 'md3']
    """
    known = {case.name for case in CASES} | {case.family for case in CASES}
    for name in names:
        if name not in known:
            raise ValidationError(f"case = {name}: must be one of {', '.join(sorted(known))}")
    return [
        case
        for case in CASES
        if (not names or case.name in names or case.family in names) and (case.quick or not quick)
    ]
