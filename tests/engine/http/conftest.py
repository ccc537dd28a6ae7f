"""One event loop for each test that is a coroutine, and who has a token in the tests of several doors."""

import asyncio
import inspect
from typing import Any

import pytest

from tests.engine.http.doors import people_of_doors
from tests.engine.http.surface import PEOPLE


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted: dict[str, Any] = {name: pyfuncitem.funcargs[name] for name in inspect.signature(pyfuncitem.obj).parameters}
    asyncio.run(pyfuncitem.obj(**wanted))
    return True


@pytest.fixture
def people_of_every_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody on the rosters of the other doors has a token, too, as long as the test lasts."""
    for name, claims in people_of_doors().items():
        monkeypatch.setitem(PEOPLE, name, claims)
