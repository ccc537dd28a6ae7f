"""What a start costs is measured on a store that was really followed."""

from pathlib import Path

from benchmarks.replayed_nation import make_nation, start_figures
from engine.service.store import Store


def test_figures_are_of_every_application(tmp_path: Path):
    """Each filing is followed, carried over by the snapshot, and counted."""
    make_nation(tmp_path / "store", 1_000, share=0.002)
    figures = start_figures(Store(tmp_path / "store"))
    assert figures.disputes == 1_000
    assert figures.entries > 2 * figures.disputes
    assert figures.replayed_events_per_second > 0
    assert figures.snapshot_bytes > 100 * figures.disputes
