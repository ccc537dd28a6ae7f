"""A whole number as it comes from outside: not negative, and no larger than 64 bits hold."""

from typing import Annotated, TypeAlias

import msgspec

Whole: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""A number of a dispute, a person, an instant or an amount; a decoder refuses what no log could keep."""
