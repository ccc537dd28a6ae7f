"""What the command line itself refuses.

CliError    a command could not do what it was asked
"""


class CliError(Exception):
    """A command could not do what it was asked; the message says why."""
