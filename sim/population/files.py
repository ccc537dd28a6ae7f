"""The population in a run's folder: `courts.parquet`, `mediators.parquet`; with own rosters `source_ids.parquet`."""

from pathlib import Path

import polars as pl

from sim.population.population import Population, SourceIds


def write_roster(population: Population, directory: Path) -> None:
    """Write who there is, for measures and dashboards.

    All files are written under temporary names first and renamed together at the end, so a run that is broken off
    leaves none of them half done.

    Parameters
    ----------
    population
        The population simulated.
    directory
        An existing folder; files of the same names are replaced.

    Raises
    ------
    OSError
        Where the folder cannot be written to; nothing is left under the final names then.

    """
    frames = {"courts": court_frame(population), "mediators": mediator_frame(population)}
    if population.source_ids is not None:
        frames["source_ids"] = source_id_frame(population.source_ids)
    finals = {name: directory / f"{name}.parquet" for name in frames}
    temporary = {name: directory / f".{name}.parquet.part" for name in frames}
    try:
        for name, frame in frames.items():
            with temporary[name].open("wb") as file:
                frame.write_parquet(file)
        for name, final in finals.items():
            temporary[name].replace(final)
    finally:
        for path in temporary.values():
            path.unlink(missing_ok=True)


def court_frame(population: Population) -> pl.DataFrame:
    """Courts, one row each, in order of `court_id`."""
    roster = population.roster
    province = roster.court_province.tolist()
    return pl.DataFrame(
        {
            "court_id": pl.int_range(roster.courts, dtype=pl.Int32, eager=True),
            "name": pl.Series(population.court_names, dtype=pl.String),
            "tier": pl.Series(population.court_tier, dtype=pl.String),
            "region_id": roster.court_region,
            "province_id": roster.court_province,
            "province_zh": pl.Series([population.province_zh[number] for number in province], dtype=pl.String),
            "province_en": pl.Series([population.province_en[number] for number in province], dtype=pl.String),
            "cases_per_year": population.court_share * population.cases_per_year,
        }
    )


def mediator_frame(population: Population) -> pl.DataFrame:
    """Mediators, one row each, in order of `mediator_id`; vacant places are left out."""
    roster = population.roster
    return pl.DataFrame(
        {
            "mediator_id": pl.int_range(roster.mediators, dtype=pl.Int32, eager=True),
            "court_id": roster.mediator_court,
            "region_id": roster.court_region[roster.mediator_court],
            "province_id": roster.mediator_province,
            "organisation_id": population.mediator_organisation,
            "capacity": pl.Series(roster.capacity, dtype=pl.Int16),
        }
    ).filter(pl.Series(~roster.vacant))


def source_id_frame(ids: SourceIds) -> pl.DataFrame:
    """Our numbers beside the user's own ids: kind is court, organisation or mediator; vacant places have none."""
    parts = {"court": ids.courts, "organisation": ids.organisations, "mediator": ids.mediators}
    return pl.concat(
        pl.DataFrame(
            {
                "kind": pl.repeat(kind, len(texts), dtype=pl.String, eager=True),
                "id": pl.int_range(len(texts), dtype=pl.Int32, eager=True),
                "source_id": pl.Series(texts, dtype=pl.String),
            }
        )
        for kind, texts in parts.items()
    ).filter(pl.col("source_id") != "")
