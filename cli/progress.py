"""A progress bar on a terminal, and nothing elsewhere."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager


@contextmanager
def progress(label: str, *, quiet: bool) -> Generator[Callable[[float], None] | None]:
    """Give a function that takes the share done, drawn on standard error if that is a terminal.

    Parameters
    ----------
    label
        What is going on.
    quiet
        Draw nothing.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=1.0)

        def show(share: float) -> None:
            bar.update(task, completed=share)

        yield show
