"""What the tree as a whole promises: layout, sizes, docstrings, words, lock files, commands and start-up."""
