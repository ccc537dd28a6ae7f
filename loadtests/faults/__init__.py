"""The fault programme: a service is hurt in every way we know of, and a client's notes say what was lost."""
