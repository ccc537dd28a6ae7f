"""The page of the validation: a scoreboard of simulation against theory."""
