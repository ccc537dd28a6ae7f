"""What the laws of chance promise."""
