"""Who shall be looked for on the roster of a door, as it comes in."""

from typing import Annotated

import msgspec

from engine.core.policy import STANDARD_CASE_MILLI, WEIGHT_MILLI_MAX
from engine.desk.rules import LIST_SIZE_MAX
from engine.events.enums import Gender, Language, Origin

PANEL_MAX = 7
"""Most people who handle a case together; an assumption. The rules of a door may allow fewer."""


class NewPanel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The desk of a case's door looks for who will handle it."""

    panel_size: Annotated[int, msgspec.Meta(ge=1, le=PANEL_MAX)] = 1
    """People who shall handle it together."""
    language: Language = Language.MANDARIN
    weight_milli: Annotated[int, msgspec.Meta(ge=0, le=WEIGHT_MILLI_MAX)] = STANDARD_CASE_MILLI
    """Thousandths of a standard case."""
    origin: Origin = Origin.MAINLAND
    """Where the party from farthest away is from (ONL 6)."""
    mediator_gender: Gender | None = None
    """Asked for on a lawful ground."""
    choose: bool = False
    """Whether both sides have consented to choose who it is before anybody is drawn, where the door lets them."""
    list_size: Annotated[int, msgspec.Meta(ge=1, le=LIST_SIZE_MAX)] | None = None
    """With `choose`: size of a list that is drawn for them to strike and rank."""
