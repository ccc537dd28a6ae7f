"""What happens to a case: typed, versioned records, their wire form and their files."""
