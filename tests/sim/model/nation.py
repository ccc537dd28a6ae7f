"""A sink for the events of worlds simulated in tests."""


class Collector:
    """An event sink that keeps everything in a list."""

    def __init__(self):
        self.events = []

    def append(self, events):
        """Keep the events."""
        self.events.extend(events)
