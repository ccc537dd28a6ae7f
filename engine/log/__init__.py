"""Append-only logs of events: one interface, one suite of promises, a store for each place."""
