"""Tests of the statutory lifecycle."""
