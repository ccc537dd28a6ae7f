"""The tables of a mapping file: columns, activities, values and period."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

from analytics.importer.mapping import (
    ANY_ACTIVITY,
    CASE_FACTS,
    CLOSED_VOCABULARIES,
    COUNTED_ACTIVITIES,
    EVENT_FACTS,
    STAMP_ACTIVITIES,
    WORDS,
    SourceMapping,
)
from analytics.importer.problems import Problems, Table
from analytics.importer.stamps import FIRST_YEAR, LAST_YEAR, instant_us


def read_columns(table: Table, layout: str | None, problems: Problems) -> dict[str, str]:
    """Read `[columns]`: fact to header.

    Parameters
    ----------
    table
        The mapping file.
    layout
        `cases` or `events`; None if that was wrong, which allows the keys of both.
    problems
        Where mistakes go.

    Returns
    -------
    dict of str to str
        The well-formed entries.
    """
    section = problems.table(table, "columns")
    known = ("case_id", *CASE_FACTS, *(EVENT_FACTS if layout != "cases" else ()))
    columns: dict[str, str] = {}
    for key in section:
        if key in known:
            header = problems.text(section, key, None, "columns.")
            columns |= {key: header.strip()} if header else {}
        elif key in EVENT_FACTS:
            problems.add(f"columns.{key}", section[key], 'only with layout = "events"')
        else:
            problems.add(f"columns.{key}", None, "no such fact of a case", nearest=known)
    return columns


def read_activities(
    table: Table, layout: str | None, columns: Collection[str], problems: Problems
) -> dict[str, tuple[str, ...]]:
    """Read `[activities]`: what an activity means to the activities that mean it.

    Parameters
    ----------
    table, layout, problems
        As for `read_columns`.
    columns
        Facts that have a column.

    Returns
    -------
    dict of str to tuple of str
        The well-formed entries.
    """
    section = problems.table(table, "activities")
    if section and layout == "cases":
        problems.add("activities", None, 'only with layout = "events"')
    known = (*STAMP_ACTIVITIES, *COUNTED_ACTIVITIES)
    problems.unknown_keys(section, known, "activities.")
    activities: dict[str, tuple[str, ...]] = {}
    for key in known:
        if key in section:
            activities[key] = problems.texts(section, key, (ANY_ACTIVITY,), "activities.")
        if key in section and STAMP_ACTIVITIES.get(key) in columns:
            both = f"columns.{STAMP_ACTIVITIES[key]} dates it already; keep one of the two"
            problems.add(f"activities.{key}", None, both)
    named = any(word != ANY_ACTIVITY for words in activities.values() for word in words)
    if named and layout == "events" and "activity" not in columns:
        problems.add("columns.activity", None, "must be given: [activities] names some")
    return activities


def read_values(table: Table, columns: Collection[str], problems: Problems) -> dict[str, dict[str, str]]:
    """Read `[values]`: translations of words.

    Parameters
    ----------
    table, columns, problems
        As for `read_activities`.

    Returns
    -------
    dict of str to dict of str to str
        The well-formed entries; closing codes as text.
    """
    section = problems.table(table, "values")
    problems.unknown_keys(section, WORDS, "values.")
    values: dict[str, dict[str, str]] = {}
    for fact in WORDS:
        if fact not in section:
            continue
        if fact not in columns:
            problems.add(f"values.{fact}", None, f"columns.{fact} is not given, so it translates nothing")
        words = problems.table(section, fact, "values.")
        values[fact] = {word.strip(): _target(fact, word, words[word], problems) for word in words}
    return values


def _target(fact: str, word: str, value: Any, problems: Problems) -> str:
    target = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    allowed = CLOSED_VOCABULARIES.get(fact)
    key = f'values.{fact}."{word}"'
    if allowed and target not in (*allowed, ""):
        problems.add(key, value, f"must be one of {', '.join(allowed)}, or empty", nearest=allowed)
    elif not allowed and (not isinstance(target, str) or not target.strip()):
        problems.add(key, value, "must be text that is not empty")
    return str(target).strip()


def read_period(table: Table, time_zone: str | None, problems: Problems) -> tuple[int | None, int | None]:
    """Read `[period]`: the time of observation.

    Parameters
    ----------
    table, problems
        As for `read_columns`.
    time_zone
        Of its dates and local times.

    Returns
    -------
    tuple
        Start and end, microseconds since the epoch, UTC; None where the data shall tell.
    """
    section = problems.table(table, "period")
    problems.unknown_keys(section, ("starts_at", "ends_at"), "period.")
    starts_at = _instant(table, section, "starts_at", time_zone, problems)
    ends_at = _instant(table, section, "ends_at", time_zone, problems)
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        problems.add("period.ends_at", section["ends_at"], f"must lie after starts_at = {section['starts_at']}")
    return starts_at, ends_at


def _instant(table: Table, section: Table, key: str, time_zone: str | None, problems: Problems) -> int | None:
    value = section.get(key)
    name = f"period.{key}"
    if value is None:
        return None
    if not isinstance(value, date):  # a datetime is a date too
        problems.add(name, value, "must be a TOML date or date-time without quotes, such as 2020-01-01")
        return None
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        problems.add(name, value, f"must lie in the years {FIRST_YEAR} to {LAST_YEAR}")
        return None
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - local, placed in its zone below
    if moment.tzinfo is not None:
        return instant_us(moment.astimezone(UTC).replace(tzinfo=None), "UTC")
    if time_zone is None:
        if "time_zone" not in table:  # a wrong one is noted already
            problems.add(name, value, "says no zone, and time_zone is not given")
        return None
    at_us = instant_us(moment, time_zone)
    if at_us is None:
        problems.add(name, value, f"clocks in {time_zone} skip that time")
    return at_us


def require_facts(mapping: SourceMapping, problems: Problems) -> None:
    """Note the facts no case can do without.

    Parameters
    ----------
    mapping
        As read so far.
    problems
        Where mistakes go.
    """
    if "case_id" not in mapping.columns:
        problems.add("columns.case_id", None, "must be given: it tells one case from another")
    events = mapping.layout == "events"
    if events and "event_at" not in mapping.columns:
        problems.add("columns.event_at", None, 'must be given with layout = "events"')
    if "filed_at" not in mapping.columns and "filed" not in mapping.activities:
        other = " (or activities.filed)" if events else ""
        problems.add("columns.filed_at", None, f"must be given{other}: a case begins when it is filed")
