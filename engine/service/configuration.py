"""Settings from a file and from the environment, into typed records that refuse what is not right.

A setting has one name everywhere: `queue_commands_max` of section `service` stands in the file as

    [service]
    queue_commands_max = 5000

and in the environment as `ONESTOP_SERVICE_QUEUE_COMMANDS_MAX=5000`, which wins over the file. A section may have
sections of its own: `url` of `preservation` in section `linked` stands below `[linked.preservation]`, and in the
environment as `ONESTOP_LINKED_PRESERVATION_URL`.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar, cast, get_args

import msgspec

from engine.errors import EngineError
from engine.service.errors import SettingError

PREFIX: Final = "ONESTOP"
OTHER_VARIABLES: Final = ("ONESTOP_DATA", "ONESTOP_BENCH_", "ONESTOP_TEST_")
"""How variables begin that are no settings of a service."""
_UNKNOWN: Final = re.compile("Object contains unknown field `(.*)`")
T = TypeVar("T", bound=msgspec.Struct)


def read_settings(kind: type[T], text: str, environment: Mapping[str, str]) -> T:
    r"""Read settings.

    Parameters
    ----------
    kind
        A record whose fields are sections, records with a default each, or lists of records, which only a file has. A
        section's own fields are settings, or all of them sections.
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
    sections = [field for field in msgspec.structs.fields(kind) if _is_section(field)]
    _check_variables([section.encode_name for section in sections], environment)
    for section in sections:
        named = _from_environment(section.type, f"{PREFIX}_{section.encode_name}_".upper(), environment)
        if named:
            found[section.encode_name] = _laid_over(found.get(section.encode_name, {}), named)
    try:
        # Not strict, because a variable of the environment is always text.
        return msgspec.convert(found, kind, strict=False)
    except EngineError as error:
        raise _placed(error, _refusing(found, kind)) from error
    except msgspec.ValidationError as error:
        raise SettingError(*_refused(str(error), found, kind)) from error


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


def _is_section(field: msgspec.structs.FieldInfo) -> bool:
    return isinstance(field.type, type) and issubclass(field.type, msgspec.Struct)


def _check_variables(sections: Sequence[str], environment: Mapping[str, str]) -> None:
    """Refuse a variable of no section, and an empty one: either would leave a service without what it was to have."""
    known = tuple(f"{PREFIX}_{name}_".upper() for name in sections)
    for variable, value in environment.items():
        if not variable.startswith(f"{PREFIX}_") or variable.startswith(OTHER_VARIABLES):
            continue
        if not variable.startswith(known):
            raise SettingError(variable, value, f"of one of the sections {', '.join(sorted(sections))}")
        if not value:
            raise SettingError(variable, value, "not empty, or not be there")


def _from_environment(section: type, prefix: str, environment: Mapping[str, str]) -> dict[str, Any]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(section)}
    found: dict[str, Any] = {}
    for variable, value in environment.items():
        if not variable.startswith(prefix):
            continue
        name = variable.removeprefix(prefix).lower()
        inner = next(
            (one for one in fields.values() if _is_section(one) and name.startswith(one.encode_name + "_")), None
        )
        if inner is not None:
            within = _from_environment(inner.type, f"{prefix}{inner.encode_name}_".upper(), {variable: value})
            found[inner.encode_name] = {**found.get(inner.encode_name, {}), **within}
        elif name in fields and not _is_section(fields[name]):
            found[name] = value
        else:
            raise SettingError(variable, value, f"one of the settings {', '.join(sorted(fields))}")
    return found


def _laid_over(below: Any, above: Mapping[str, Any]) -> Any:
    """Return settings of the environment over those of the file, section by section."""
    if not isinstance(below, dict):
        return below  # refused as what it is
    known = cast("dict[str, Any]", below)
    return {
        **known,
        **{
            name: _laid_over(known.get(name, {}), cast("Mapping[str, Any]", value))
            if isinstance(value, dict)
            else value
            for name, value in above.items()
        },
    }


def _refusing(found: Mapping[str, Any], kind: type) -> str:
    """Return the name of the innermost section whose own record refuses its settings; empty if it stands in a list."""
    for field in msgspec.structs.fields(kind):
        within = found.get(field.encode_name)
        if not _is_section(field) or not isinstance(within, dict):
            continue
        try:
            msgspec.convert(within, field.type, strict=False)
        except EngineError:
            inner = _refusing(cast("dict[str, Any]", within), field.type)
            return f"{field.encode_name}.{inner}".rstrip(".")
    return ""


def _placed(refusal: EngineError, section: str) -> EngineError:
    """Return what a section's own record refuses, with the section's name before the setting's."""
    setting, _, rest = str(refusal).partition(" = ")
    value, _, bound = rest.partition(": must be ")
    if not section or not bound or setting.startswith(f"{section}."):
        return refusal
    return SettingError(f"{section}.{setting}", value, bound)


def _refused(message: str, found: Mapping[str, Any], kind: type) -> tuple[str, object, str]:
    """Take apart what the decoder says, such as "Expected `int`, got `str` - at `$.queue.most`": name, value, bound."""
    reason, _, place = message.partition(" - at `$.")
    names = place.rstrip("`").split(".") if place else []
    bound = reason.removeprefix("Expected ").partition(", got ")[0]
    unknown = _UNKNOWN.fullmatch(reason)
    if unknown:
        bound = f"one of the settings {', '.join(sorted(_known(kind, names)))}"
        names.append(unknown[1])
    value: Any = found
    for name in names:
        key, _, place = name.rstrip("]").partition("[")
        value = cast("dict[str, Any]", value).get(key, "") if isinstance(value, dict) else value
        value = cast("list[Any]", value)[int(place)] if place and isinstance(value, list) else value
    name = ".".join(names)
    if bound == "`object`":
        bound = f"a section, its settings in lines below [{name}]"
    elif bound == "`array`":
        bound = "a list" if len(names) > 1 else f"sections, each with its settings in lines below [[{name}]]"
    return name or "settings", value if names else "the file", bound


def _known(kind: Any, names: Sequence[str]) -> list[str]:
    """Return the names of the settings of a section within sections, of which some stand in lists."""
    while args := get_args(kind):
        kind = args[0]
    fields = {field.encode_name: field.type for field in msgspec.structs.fields(kind)}
    return _known(fields[names[0].partition("[")[0]], names[1:]) if names else list(fields)
