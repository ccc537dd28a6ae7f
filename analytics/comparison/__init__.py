"""The same measures of two periods, and what changed between them."""
