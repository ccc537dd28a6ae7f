"""Queues of any shape, described in TOML: a compiled loop, a SimPy model beside it, and the proof that they agree."""
