"""From a log of what happened to a scenario that can be simulated, and how far the two differ."""
