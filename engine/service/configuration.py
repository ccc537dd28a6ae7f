"""Settings from a file and from the environment, into typed records that refuse what is not right.

A setting has one name everywhere: `queue_commands_max` of section `service` stands in the file as

    [service]
    queue_commands_max = 5000

and in the environment as `ONESTOP_SERVICE_QUEUE_COMMANDS_MAX=5000`, which wins over the file.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import msgspec

from engine.errors import EngineError
from engine.service.errors import SettingError

PREFIX: Final = "ONESTOP"
T = TypeVar("T", bound=msgspec.Struct)


def read_settings(kind: type[T], text: str, environment: Mapping[str, str]) -> T:
    r"""Read settings.

    Parameters
    ----------
    kind
        A record whose fields are sections, records with a default each, or lists of records, which only a file has.
    text
        TOML; may be empty.
    environment
        Variables whose names begin with `ONESTOP_` and a section's name are read, no others.

    Returns
    -------
    T
        Every field that is not named has its default.

    Raises
    ------
    SettingError
        If the text is no TOML, or a section, a setting or a value is not right; it names it.

    Examples
    --------
    >>> class Queue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ...     most: int = 10
    >>> class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ...     queue: Queue = Queue()
    >>> read_settings(Settings, "[queue]\nmost = 20", {}).queue.most
    20
    >>> read_settings(Settings, "", {"ONESTOP_QUEUE_MOST": "30"}).queue.most
    30
    """
    try:
        found: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingError("settings", "the file", f"TOML ({error})") from error
    for section in msgspec.structs.fields(kind):
        is_section = isinstance(section.type, type) and issubclass(section.type, msgspec.Struct)
        named = _from_environment(section, environment) if is_section else {}
        if named:
            found[section.encode_name] = {**found.get(section.encode_name, {}), **named}
    try:
        # Not strict, because a variable of the environment is always text.
        return msgspec.convert(found, kind, strict=False)
    except msgspec.ValidationError as error:
        if isinstance(error.__cause__, EngineError):
            raise error.__cause__ from error
        raise SettingError(*_place_and_reason(str(error), found)) from error


def read_settings_file(kind: type[T], path: Path | None, environment: Mapping[str, str]) -> T:
    """Read settings from a file, or from the environment alone if there is none; see `read_settings`.

    Raises
    ------
    SettingError
        If the file cannot be read, too.
    """
    if path is None:
        return read_settings(kind, "", environment)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError("settings", path, f"a readable file ({error})") from error
    return read_settings(kind, text, environment)


def _from_environment(section: msgspec.structs.FieldInfo, environment: Mapping[str, str]) -> dict[str, Any]:
    prefix = f"{PREFIX}_{section.encode_name}_".upper()
    known = {field.encode_name for field in msgspec.structs.fields(section.type)}
    found: dict[str, Any] = {}
    for variable, value in environment.items():
        if variable.startswith(prefix):
            name = variable.removeprefix(prefix).lower()
            if name not in known:
                raise SettingError(variable, value, f"one of the settings {', '.join(sorted(known))}")
            found[name] = value
    return found


def _place_and_reason(message: str, found: Mapping[str, Any]) -> tuple[str, object, str]:
    """Take apart what the decoder says, such as "Expected `int`, got `str` - at `$.queue.most`"."""
    reason, _, place = message.partition(" - at `$.")
    names = place.rstrip("`").split(".") if place else []
    value: Any = found
    for name in names:
        value = cast("dict[str, Any]", value).get(name, "") if isinstance(value, dict) else value
    return ".".join(names) or "settings", value if names else "the file", reason[:1].lower() + reason[1:]
