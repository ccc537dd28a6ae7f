"""What the command line prints as JSON is JSON."""

import json
from math import inf, nan

import pytest

from cli.output import print_json


def test_numbers_that_are_not_finite_are_null(capsys: pytest.CaptureFixture[str]):
    """Infinity and NaN, which JSON does not have, are null wherever they stand, and everything else stays."""
    print_json({"a": [1.5, inf, {"b": -inf}], "c": (nan, 2, "inf", True, None)})

    def refuse(word: str) -> None:
        raise AssertionError(word)

    found = json.loads(capsys.readouterr().out, parse_constant=refuse)
    assert found == {"a": [1.5, None, {"b": None}], "c": [None, 2, "inf", True, None]}
