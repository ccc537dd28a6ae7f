"""What every log promises, and the stores that are held to it."""

import pytest

pytest.register_assert_rewrite("tests.engine.log.contract", "tests.engine.log.chain_contract")
