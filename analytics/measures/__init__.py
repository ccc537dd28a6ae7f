"""The measures, one a file: its formula, its denominator, its source."""
