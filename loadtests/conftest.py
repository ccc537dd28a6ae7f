"""What of this package the tests may import."""

collect_ignore = ["users.py"]
"""Importing Locust replaces sockets, threads and clocks of the whole interpreter; it runs in a process of its own."""
