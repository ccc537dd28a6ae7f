"""The measures: what courts count, computed from events or case tables wherever they came from.

For the administrator with a log and the planner with a simulation. It never imports the simulator: a measure cannot
know whether the cases were real.

`case_table.py` folds events into one row a case; `importer`, told by one of `mappings`, reads other people's files
into the same table. `measures` holds one measure a file and `statistics` the formulas under them; `measure.py`
computes them all, `records.py` is what comes out, `export.py` and `flat_table.py` write it.
"""
