"""The fast loop: the platform compiled, event for event what the SimPy model gives.

`loop.py` is what happens to a case, `agenda.py` what will happen when, `rows.py` the form in which events leave,
`simulate.py` the run. Everything else reads the rows: the event file, the case table, the measures.
"""
