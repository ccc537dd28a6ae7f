"""Bearer tokens of linked systems: out of a file, read anew for every call, or out of the environment."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from engine.linked.errors import LinkSettingsError
from engine.linked.network.address import SystemAddress
from engine.linked.words import System

TOKEN_BYTES_MAX: Final = 8_192
_TOKEN: Final = re.compile(rb"[A-Za-z0-9._~+/=-]{1,8192}")
"""What may follow `Bearer` (RFC 6750, section 2.1), a little laxer; above all nothing that would end the header."""


def token_source(system: System, address: SystemAddress, environment: Mapping[str, str]) -> Callable[[], str]:
    """Return what reads a system's token; an empty one if it needs none.

    Parameters
    ----------
    system
        For messages.
    address
        Names the file or the variable.
    environment
        Variables of the process.

    Raises
    ------
    LinkSettingsError
        If there is no token where one was named. What is returned raises it, too, if the file is spoilt later. No
        message shows a token.

    Examples
    --------
    >>> address = SystemAddress(url="https://court.example", token_variable="COURT_TOKEN")
    >>> token_source(System.PRESERVATION, address, {"COURT_TOKEN": "abc"})()
    'abc'
    """
    place = f"linked.{system.value}"
    if address.token_variable:
        variable = f"{place}.token_variable = {address.token_variable}"
        if address.token_variable not in environment:
            raise LinkSettingsError(f"{variable}: must be a variable of the environment")
        token = _checked(environment[address.token_variable].encode(errors="surrogateescape"), variable)
        return lambda: token
    if not address.token_file:
        return str

    def read() -> str:
        named = f"{place}.token_file = {address.token_file}"
        try:
            with Path(address.token_file).open("rb") as file:
                found = file.read(TOKEN_BYTES_MAX + 2)
        except (OSError, ValueError) as error:
            raise LinkSettingsError(f"{named}: must be a readable file ({error})") from error
        return _checked(found, named)

    read()
    return read


def _checked(found: bytes, place: str) -> str:
    token = found.strip()
    if not _TOKEN.fullmatch(token):
        raise LinkSettingsError(f"{place}: must hold one token of 1 to {TOKEN_BYTES_MAX} letters, digits and ._~+/=-")
    return token.decode("ascii")
