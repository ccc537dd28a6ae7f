"""Scenarios: what is to be simulated, as a TOML file that is checked whole before anything runs.

`scenario.py` is the whole file, the modules beside it its sections, `rules.py` what holds between keys; `load.py`
reads presets and files and lists every mistake at once; `schema.py` serves editors.
"""
