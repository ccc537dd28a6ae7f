"""What comes after a mediation, and disputes that go through the other doors of the one-stop platform.

Who may act next is asked of a dispute as it stands, so that nobody acts against the rules: `acts` says what may be done
and how likely it is, `agents` draws it and lets it happen when it is time.
"""
