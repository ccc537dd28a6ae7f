"""How records of older versions become records of today.

Whoever changes the shape of a kind raises its `version` by one and adds one upcaster here, from the version
before. Stored events are never rewritten, and no upcaster is ever removed: a log lives longer than a release.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from engine.events.errors import EventFieldError
from engine.events.shapes import SHAPES

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""Takes a copy of the fields of one version, `kind` among them, and returns those of the next.

It may rename the kind. A field that was null may be absent, because a column does not tell the two apart.
"""
Upcasters = Mapping[tuple[str, int], Upcaster]
"""Upcasters by the kind and version they start from."""


def _filing_2(fields: dict[str, Any]) -> dict[str, Any]:
    return fields | {"boost_us": 0, "origin": "mainland", "mediator_gender": None}


def _filed_2(fields: dict[str, Any]) -> dict[str, Any]:
    return _filing_2(fields) | {"panel_size": 1}


def _offered_2(fields: dict[str, Any]) -> dict[str, Any]:
    """Version 1 marked an offer to a freed mediator by the word 0, and every policy drew one ticket a head."""
    drawn = fields["word"] != 0
    added = {
        "basis": "drawn" if drawn else "freed",
        "ticket_total": fields["band_size"] if drawn else 0,
        "policy_version": 0,
        "seat": 0,
        "override_code": None,
    }
    return fields | added


UPCASTERS: Upcasters = MappingProxyType(
    {
        ("filed", 1): _filed_2,
        ("opened_in_progress", 1): _filing_2,
        ("offered", 1): _offered_2,
        ("declined", 1): lambda fields: fields | {"reason": "not_recorded"},
        ("escalated", 1): lambda fields: fields | {"reason": "timed_out"},
    }
)
"""Those of the shipped records."""


def upcast(
    fields: dict[str, Any], version: int, *, upcasters: Upcasters = UPCASTERS, place: str = ""
) -> dict[str, Any]:
    """Bring the fields of a record to the version its kind has today.

    Parameters
    ----------
    fields
        The record's fields, `kind` among them.
    version
        The version the record was written with.
    upcasters
        Steps from one version to the next.
    place
        Which event of its batch or file this is, for the message.

    Returns
    -------
    dict
        The fields of today, `kind` among them; `fields` itself where nothing had to be done.

    Raises
    ------
    EventFieldError
        If the kind or the version is unknown, or an upcaster misses a field.

    Examples
    --------
    >>> renamed = {("mediation_opened", 4): lambda fields: fields | {"kind": "round_opened"}}
    >>> upcast({"kind": "mediation_opened"}, 4, upcasters=renamed)
    Traceback (most recent call last):
    ...
    engine.events.errors.EventFieldError: unknown version in event of kind 'round_opened': field 'version', \
value 5; known: 1
    """
    kind = str(fields.get("kind"))
    while not (kind in SHAPES and version == SHAPES[kind].version):
        step = upcasters.get((kind, version))
        if step is None:
            raise _unknown(kind, version, upcasters, place)
        try:
            fields = step(dict(fields))
        except KeyError as error:
            raise EventFieldError(
                "missing field", kind=kind, field=str(error.args[0]), value=None, known=(), place=place
            ) from error
        kind, version = str(fields.get("kind")), version + 1
    return fields


def _unknown(kind: str, version: int, upcasters: Upcasters, place: str) -> EventFieldError:
    versions = {start for name, start in upcasters if name == kind}
    if kind in SHAPES:
        versions.add(SHAPES[kind].version)
    if not versions:
        known = dict.fromkeys((*SHAPES, *(name for name, _ in upcasters)))
        return EventFieldError("unknown kind", kind=kind, field="kind", value=kind, known=list(known), place=place)
    known = [str(version) for version in sorted(versions)]
    return EventFieldError("unknown version", kind=kind, field="version", value=version, known=known, place=place)
