"""What the packages promise, one folder a package; `project` holds what the tree as a whole promises."""
