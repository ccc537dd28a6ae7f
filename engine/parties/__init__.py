"""Party data, apart from the log: encrypted under a key per dispute, so that destroying the key erases them."""
