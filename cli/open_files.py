"""How many files a service may have open: a connection that finds none left is closed without a word."""

import resource
from typing import Final

SPARE_FILES: Final = 256
"""For the log, party data, snapshots, and calls to others."""


def allow_open_files(connections_max: int) -> int | None:
    """Let this process have enough files open for its connections, as far as the system allows.

    Parameters
    ----------
    connections_max
        Connections at once.

    Returns
    -------
    int or None
        How many connections there is room for, if that is fewer; None if there is room for all.
    """
    wanted = connections_max + SPARE_FILES
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed == resource.RLIM_INFINITY or allowed >= wanted:
        return None
    granted = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    if granted > allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (granted, most))
    return None if granted >= wanted else max(0, granted - SPARE_FILES)
