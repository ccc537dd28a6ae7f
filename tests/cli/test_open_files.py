"""A service sees to it that its connections find files to open, or says how many do."""

import resource

import pytest

from cli.open_files import SPARE_FILES, allow_open_files


@pytest.mark.parametrize(
    ("limits", "room", "raised_to"),
    [
        ((1_000, 100_000), None, 4_000 + SPARE_FILES),
        ((1_000, resource.RLIM_INFINITY), None, 4_000 + SPARE_FILES),
        ((1_000, 3_000), 3_000 - SPARE_FILES, 3_000),
        ((100, 100), 0, None),
        ((8_000, 8_000), None, None),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), None, None),
    ],
)
def test_the_limit_is_raised_as_far_as_it_may_be(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int], room: int | None, raised_to: int | None
):
    """A process takes what it needs and no more, and never lowers what it has; what is missing is said."""
    raised: list[int] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, found: raised.append(found[0]))

    assert allow_open_files(4_000) == room
    assert raised == ([] if raised_to is None else [raised_to])
