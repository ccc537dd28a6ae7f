"""Audit of an exported log: every change, pool, draw and link of the chain, computed again."""
