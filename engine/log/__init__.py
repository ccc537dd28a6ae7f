"""Append-only logs of entries: one interface, one suite of promises, a store for each place."""
