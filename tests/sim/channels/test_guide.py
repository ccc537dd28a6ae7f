"""What the guides of filings and figures show is true."""

import re
import tomllib

from sim.channels.load import load_filings
from sim.reproduce.claims import claiming_presets, claims_of
from sim.reproduce.figures import published_entries
from tests.project.sources import ROOT

FILINGS = (ROOT / "docs" / "filings.md").read_text(encoding="utf-8")
FIGURES = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")


def blocks(text, language):
    """The fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_example_loads(tmp_path):
    """The scenario shown is a whole file, and the window takes what the million leaves."""
    (example,) = blocks(FILINGS, "toml")
    path = tmp_path / "fewer-online.toml"
    path.write_text(example, encoding="utf-8")
    made = load_filings(str(path))

    assert tomllib.loads(example)["name"] == made.name
    assert made.filings_of(made.channel[1]) == made.registered.filings - 9_800_000


def test_the_program_runs(capsys):
    """The program shown prints four numbers, here of a week."""
    (program,) = blocks(FILINGS, "python")
    exec(program.replace("days=366", "days=7"), {})  # noqa: S102 - the guide's own text
    calls, answered, level, cases = map(float, capsys.readouterr().out.split())

    assert calls > 1_000
    assert 0 < cases < level < answered < 1


def test_the_table_of_presets_is_that_of_the_claims():
    """Each preset of the guide hits and cannot what its claims say, and none is forgotten."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in FIGURES.splitlines() if line.startswith("| `")
    ]
    told = {
        name: (set(row[2].split(", ")), set(row[3].split(", ")) - {"-"})
        for row in rows
        if len(row) == 4
        for name in re.findall(r"`([^`]+)`", row[0])
    }

    assert told == {name: (set(claims_of(name).hits), set(claims_of(name).cannot)) for name in claiming_presets()}


def test_every_id_with_a_hyphen_is_explained():
    """The guide names each further reading."""
    assert [name for name in published_entries() if "-" in name and name not in FIGURES] == []
