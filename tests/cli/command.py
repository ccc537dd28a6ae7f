"""Run the command: in this process where that shows as much, or in one of its own, as a user does."""

import signal
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from cli.main import main

ONESTOP = str(Path(sys.executable).with_name("onestop"))


def onestop(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the whole command in this process, which spares a start of Python and the loading of what is compiled."""
    out, err = StringIO(), StringIO()
    own_arguments, own_handler = sys.argv, signal.getsignal(signal.SIGTERM)
    sys.argv = ["onestop", *arguments]
    try:
        with chdir(cwd), redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0
    finally:
        sys.argv = own_arguments
        signal.signal(signal.SIGTERM, own_handler)
    return subprocess.CompletedProcess(sys.argv, code, out.getvalue(), err.getvalue())


def onestop_process(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `onestop` in a process of its own and wait for it."""
    return subprocess.run([ONESTOP, *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=240)


def visible(folder: Path) -> list[str]:
    """Return every path below a folder, hidden ones too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
