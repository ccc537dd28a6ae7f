"""From records of text to rows of typed facts: every value is either understood or rejected with its reason."""

import msgspec
import polars as pl

from analytics.importer.mapping import (
    ANY_ACTIVITY,
    CASE_FACTS,
    CLOSED_VOCABULARIES,
    COUNTED_ACTIVITIES,
    NAMES,
    STAMP_ACTIVITIES,
    STAMPS,
    WORDS,
    SourceMapping,
)
from analytics.importer.rejects import MAX_VALUE_CHARACTERS, SCHEMA
from analytics.importer.stamps import FIRST_YEAR, LAST_YEAR, read_stamps

ROLES = (*STAMP_ACTIVITIES, *COUNTED_ACTIVITIES)
"""What an activity may mean; column `is_<role>` says whether a row has that meaning."""

ROW_SCHEMA = pl.Schema(
    {"line": pl.Int64, "case_id": pl.String}
    | dict.fromkeys((*STAMPS, "event_at"), pl.Int64)
    | dict.fromkeys(("channel", "dispute_type", "entry_route", "outcome"), pl.String)
    | {"closing_code": pl.Int8}
    | dict.fromkeys((*NAMES, "activity"), pl.String)
    | {f"is_{role}": pl.Boolean for role in ROLES}
)
"""Columns of the rows; stamps are microseconds since the epoch, UTC."""

_NO_FAULTS = pl.DataFrame(schema=SCHEMA)


class TypedRows(msgspec.Struct, kw_only=True):
    """What the records of a block came to."""

    rows: pl.DataFrame
    """The good ones, with the columns of `ROW_SCHEMA`."""
    rejects: pl.DataFrame
    """Every fault of the others, with the columns of `rejects.SCHEMA`."""
    rejected_rows: int
    """Records with at least one fault."""
    stamps_twice: int
    """Stamps of good rows that clocks showed twice; the earlier was taken."""


def type_rows(frame: pl.DataFrame, mapping: SourceMapping) -> TypedRows:
    """Understand the values of some records.

    Parameters
    ----------
    frame
        `line` and the mapped facts as text.
    mapping
        Says how to read them.

    Returns
    -------
    TypedRows
        With every record in `rows`, or in `rejects` as often as it has faults.
    """
    clean = _without_empty(frame, mapping)
    faults = [_missing(clean, fact, mapping) for fact in _required(mapping)]
    typed, twice = clean, pl.repeat(0, clean.height, dtype=pl.Int32, eager=True)
    for fact in (*STAMPS, "event_at"):
        if fact in mapping.columns:
            column, times, fault = _stamp(clean, fact, mapping)
            typed = typed.with_columns(column)
            twice = twice + times
            faults.append(fault)
    for fact in WORDS:
        if fact in mapping.columns:
            column, fault = _word(clean, fact, mapping)
            typed = typed.with_columns(column)
            faults.append(fault)
    rejects = pl.concat(faults).sort("line", "column", maintain_order=True)
    good = ~clean["line"].is_in(rejects["line"].unique().implode())
    return TypedRows(
        rows=_shaped(typed, mapping).filter(good),
        rejects=rejects,
        rejected_rows=clean.height - int(good.sum()),
        stamps_twice=int(twice.filter(good).sum()),
    )


def _without_empty(frame: pl.DataFrame, mapping: SourceMapping) -> pl.DataFrame:
    """Strip blanks around values; null is what means nothing."""
    nothing = pl.lit(pl.Series(sorted({"", *mapping.empty_words}))).implode()
    stripped = frame.with_columns(pl.exclude("line").str.strip_chars())
    return stripped.with_columns(
        pl.when(~pl.col(fact).is_in(nothing)).then(pl.col(fact)).alias(fact) for fact in mapping.columns
    )


def _required(mapping: SourceMapping) -> tuple[str, ...]:
    if mapping.layout == "events":
        return ("case_id", "event_at")  # a filing time may stand on another row of the case
    return ("case_id", "filed_at")


def _missing(clean: pl.DataFrame, fact: str, mapping: SourceMapping) -> pl.DataFrame:
    return _faults(clean, fact, pl.col(fact).is_null(), pl.lit("empty, and needed"), mapping)


def _faults(
    clean: pl.DataFrame, fact: str, where: pl.Expr | pl.Series, reason: pl.Expr | pl.Series, mapping: SourceMapping
) -> pl.DataFrame:
    return (
        clean.with_columns(reason=reason)
        .filter(where)
        .select(
            "line",
            "case_id",
            column=pl.lit(mapping.columns[fact]),
            value=pl.col(fact).fill_null("").str.slice(0, MAX_VALUE_CHARACTERS),
            reason="reason",
        )
        .cast(SCHEMA)
    )


def _stamp(clean: pl.DataFrame, fact: str, mapping: SourceMapping) -> tuple[pl.Series, pl.Series, pl.DataFrame]:
    whole_day = fact == "deadline_at" and mapping.deadline_includes_its_day
    stamps = read_stamps(clean[fact], mapping.time_formats, mapping.time_zone, whole_day=whole_day)
    wrong = clean[fact].is_not_null() & stamps.us.is_null()
    if not wrong.any():
        return stamps.us.alias(fact), stamps.twice, _NO_FAULTS
    reason = pl.select(
        pl.when(stamps.skipped)
        .then(pl.lit(f"no such time in {mapping.time_zone}: clocks went forward"))
        .when(stamps.remote)
        .then(pl.lit(f"not in the years {FIRST_YEAR} to {LAST_YEAR}"))
        .otherwise(pl.lit(f"not a time in the form {' or '.join(mapping.time_formats)}"))
    ).to_series()
    return stamps.us.alias(fact), stamps.twice, _faults(clean, fact, wrong, reason, mapping)


def _word(clean: pl.DataFrame, fact: str, mapping: SourceMapping) -> tuple[pl.Series, pl.DataFrame]:
    """Translate what `[values]` translates; keep the rest, unless only some words are allowed."""
    words = mapping.values.get(fact, {})
    translated = clean[fact].replace(list(words), list(words.values())) if words else clean[fact]
    allowed = CLOSED_VOCABULARIES.get(fact)
    if allowed is None:
        return translated.alias(fact), _NO_FAULTS
    translated = translated.set(translated == "", None)
    wrong = translated.is_not_null() & ~translated.is_in(list(allowed))
    reason = f"neither one of {', '.join(allowed)} nor in values.{fact} of the mapping"
    return translated.set(wrong, None).alias(fact), _faults(clean, fact, wrong, pl.lit(reason), mapping)


def _shaped(typed: pl.DataFrame, mapping: SourceMapping) -> pl.DataFrame:
    """Add what the mapping leaves out as nulls, so that all that follows is the same for every file."""
    given = set(typed.columns)
    absent = [pl.lit(None).alias(fact) for fact in (*CASE_FACTS, "activity", "event_at") if fact not in given]
    roles = [_means(role, mapping).alias(f"is_{role}") for role in ROLES]
    return typed.with_columns(absent).with_columns(roles).select(list(ROW_SCHEMA)).cast(ROW_SCHEMA)


def _means(role: str, mapping: SourceMapping) -> pl.Expr:
    words = mapping.activities.get(role, ())
    if not words or ANY_ACTIVITY in words:
        return pl.lit(bool(words))
    return pl.col("activity").is_in(list(words)).fill_null(value=False)
