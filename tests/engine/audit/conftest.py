"""Logs that several tests look at; whoever forges one writes another file."""

import pytest

from tests.engine.audit.logs import Sealed, procedure_log

EVENTFUL = 298
"""Seed of a procedure in which nearly everything happens."""


@pytest.fixture(scope="session")
def eventful(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """The log of a procedure with events of twenty kinds."""
    return procedure_log(tmp_path_factory.mktemp("eventful") / "events.parquet", EVENTFUL)
