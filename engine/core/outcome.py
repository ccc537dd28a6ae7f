"""What a decision says where it names nobody."""

NOBODY = -1
"""Nobody who may take the case is free: it waits."""
NEW_ROUND = -2
"""Everybody who may take the case has declined it: all may be asked again."""
NEW_DECK = -3
"""Nobody who may take the case has a card left: a new deck is due."""
