"""A store remembers whose tokens it was served with."""

from pathlib import Path

import pytest

from engine.service.errors import StandingError
from engine.service.issuer_mark import ISSUER_FILE, keep_issuer, kept_issuer


def test_the_last_issuer_is_kept(tmp_path: Path):
    """A store that was served with an issuer says so to whoever asks, and a new issuer takes its place."""
    assert kept_issuer(tmp_path) == ""
    assert keep_issuer(tmp_path, "https://a.example") == ""
    assert keep_issuer(tmp_path, "https://b.example") == "https://a.example"
    assert kept_issuer(tmp_path) == "https://b.example"
    assert kept_issuer(tmp_path / ISSUER_FILE) == ""  # a file where a store should be is somebody else's to refuse


def test_a_mark_that_cannot_be_read_is_no_missing_mark(tmp_path: Path):
    """A mark that is no text is refused rather than taken for a store of nobody's."""
    (tmp_path / ISSUER_FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(StandingError, match="its file issuer cannot be read"):
        kept_issuer(tmp_path)
