"""What a population promises: exact totals, heavy tails, supply where demand is, and the user's own rosters."""
