"""The charts, one a file: pure functions from measures to plain dicts."""
