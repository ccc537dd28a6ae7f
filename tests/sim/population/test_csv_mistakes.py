"""Broken rosters are refused with every mistake: file, line, column, value, bound."""

import pickle

import pytest

from sim.errors import PopulationError
from sim.population import csv_rows
from sim.population.from_csv import population_from_csv
from tests.sim.population.rosters import COURTS, MEDIATORS, lines

NO_CASES = COURTS.replace(",300", ",0").replace(",100", ",0")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("K1,Alpha", ",Alpha", 'courts.csv:2: court_id = "": must have 1 to 200 characters'),
        ("Alpha Basic Court", "x" * 201, f'courts.csv:2: name = "{"x" * 156}...: must have 1 to 200 characters'),
        (",basic,", ",basci,", 'courts.csv:2: tier = "basci": must be one of high, intermediate, basic'),
        (",300", ",-1", 'courts.csv:2: cases_per_year = "-1": must be a number from 0 to 1,000,000,000'),
        (",300", ",many", 'courts.csv:2: cases_per_year = "many": must be a number from 0 to 1,000,000,000'),
        (",300", ",inf", 'courts.csv:2: cases_per_year = "inf": must be a number from 0 to 1,000,000,000'),
        (",300", "", "courts.csv:2: must have 6 cells, one a column (has 5)"),
        ("K2,", "K1,", 'courts.csv:3: court_id = "K1": must be unique (also on line 2)'),
        ("region", "regoin", "courts.csv:1: column region: must be there once among the column names (found 0 times)"),
        ("name", "tier", "courts.csv:1: column tier: must be there once among the column names (found 2 times)"),
    ],
)
def test_a_wrong_court_is_shown(tmp_path, old, new, line):
    """One change to the file of courts earns its line."""
    assert line in lines(tmp_path, COURTS.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Wang", "", 'mediators.csv:2: mediator_id = "": must have 1 to 200 characters'),
        ("Guild", "", 'mediators.csv:2: organisation = "": must have 1 to 200 characters'),
        ("Li", "Wang", 'mediators.csv:3: mediator_id = "Wang": must be unique (also on line 2)'),
        ("K2", "K3", 'mediators.csv:3: court_id = "K3": must be a court_id of the file of courts'),
        (",4,", ",0,", 'mediators.csv:2: capacity = "0": must be a whole number from 1 to 1,000'),
        (",4,", ",4.5,", 'mediators.csv:2: capacity = "4.5": must be a whole number from 1 to 1,000'),
        (",4,", ",1001,", 'mediators.csv:2: capacity = "1001": must be a whole number from 1 to 1,000'),
        (",4,", ",٤,", 'mediators.csv:2: capacity = "٤": must be a whole number from 1 to 1,000'),
        ("Wang", '"Wang', "mediators.csv:3: must be valid CSV (unexpected end of data)"),
    ],
)
def test_a_wrong_mediator_is_shown(tmp_path, old, new, line):
    """One change to the file of mediators earns its line."""
    assert line in lines(tmp_path, mediators=MEDIATORS.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "column", "none"),
    [
        ("family;labour", "family;labor", "dispute_types", "labor"),
        ("family;labour", "", "dispute_types", ""),
        ("family;labour", "family;", "dispute_types", ""),
        ("mandarin;tibetan", "mandarin;welsh", "languages", "welsh"),
    ],
)
def test_an_unknown_word_is_shown_with_the_known_ones(tmp_path, old, new, column, none):
    """The word that is none of the known ones is singled out."""
    [line] = lines(tmp_path, mediators=MEDIATORS.replace(old, new, 1))

    assert line.startswith(f'mediators.csv:2: {column} = "{new}": must be words separated by ; out of ')
    assert line.endswith(f'("{none}" is none)')


def test_all_mistakes_of_both_files_come_at_once(tmp_path):
    """Nothing has to be mended before the next mistake is shown."""
    courts = COURTS.replace("basic", "basci").replace(",100", ",x")
    mediators = MEDIATORS.replace(",4,", ",0,").replace("Li,K2", "Li,K9")

    assert [line.split(" = ")[0] for line in lines(tmp_path, courts, mediators)] == [
        "courts.csv:2: tier",
        "courts.csv:3: cases_per_year",
        "mediators.csv:2: capacity",
        "mediators.csv:3: court_id",
    ]


def test_a_long_list_is_cut_and_counted(tmp_path):
    """The first twenty of a thousand mistakes are shown, and all are counted; the error survives pickling."""
    rows = "".join(f"m{number},K1,Guild,0,family,\n" for number in range(1000))
    shown = lines(tmp_path, mediators=MEDIATORS.splitlines(keepends=True)[0] + rows)

    assert len(shown) == 21
    assert shown[-1] == "... and 980 more (1,000 mistakes in all)"
    with pytest.raises(PopulationError) as caught:
        population_from_csv(tmp_path / "courts.csv", tmp_path / "mediators.csv")
    assert caught.value.count == 1000
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own bytes


def test_a_file_that_is_not_there_is_the_only_mistake_it_causes(tmp_path):
    """Without a file of courts, mediators are not told that their courts are unknown."""
    (tmp_path / "mediators.csv").write_text(MEDIATORS, encoding="utf-8")
    with pytest.raises(PopulationError) as caught:
        population_from_csv(tmp_path / "courts.csv", tmp_path / "mediators.csv")

    assert str(caught.value) == f"{tmp_path / 'courts.csv'}: must be readable (No such file or directory)"


@pytest.mark.parametrize(
    ("courts", "line"),
    [
        (COURTS.encode("utf-16"), "courts.csv: must be UTF-8 text (byte 0xff is not)"),
        ("", "courts.csv:1: column court_id: must be there once among the column names (found 0 times)"),
        (COURTS.splitlines()[0], "courts.csv: must have at least one row below the column names"),
        (NO_CASES, "courts.csv: cases_per_year: must be above 0 at one court at least"),
    ],
)
def test_a_file_that_makes_no_sense_as_a_whole_is_refused(tmp_path, courts, line):
    """Another encoding, an empty file, a file without rows, courts without cases."""
    assert lines(tmp_path, courts)[0] == line


def test_a_file_without_end_is_refused(tmp_path, monkeypatch):
    """Reading stops at the stated number of rows."""
    monkeypatch.setattr("sim.population.csv_mediators.MEDIATORS_MAX", 1)

    assert lines(tmp_path) == ["mediators.csv:3: must have at most 1 rows"]
    assert csv_rows.CELL_CHARACTERS_MAX == 200
