"""A stand-in for each linked system, with latency, outages and lost answers, and a book of the work it has done.

It is shipped, not patched in: tests, simulations and a service on a desk without a network use it behind the same port
as a real system. All its faults are declared beforehand and drawn from words, so a run can be repeated.
"""
