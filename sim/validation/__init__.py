"""Holding both simulation backends against exact theory."""
