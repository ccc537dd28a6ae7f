"""The limits on JSON said slowly and plainly, by the standard library: what the compiled scan must agree with."""

import json
from typing import Any

from engine.access.json_limits import JsonLimits


class RefusedError(Exception):
    """The text is refused."""


def plainly_accepted(body: bytes, limits: JsonLimits) -> bool:
    """Whether a body is within limits."""
    try:
        _check(body, limits)
    except (RefusedError, ValueError, RecursionError):
        return False
    return True


def _check(body: bytes, limits: JsonLimits) -> None:
    if len(body) > limits.size_max:
        raise RefusedError
    counts = {"members": 0, "items": 0}

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        counts["members"] += len(found)
        if len({name for name, _ in found}) != len(found):
            raise RefusedError
        return dict(found)

    def whole(text: str) -> int:
        if len(text) > limits.number_length_max or not -(1 << 63) <= int(text) < 1 << 63:
            raise RefusedError
        return int(text)

    def broken(text: str) -> float:
        if len(text) > limits.number_length_max or _digits_before_the_point(text) > 308:
            raise RefusedError
        return 0.5

    def constant(_: str) -> None:
        raise RefusedError

    text = body.decode()
    if text.startswith("\ufeff"):
        raise RefusedError
    value = json.loads(text, object_pairs_hook=pairs, parse_int=whole, parse_float=broken, parse_constant=constant)
    depth = _walk(value, counts)
    if depth > limits.depth_max or counts["members"] > limits.members_max or counts["items"] > limits.items_max:
        raise RefusedError


def _digits_before_the_point(text: str) -> int:
    """How many digits a number has before its point when written out, without leading zeros; exact for any exponent."""
    mantissa, _, exponent = text.lower().lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = int(whole + fraction)
    return len(str(digits)) - len(fraction) + int(exponent or "0") if digits else 0


def _walk(value: Any, counts: dict[str, int]) -> int:
    """Count the items of a value and return its depth; refuse what a string may not hold."""
    if isinstance(value, str):
        if "\0" in value or any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
            raise RefusedError
        return 0
    if isinstance(value, list):
        counts["items"] += len(value)
        return 1 + max((_walk(one, counts) for one in value), default=0)
    if isinstance(value, dict):
        return 1 + max((_walk(one, counts) for pair in value.items() for one in pair), default=0)
    return 0
