"""The command `onestop`: the tree of commands, and the edge where an error becomes one clear line.

Nothing heavy is imported here: each command imports what it needs when it runs, so that `--help` answers at once.
"""

import signal
import sys
from typing import Final, NoReturn

import typer

from analytics.errors import AnalyticsError
from benchmarks.errors import BenchmarkError
from cli import analytics as analytics_commands
from cli import bench as bench_commands
from cli import engine as engine_commands
from cli import load as load_commands
from cli import sim as sim_commands
from cli.errors import CliError
from cli.faults import faults
from cli.run import run
from dashboards.errors import DashboardError
from engine.errors import EngineError
from loadtests.errors import LoadTestError
from sim.errors import SimError

FAILED: Final = 1
"""Exit code of a command that could not do what it was asked."""
INTERRUPTED: Final = 130
"""Exit code after Ctrl-C, as shells have it: 128 + SIGINT."""

TERMINATED: Final = 143
"""Exit code after SIGTERM: 128 + SIGTERM."""

app = typer.Typer(
    name="onestop",
    help="Load-and-analytics engine for court-scale mediation: simulate the platform, measure it, show it.",
    epilog="Start with: onestop run one-court (a small world, seconds), then: onestop run (the nation).",
    no_args_is_help=True,
    rich_markup_mode=None,  # the formatted help takes twice the time to answer
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(run)
app.add_typer(sim_commands.app, name="sim")
app.add_typer(engine_commands.app, name="engine")
app.add_typer(analytics_commands.app, name="analytics")
app.command(name="bench")(bench_commands.bench)
app.add_typer(load_commands.app, name="load")
load_commands.app.command()(faults)


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 failed, 2 misused, 130 interrupted, 143 terminated."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        app()
    except SystemExit as stop:
        if stop.code == INTERRUPTED:
            _fail("interrupted; nothing was written", INTERRUPTED)
        raise
    except (EngineError, AnalyticsError, SimError, DashboardError, BenchmarkError, LoadTestError, CliError) as error:
        _fail(str(error), FAILED)
    except OSError as error:
        # Of a copy the second name is where it was written to, and a full disk is that one's.
        names = [str(name) for name in (error.filename, error.filename2) if name]
        where = f"{' -> '.join(names)}: " if names else ""
        _fail(f"{where}{error.strerror or error}", FAILED)
    sys.exit(0)


def _terminate(_signal: int, _frame: object) -> NoReturn:
    """Leave as after an error, so that nothing half-written stays."""
    sys.exit(TERMINATED)


def _fail(message: str, code: int) -> NoReturn:
    sys.stderr.write(f"onestop: {message}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
