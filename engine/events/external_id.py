"""What a court itself calls a mediator, as the whole numbers that an event can hold."""

from struct import Struct
from typing import Final

from engine.events.roster_events import MediatorAppointed

EXTERNAL_ID_BYTES: Final = 32
"""Of an id in UTF-8, at most."""
_WORDS: Final = Struct(">4q")


def is_external_id(text: str) -> bool:
    """Return whether a text can be an id: it fits, and has neither control signs nor blanks at its ends.

    Examples
    --------
    >>> is_external_id("M-2031"), is_external_id(""), is_external_id("x" * 33)
    (True, False, False)
    """
    return text.isprintable() and text == text.strip() and 1 <= len(text.encode()) <= EXTERNAL_ID_BYTES


def packed(text: str) -> tuple[int, int, int, int]:
    """Return an id as the four numbers of an event; no id is four zeros.

    Parameters
    ----------
    text
        For which `is_external_id` holds, or nothing.

    Examples
    --------
    >>> packed("A")
    (4683743612465315840, 0, 0, 0)
    """
    first, second, third, fourth = _WORDS.unpack(text.encode().ljust(EXTERNAL_ID_BYTES, b"\0"))
    return first, second, third, fourth


def external_id_of(event: MediatorAppointed) -> str:
    """Return the id that an appointment holds, nothing if it holds none; what is no text is shown as such."""
    words = (event.external_id_1, event.external_id_2, event.external_id_3, event.external_id_4)
    return _WORDS.pack(*words).rstrip(b"\0").decode(errors="backslashreplace")
