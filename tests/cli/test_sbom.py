"""The bill of materials names everything that is locked, as it is installed, and nothing else."""

import json
from importlib.metadata import requires, version
from pathlib import Path
from typing import Any

import pytest

from cli.sbom import Locked, SbomError, bill, main, read_lock

LOCK = Path(__file__).parents[2] / "requirements.txt"
LOCKED = read_lock(LOCK.read_text(encoding="utf-8"))
BILL = bill(LOCKED)


def refs_of(found: dict[str, Any]) -> set[str]:
    return {one["bom-ref"] for one in found["components"]} | {found["metadata"]["component"]["bom-ref"]}


def test_every_locked_package_is_named_once_with_its_hashes():
    """As many components as pins, each with its version and the SHA-256 of every file that may be installed."""
    text = LOCK.read_text(encoding="utf-8")
    hashes = [
        digest["content"]
        for one in BILL["components"]
        for reference in one["externalReferences"]
        for digest in reference["hashes"]
    ]

    assert len(BILL["components"]) == sum("==" in line and line[0].isalnum() for line in text.splitlines())
    assert len({one["bom-ref"] for one in BILL["components"]}) == len(BILL["components"])
    assert sorted(hashes) == sorted(part.split()[0] for part in text.split("--hash=sha256:")[1:])
    numpy = next(one for one in BILL["components"] if one["name"] == "numpy")
    assert (numpy["purl"], numpy["scope"]) == (f"pkg:pypi/numpy@{version('numpy')}", "required")


def test_it_has_what_the_format_demands():
    """Format, version, a serial number of its own, unique references, and dependencies among these alone."""
    needed = {"type", "name", "version", "purl", "bom-ref", "scope", "externalReferences"}

    assert (BILL["bomFormat"], BILL["specVersion"], BILL["version"]) == ("CycloneDX", "1.6", 1)
    assert BILL["serialNumber"].startswith("urn:uuid:")
    assert BILL["metadata"]["component"]["licenses"] == [{"expression": "Apache-2.0"}]
    assert all(needed <= one.keys() for one in BILL["components"])
    edges = BILL["dependencies"]
    assert {one["ref"] for one in edges} <= refs_of(BILL)
    assert {ref for one in edges for ref in one["dependsOn"]} <= refs_of(BILL)


def test_what_the_project_asks_for_hangs_on_it():
    """Each direct dependency that is installed is an edge of the project's own node."""
    root = BILL["metadata"]["component"]["bom-ref"]
    own = next(set(one["dependsOn"]) for one in BILL["dependencies"] if one["ref"] == root)

    assert {f"pkg:pypi/{name}@{version(name)}" for name in ("numpy", "numba", "msgspec", "apsw", "fastapi")} <= own
    assert len(own) <= len(requires("onestop") or ())


def test_the_same_environment_gives_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Nothing of the moment goes into it: written twice it is the same file."""
    first, second = tmp_path / "a" / "one.json", tmp_path / "b" / "two.json"

    assert [main([str(LOCK), str(one)]) for one in (first, second)] == [0, 0]
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text(encoding="utf-8")) == BILL
    assert f"{len(BILL['components'])} packages" in capsys.readouterr().out


def test_another_version_than_the_locked_one_ends_it():
    """What is installed otherwise, or not at all, is named; what is for other platforms only may be absent."""
    absent = Locked("no-such-package", "1.0", is_conditional=True, hashes=("0" * 64,))
    other = Locked("numpy", "0.0.1", is_conditional=False, hashes=("0" * 64,))

    assert bill([*LOCKED, absent])["components"][-1]["scope"] == "optional"
    with pytest.raises(SbomError, match="numpy"):
        bill([other])
    with pytest.raises(SbomError, match="no-such-project"):
        bill(LOCKED, project="no-such-project")


@pytest.mark.parametrize(
    "text", ["", "numpy==2.4.0", "numpy>=2 \\\n --hash=sha256:" + "a" * 64, "-e .", "--index-url https://example.org"]
)
def test_what_is_no_lock_file_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A package without a hash, a range, a folder or an address is refused, and no bill is written."""
    lock, out = tmp_path / "lock.txt", tmp_path / "out.json"
    lock.write_text(text, encoding="utf-8")

    assert main([str(lock), str(out)]) == 1
    assert capsys.readouterr().err.startswith("sbom: ")
    assert not out.exists()
