"""What random words promise."""
