"""The laws of chance that a case follows: each a compiled function of a random word and a few numbers."""
