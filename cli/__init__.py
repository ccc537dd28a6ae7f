"""The command line, `onestop`: for everyone who uses the project without writing Python.

It parses, calls and prints, and is the only package that knows all others. `main.py` is the tree of commands and
imports nothing heavy, so that help answers at once; `run.py`, `sim.py`, `analytics.py` and `bench.py` hold the
commands, the other files what they share; `warm.py` fills the cache of compiled code, and `warm_service.py`
what a service starts with.
"""
