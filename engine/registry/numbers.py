"""What numbers disputes and cases can have, and how many parties."""

from typing import Final

from engine.registry.errors import RequestError
from engine.registry.requests import PARTIES_MAX, OpenDispute

NUMBER_MAX: Final = 2**53 - 1
"""Largest number of a dispute or a case: every reader of JSON holds it, and 64 bits hold what is made of it."""


def check_number(name: str, number: int) -> None:
    """Refuse a number that no dispute or case can have.

    Raises
    ------
    RequestError
        If it is negative or too large.

    Examples
    --------
    >>> check_number("case_id", -1)
    Traceback (most recent call last):
    ...
    engine.registry.errors.RequestError: case_id = -1: must be within 0..9007199254740991
    """
    if not 0 <= number <= NUMBER_MAX:
        raise RequestError(f"{name} = {number}: must be within 0..{NUMBER_MAX}")


def check_opening(request: OpenDispute) -> None:
    """Refuse a dispute that no event could tell of.

    Raises
    ------
    RequestError
        If its number is out of bounds, it has too few parties or too many, or no respondent.
    """
    check_number("dispute_id", request.dispute_id)
    check_parties(request.parties, request.applicants)


def check_parties(parties: int, applicants: int) -> None:
    """Refuse too few parties or too many, and disputes without a respondent.

    Raises
    ------
    RequestError
        If it is so.
    """
    if not 2 <= parties <= PARTIES_MAX:
        raise RequestError(f"parties = {parties}: must be within 2..{PARTIES_MAX}")
    if not 1 <= applicants < parties:
        raise RequestError(f"applicants = {applicants}: must be within 1..{parties - 1}")
