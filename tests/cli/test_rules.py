"""`onestop engine rules`, as a user runs it."""

import json
from pathlib import Path
from typing import Any

from engine.events.lifecycle_words import Track
from tests.cli.command import onestop, onestop_process


def _rules(folder: Path, *words: str) -> dict[str, Any]:
    done = onestop("engine", "rules", *words, "--json", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_the_rules_of_a_day_cite_the_articles_of_that_day(tmp_path: Path):
    """The last day before the online rules cites the provisions of 2016, the first day under them their own."""
    before, after = (_rules(tmp_path, "mediation", "--on", day) for day in ("2021-12-31", "2022-01-01"))

    def article(rules: dict[str, Any], name: str) -> str:
        return next(entry["article"] for entry in rules["transitions"] if entry["transition"] == name)

    def period(rules: dict[str, Any]) -> dict[str, Any]:
        (clock,) = [clock for clock in rules["clocks"] if clock["clock"] == "period"]
        return clock["lengths"][0]

    assert (article(before, "accept"), article(after, "accept")) == ("SIM 27", "ONL 12")
    assert (period(before)["article"], period(after)["article"]) == ("SIM 27", "ONL 24")
    assert period(after)["length"] == "30 calendar days"
    assert before["on"] == "2021-12-31"


def test_every_door_has_rules_and_says_which_states_are_final(tmp_path: Path):
    """Each door prints states, transitions and clocks; some of its states end it."""
    for door in Track:
        rules = _rules(tmp_path, door.value, "--on", "2024-06-03")
        assert rules["door"] == door.value
        assert {state["final"] for state in rules["states"]} == {True, False}
        assert rules["transitions"]
        assert rules["clocks"]


def test_people_read_titles_in_their_language(tmp_path: Path):
    """The same states by their Chinese and by their English titles."""
    chinese = onestop_process("engine", "rules", "--on", "2024-06-03", "--lang", "zh", cwd=tmp_path)
    english = onestop("engine", "rules", "--on", "2024-06-03", cwd=tmp_path)
    assert "退回" in chinese.stdout
    assert "Returned" in english.stdout
    assert "submit [ONL 8] by party, court" in english.stdout


def test_a_day_that_is_none_is_refused_by_name(tmp_path: Path):
    """One line that names the option, the value and the form."""
    done = onestop("engine", "rules", "--on", "1.1.2020", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "onestop: on = 1.1.2020: must be a day as YYYY-MM-DD\n"
