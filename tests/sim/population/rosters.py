"""Rosters as text, and the lines that broken ones earn."""

from pathlib import Path

import pytest

from sim.errors import PopulationError
from sim.population.from_csv import population_from_csv
from sim.population.population import Population

COURTS = """\
court_id,name,tier,region,province,cases_per_year
K1,Alpha Basic Court,basic,R1,Beijing,300
K2,Alpha High Court,high,R0,Beijing,100
"""
MEDIATORS = """\
mediator_id,court_id,organisation,capacity,dispute_types,languages
Wang,K1,Guild,4,family;labour,mandarin;tibetan
Li,K2,Guild,5,finance,
"""


def read(folder: Path, courts: str | bytes = COURTS, mediators: str | bytes = MEDIATORS) -> Population:
    """Write two files and read them as a population."""
    paths = (folder / "courts.csv", folder / "mediators.csv")
    for path, text in zip(paths, (courts, mediators), strict=True):
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return population_from_csv(*paths)


def lines(folder: Path, courts: str | bytes = COURTS, mediators: str | bytes = MEDIATORS) -> list[str]:
    """The lines that two broken files earn, without the folder."""
    with pytest.raises(PopulationError) as caught:
        read(folder, courts, mediators)
    return [line.removeprefix(f"{folder}/") for line in str(caught.value).splitlines()]
