"""Run the real command in a process of its own, as a user does."""

import subprocess
import sys
from pathlib import Path

ONESTOP = str(Path(sys.executable).with_name("onestop"))


def onestop(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `onestop` and wait for it."""
    return subprocess.run([ONESTOP, *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=240)


def visible(folder: Path) -> list[str]:
    """Return every path below a folder, hidden ones too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
