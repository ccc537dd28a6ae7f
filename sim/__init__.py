"""The simulator: it drives the assignment core through days and years that never were.

For the planner who asks how many mediators, where and under which rule. It writes the events a real platform would
write, so everything that measures one measures the other.

`scenario` reads and checks what is to be simulated, `presets` holds the scenarios that come with it, and
`assumptions.py` lists what they rest on. `population` makes or reads courts and mediators; `randomness` gives random
words, `laws` and `arrivals` what follows from them, `order.py` the order at one instant; `model` is the simulation
itself. `run.py` makes a whole run, `run_directory.py` its folder. `channels` draws what reaches the courts beside
mediation, and `reproduce` holds all of it against what was published.
"""
