"""Draws that anybody can check: the keys of days, the words of draws, the chain they hang on, and their records."""
