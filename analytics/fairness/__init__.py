"""How fairly cases are assigned, and how well a draw could be foreseen: one measure a file.

`observed.py` reads an event file and a roster; `measure.py` takes every measure that needs nothing else, `records.py`
is what comes out. `deviation.py` and `pairing.py` need what events do not hold, and take it from their caller.
"""
