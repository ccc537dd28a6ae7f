"""What a log's decisions were made under, as texts in its metadata: roster, policy at the start, ladder."""

from collections.abc import Mapping
from json import JSONDecodeError, dumps, loads
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow.parquet as pq

from engine.audit.errors import NotAuditableError, RosterFileError
from engine.audit.roster_file import roster_hash
from engine.core.errors import CoreError
from engine.core.ladder import Ladder, LadderStep
from engine.core.policy import Policy, PolicySettings
from engine.core.roster import Roster
from engine.events.file_access import as_file_error

_ROSTER: Final = "roster_hash"
_POLICY: Final = "policy"
_LADDER: Final = "ladder"


class Setting(NamedTuple):
    """What a core needs beside its roster."""

    settings: PolicySettings
    ladder: Ladder


def file_metadata(events: Path) -> dict[str, str]:
    """Return the texts that stand in an event file beside its events.

    Raises
    ------
    EventFileError
        If there is no such file, or it is no event file.
    """
    with as_file_error(events):
        metadata = pq.read_metadata(events).metadata or {}
        return {key.decode(): value.decode() for key, value in metadata.items()}


def setting_metadata(roster: Roster, settings: PolicySettings, ladder: Ladder) -> dict[str, str]:
    """Return the texts that commit a log to its roster, its first policy and its ladder.

    Examples
    --------
    >>> from engine.core.example import one_court_roster
    >>> from engine.core.ladder import NATIONAL_LADDER
    >>> roster = one_court_roster()
    >>> texts = setting_metadata(roster, PolicySettings(band_width_milli=500), NATIONAL_LADDER)
    >>> read_setting(texts, roster).settings.band_width_milli
    500
    """
    steps = [
        {
            "circle": step.circle,
            "expression": step.expression,
            "policy": None if step.policy is None else step.policy.name,
            "wait_working_days": step.wait_working_days,
            "skip_if_nobody_free": step.skip_if_nobody_free,
        }
        for step in ladder.steps
    ]
    policy = {
        "policy": settings.policy.name,
        "band_width_milli": settings.band_width_milli,
        "sample_size": settings.sample_size,
        "by_weight": settings.by_weight,
    }
    return {_ROSTER: roster_hash(roster), _POLICY: dumps(policy), _LADDER: dumps(steps)}


def read_setting(metadata: Mapping[str, str], roster: Roster) -> Setting:
    """Read what a log was written under, and check that the roster is the one.

    Raises
    ------
    NotAuditableError
        If a text is missing or is not what `setting_metadata` writes.
    RosterFileError
        If the roster is another than the log's.
    """
    for name in (_ROSTER, _POLICY, _LADDER):
        if name not in metadata:
            raise NotAuditableError(f"metadata {name} is missing: must stand in an event file that can be audited")
    found = roster_hash(roster)
    if metadata[_ROSTER] != found:
        raise RosterFileError(f"roster_hash = {found}: must be {metadata[_ROSTER]}, that of the roster of the log")
    try:
        policy, steps = loads(metadata[_POLICY]), loads(metadata[_LADDER])
        chosen: dict[str, Any] = {**policy, "policy": Policy[policy["policy"]]}
        settings = PolicySettings(**chosen)
        ladder = Ladder(steps=tuple(_step(step) for step in steps))
    except (JSONDecodeError, KeyError, TypeError, CoreError) as error:
        raise NotAuditableError(f"metadata of policy and ladder: must be as a log writes it ({error})") from error
    return Setting(settings, ladder)


def _step(fields: dict[str, Any]) -> LadderStep:
    policy: str | None = fields["policy"]
    known: dict[str, Any] = {**fields, "policy": None if policy is None else Policy[policy]}
    return LadderStep(**known)
