"""No section of the service's settings takes a key that it does not know."""

from collections.abc import Iterator
from typing import Any, get_args

import msgspec
import pytest

from cli.serve_settings import ServeSettings
from engine.service.configuration import read_settings
from engine.service.errors import SettingError


def sections(kind: Any, name: str = "") -> Iterator[str]:
    """Names of a section and those in it, a list's in double brackets."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        if name:
            yield f"[{name}]"
        for field in msgspec.structs.fields(kind):
            yield from sections(field.type, f"{name}.{field.encode_name}".lstrip("."))
    else:
        within = (one for one in get_args(kind) if isinstance(one, type) and issubclass(one, msgspec.Struct))
        yield from (f"[[{name}]]" for _ in within)


@pytest.mark.parametrize("section", list(sections(ServeSettings)))
def test_a_key_that_a_section_does_not_know_is_refused(section: str):
    """A setting with a slip in its name is never passed over, whatever section it stands in."""
    with pytest.raises(SettingError, match=r"\.no_such_key = 5: must be one of the settings "):
        read_settings(ServeSettings, f"{section}\nno_such_key = 5", {})
