"""Exact and asymptotic results of queueing theory, as pure functions: what a simulation is checked against."""
