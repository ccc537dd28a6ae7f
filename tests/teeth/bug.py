"""A bug that is planted into the shipped code, and the check that must notice it."""

import asyncio
import inspect
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parents[1]

Plant = Callable[[pytest.MonkeyPatch], None]
"""Puts a faulty copy of one function or method into its place; its docstring says what is wrong with it."""


@dataclass(frozen=True)
class Check:
    """A test or a law of the suite, run as it is there.

    `test` may ask for what tests are given: `tmp_path` or `folder` (which is not there yet), `aside`, an executor,
    and `monkeypatch`; and for `seed`, if it draws. All else stands in `arguments`.
    """

    test: Callable[..., Any]
    arguments: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        told = ", ".join(str(value)[:30] for value in self.arguments.values())
        module = inspect.getmodule(self.test)
        assert module is not None
        return f"{module.__name__.rpartition('.')[2]}.{self.test.__name__}" + (f"[{told}]" if told else "")

    def run(self, folder: Path, seed: int) -> None:
        """Run it; fails as the test would."""
        with ThreadPoolExecutor(1) as aside, pytest.MonkeyPatch.context() as patch:
            given = {
                "tmp_path": folder,
                "folder": folder / "inside",
                "aside": aside,
                "monkeypatch": patch,
                "seed": seed,
            }
            given |= self.arguments
            wanted = inspect.signature(self.test).parameters
            found = self.test(**{name: given[name] for name in wanted})
            if inspect.iscoroutine(found):
                asyncio.run(found)


@dataclass(frozen=True, kw_only=True)
class Bug:
    """A row of the table."""

    plant: Plant
    check: Check
    says: str
    """What the check says then: a piece of the failing line, or of its message."""
    seeds: tuple[int, ...] = (0,)
    """Of a check that draws; with each of them it must notice the bug."""

    @property
    def name(self) -> str:
        return self.plant.__name__


def verdict(check: Check, folder: Path, seed: int) -> str | None:
    """What a check says that is wrong: its failing line and message; None if it passes.

    Only what the check itself asserts counts. Any other error is no verdict, and is raised; so is an assertion that
    failed in the shipped code.
    """
    folder.mkdir()
    try:
        check.run(folder, seed)
    except (AssertionError, pytest.fail.Exception) as error:
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename]
        if not Path(ours[-1].filename).is_relative_to(TESTS):
            raise
        return f"{ours[-1].line}\n{error}"
    return None
