"""What the guide to queues shows is what happens."""

import re
import tomllib

import pytest

from sim.queueing.load import load_queue, with_changes
from sim.queueing.parity import compare_traces
from sim.queueing.run import run_queue
from tests.project.sources import ROOT

GUIDE = (ROOT / "docs" / "queues.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The guide's examples in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


SNIPPETS = {text.split()[1]: text for text in blocks("toml")}


@pytest.mark.parametrize("name", SNIPPETS)
def test_every_snippet_runs_in_both_backends(name, tmp_path):
    """Each scenario of the guide loads under its name, runs with one trace in both backends, and serves somebody."""
    file = tmp_path / name
    file.write_text(SNIPPETS[name], encoding="utf-8")
    loaded = load_queue(str(file))
    made = loaded if loaded.run.length <= 1_000 else with_changes(loaded, {"run.length": 800.0, "run.warm_up": 0.0})

    assert f"{loaded.name}.toml" == name
    assert compare_traces(made, seed=1, events_max=1_500).identical
    assert run_queue(made, seed=1).measures["served"] > 0


def test_the_program_of_the_guide_runs(tmp_path, monkeypatch, capsys):
    """The shown program prints two mean waits."""
    (tmp_path / "counter.toml").write_text(SNIPPETS["counter.toml"], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(blocks("python")[0], {})  # noqa: S102 - the guide's own text
    first, second = map(float, capsys.readouterr().out.split())

    assert first > second > 0


def test_every_measure_is_explained():
    """The guide's table names every measure a run gives, whatever class, station or time it is of."""
    explained = set(re.findall(r"`([a-z_0-9]+)(?::[A-Z:]+)?`", GUIDE.partition("## Measures")[2]))
    for name in ("textbook/jackson", "textbook/mm1-transient", "hotline"):
        made = load_queue(name)
        measures = run_queue(with_changes(made, {"run.length": made.run.length / 5}), seed=1).measures

        assert {re.split("[:@]", key)[0] for key in measures} <= explained


def test_the_preset_files_hold_their_kind_first():
    """A preset is told to be of queues or of filings by its first key."""
    for path in (ROOT / "sim" / "presets").rglob("*.toml"):
        values = tomllib.loads(path.read_text(encoding="utf-8"))

        assert (next(iter(values)) == "kind") == ("kind" in values)
