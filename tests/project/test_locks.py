"""The lock files pin what pyproject.toml asks for, each with hashes, and hold no address."""

import re
import tomllib
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project.sources import ROOT

LOCKS: Final = ("requirements-setup.txt", "requirements.txt", "requirements-dev.txt")
UNLOCKED_EXTRAS: Final = {"load", "ray"}
"""Nothing of the tree needs the first yet; the second is pinned for development only, since no other run needs it."""


def pins(lock: str) -> dict[str, set[str]]:
    """Pinned versions by canonical name; more than one where they depend on the Python version."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^ ]+)", line):
            found.setdefault(canonicalize_name(match[1]), set()).add(match[2])
    return found


def project() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def unmet(requirements: list[str], lock: str) -> list[str]:
    """The requirements that a lock file does not pin within their bounds."""
    pinned = pins(lock)
    parsed = [Requirement(text) for text in requirements]
    return [
        str(wanted)
        for wanted in parsed
        if not (versions := pinned.get(canonicalize_name(wanted.name)))
        or not all(wanted.specifier.contains(version) for version in versions)
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_holds_an_address(lock):
    """A lock file names packages and hashes, never where they come from."""
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock):
    """Every pin is followed by a SHA-256, so that nothing else can be installed in its place."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=\S)", text.strip()) if entry]

    assert entries
    assert [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)] == []


def test_the_run_lock_meets_the_project():
    """`requirements.txt` pins the core's dependencies and those of every locked extra."""
    described = project()["project"]
    extras: dict[str, list[str]] = described["optional-dependencies"]
    asked = described["dependencies"] + [
        text for name in extras if name not in UNLOCKED_EXTRAS for text in extras[name]
    ]

    assert unmet(asked, "requirements.txt") == []


def test_the_development_locks_meet_their_groups():
    """The groups of pyproject.toml are pinned too: the tools, and the installer itself."""
    groups = project()["dependency-groups"]

    assert unmet(groups["dev"], "requirements-dev.txt") == []
    assert unmet(groups["setup"], "requirements-setup.txt") == []


def test_development_adds_to_the_run_lock():
    """What is tested is what is run: the development lock holds the run lock's pins, unchanged."""
    run, development = pins("requirements.txt"), pins("requirements-dev.txt")

    assert {name: development.get(name) for name in run} == run


def test_a_missing_or_old_pin_is_noticed():
    """A package that is not pinned, or below its bound, is reported."""
    assert unmet(["no-such-package", "uv>=9999", "uv"], "requirements-setup.txt") == ["no-such-package", "uv>=9999"]
