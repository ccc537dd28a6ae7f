"""What is read of a world: pure functions that return records of their own, so that nobody holds on to the state."""
