"""One command each for what people do with the tree, and CI runs the same ones."""

import os
import re
import subprocess

from tests.project.sources import ROOT

COMMANDS = {"setup", "run", "test", "test-full", "check", "bench", "sbom", "lock", "clean", "help"}


def test_help_lists_every_command():
    """`make help` lists each command with a line that says what it does."""
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    described = dict(line.split(maxsplit=1) for line in done.stdout.splitlines() if not line.startswith("make"))

    assert set(described) == COMMANDS


def test_every_command_is_phony():
    """A file called like a command does not hide the command."""
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    assert phony is not None
    assert set(phony[1].split()) == COMMANDS


def test_ci_runs_what_developers_run():
    """`.ci/run` can be executed and is `make check` and `make test`."""
    script = ROOT / ".ci" / "run"
    calls = [line for line in script.read_text(encoding="utf-8").splitlines() if line.startswith("make")]

    assert os.access(script, os.X_OK)
    assert calls == ["make check", "make test"]
