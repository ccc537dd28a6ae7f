"""The statutory lifecycle of a dispute: machines of its doors as data, commands in, events out."""
