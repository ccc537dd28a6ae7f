"""What the command line itself refuses.

CliError        a command could not do what it was asked
+-- SbomError   there can be no bill of materials (`cli.sbom`)
"""


class CliError(Exception):
    """A command could not do what it was asked; the message says why."""
