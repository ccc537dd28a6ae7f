"""What the published figures promise: verdicts that follow from numbers."""
