"""The rules by which one of several mediators is chosen: one a file, listed in `table`."""
