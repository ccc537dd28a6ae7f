"""Tests of the assignment core: the compiled one against the plain reference, and both against written-out examples."""
