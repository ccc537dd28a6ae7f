"""Who there is: courts in their jurisdictions, organisations, and mediators with what they take and speak.

`synthetic.py` makes a population up from a scenario's totals, `from_csv.py` reads the user's own, `build.py` does
what a scenario says; `population.py` is the record both give, `files.py` writes it into a run's folder.
"""
