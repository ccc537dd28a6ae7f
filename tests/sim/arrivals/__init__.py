"""What filings promise: the right number, at the right hours, and no court's business another's."""
