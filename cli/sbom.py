"""A bill of materials in CycloneDX 1.6, of the lock file and what is installed from it: `python -m cli.sbom`.

Made offline and by the standard library alone, so that it can be made wherever the project is installed. The same lock
file and environment give the same bytes: no clock is read. Nothing is guessed: a locked package that is not installed
as it is locked ends it.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from cli.errors import CliError

PROJECT: Final = "onestop"
_PIN: Final = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(?:;\s*([^\\]+?))?\s*\\?$")
_HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_LINE_CHARACTERS_MAX: Final = 100


class SbomError(CliError):
    """The environment is not what the lock file says, or the file is none."""


class Locked(NamedTuple):
    """A package of the lock file."""

    name: str
    version: str
    is_conditional: bool
    """Whether it is for some platforms or interpreters only."""
    hashes: tuple[str, ...]
    """SHA-256 of each file that may be installed, hex."""

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:pypi/{_normal(self.name)}@{self.version}"


def read_lock(text: str) -> list[Locked]:
    """Read a lock file as `make lock` writes it.

    Raises
    ------
    SbomError
        If a line is not of one, or a package has no hash.

    Examples
    --------
    >>> (one,) = read_lock("numpy==2.4.0 ; python_version < '4' \\\\\\n    --hash=sha256:" + 64 * "a")
    >>> one.purl, one.is_conditional, len(one.hashes)
    ('pkg:pypi/numpy@2.4.0', True, 1)
    """
    found: list[Locked] = []
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.strip()
        if pin := _PIN.fullmatch(content):
            found.append(Locked(pin[1], pin[2], bool(pin[3]), ()))
        elif (digest := _HASH.match(content)) and found:
            found[-1] = found[-1]._replace(hashes=(*found[-1].hashes, digest[1]))
        elif content and not content.startswith("#"):
            raise SbomError(f"lock file, line {number}: must be a pinned package or a hash")
    bare = [one.name for one in found if not one.hashes]
    if bare or not found:
        raise SbomError(f"lock file: each package must have a hash, and there must be one; without: {bare}")
    return found


def bill(locked: Sequence[Locked], project: str = PROJECT) -> dict[str, Any]:
    """Return the bill of materials.

    Parameters
    ----------
    locked
        Of the lock file.
    project
        Distribution that it is about; installed.

    Raises
    ------
    SbomError
        If the project, or a package that is for every platform, is not installed in the version that is locked.
    """
    own = _installed(project)
    if own is None:
        raise SbomError(f"{project}: must be installed; make setup does it")
    installed = {_normal(one.name): (one, found) for one in locked if (found := _as_locked(one)) is not None}
    lacking = [one.name for one in locked if not one.is_conditional and _normal(one.name) not in installed]
    if lacking:
        raise SbomError(f"must be installed as they are locked: {', '.join(lacking)}; make setup does it")
    refs = {name: one.purl for name, (one, _) in installed.items()}
    root = f"pkg:pypi/{project}@{own.version}"
    edges = [(root, own, True), *((one.purl, found, False) for one, found in installed.values())]
    content: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component("application", project, own.version, own, root)},
        "components": [_of(one, installed) for one in locked],
        "dependencies": [
            {"ref": ref, "dependsOn": sorted(set(_needs(found, refs, with_extras=is_root)))}
            for ref, found, is_root in edges
        ],
    }
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return {"serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, digest)}", **content}


def _of(one: Locked, installed: Mapping[str, tuple[Locked, Distribution]]) -> dict[str, Any]:
    found = installed.get(_normal(one.name))
    is_here = found is not None and found[0] == one
    component = _component("library", one.name, one.version, found[1] if found and is_here else None, one.purl)
    component["scope"] = "required" if is_here else "optional"
    # Of the files that may be installed one is; which one, the platform decides.
    files = {"type": "distribution", "url": one.purl}
    hashes = [{"alg": "SHA-256", "content": digest} for digest in one.hashes]
    component["externalReferences"] = [{**files, "hashes": hashes}]
    return component


def _component(kind: str, name: str, version: str, found: Distribution | None, ref: str) -> dict[str, Any]:
    component: dict[str, Any] = {"type": kind, "bom-ref": ref, "name": name, "version": version, "purl": ref}
    if found is not None:
        component["licenses"] = _licences(found)
    return {key: value for key, value in component.items() if value}


def _licences(found: Distribution) -> list[dict[str, Any]]:
    """Return what a package says of its licence: an SPDX expression, else its classifiers, else one line of text."""
    said: dict[str, Any] = found.metadata.json
    if expression := said.get("license_expression"):
        return [{"expression": expression}]
    classifiers: list[str] = [one for one in said.get("classifier", ()) if one.startswith("License ::")]
    names = [one.rpartition(" :: ")[2] for one in classifiers]
    text = str(said.get("license", "")).strip()
    if not names and text and "\n" not in text and len(text) <= _LINE_CHARACTERS_MAX:
        names = [text]
    return [{"license": {"name": name}} for name in names]


def _needs(found: Distribution, refs: Mapping[str, str], *, with_extras: bool) -> Iterator[str]:
    """Yield what a package requires of what is installed; of its extras only if they are wanted."""
    for requirement in found.requires or ():
        match = _NAME.match(requirement)
        if match and (with_extras or "extra ==" not in requirement) and (ref := refs.get(_normal(match[0]))):
            yield ref


def _as_locked(one: Locked) -> Distribution | None:
    found = _installed(one.name)
    return found if found is not None and found.version == one.version else None


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(arguments: Sequence[str]) -> int:
    """Write the bill of a lock file: `python -m cli.sbom requirements.txt sbom.cdx.json`; 1 if there can be none."""
    lock, out = map(Path, arguments)
    try:
        content = bill(read_lock(lock.read_text(encoding="utf-8")))
    except (OSError, SbomError) as error:
        sys.stderr.write(f"sbom: {error}\n")
        return 1
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    here = sum(one["scope"] == "required" for one in content["components"])
    sys.stdout.write(f"{out}: {len(content['components'])} packages, {here} of them installed here\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
