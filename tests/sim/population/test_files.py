"""The roster in a run's folder has the columns that measures and dashboards read, and is never half there."""

import polars as pl
import pytest

from sim.population.files import write_roster
from tests.sim.population.rosters import read


def test_courts_and_mediators_have_the_promised_columns(country, tmp_path):
    """Names and types of both files are those that readers rely on."""
    write_roster(country, tmp_path)

    assert dict(pl.read_parquet_schema(tmp_path / "courts.parquet")) == {
        "court_id": pl.Int32, "name": pl.String, "tier": pl.String, "region_id": pl.Int32, "province_id": pl.Int32,
        "province_zh": pl.String, "province_en": pl.String, "cases_per_year": pl.Float64,
    }  # fmt: skip
    assert dict(pl.read_parquet_schema(tmp_path / "mediators.parquet")) == {
        "mediator_id": pl.Int32, "court_id": pl.Int32, "region_id": pl.Int32, "province_id": pl.Int32,
        "organisation_id": pl.Int32, "capacity": pl.Int16,
    }  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["courts.parquet", "mediators.parquet"]


def test_the_files_say_what_the_population_says(country, tmp_path):
    """Rows are in order of their numbers; jurisdictions, capacity and cases are the population's."""
    write_roster(country, tmp_path)
    courts = pl.read_parquet(tmp_path / "courts.parquet")
    mediators = pl.read_parquet(tmp_path / "mediators.parquet")
    joined = mediators.join(courts, on="court_id", how="left", maintain_order="left")

    assert courts["court_id"].to_list() == list(range(country.roster.courts))
    assert courts["cases_per_year"].sum() == pytest.approx(country.cases_per_year)
    assert mediators["capacity"].to_list() == country.roster.capacity.tolist()
    assert joined["region_id"].to_list() == joined["region_id_right"].to_list()
    assert joined["province_id"].to_list() == joined["province_id_right"].to_list()
    assert set(courts["province_en"]) == {"Alpha", "Beta", "Gamma"}


def test_own_ids_lead_back_to_the_users_rows(tmp_path):
    """With own rosters a third file translates our numbers."""
    write_roster(read(tmp_path), tmp_path)
    ids = pl.read_parquet(tmp_path / "source_ids.parquet")

    assert ids.rows() == [
        ("court", 0, "K2"), ("court", 1, "K1"), ("organisation", 0, "Guild"), ("mediator", 0, "Li"),
        ("mediator", 1, "Wang"),
    ]  # fmt: skip


def test_a_write_that_fails_leaves_nothing(country, tmp_path, monkeypatch):
    """If the second file cannot be written, neither stands there, nor does anything temporary."""
    write = pl.DataFrame.write_parquet

    def fail_on_mediators(frame: pl.DataFrame, file: object) -> None:
        if "capacity" in frame.columns:
            raise OSError(28, "No space left on device")
        write(frame, file)  # pyright: ignore[reportArgumentType] - whatever the code under test passes

    monkeypatch.setattr(pl.DataFrame, "write_parquet", fail_on_mediators)
    with pytest.raises(OSError, match="No space left"):
        write_roster(country, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_reported(country, tmp_path):
    """The folder is the caller's to make."""
    with pytest.raises(FileNotFoundError):
        write_roster(country, tmp_path / "missing")
