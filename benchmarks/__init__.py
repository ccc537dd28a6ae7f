"""What things cost: for the engineer who asks whether a change made them slower.

Each `bench_*.py` times one part of the project at its natural size: one decision, a simulated day, the measures.
`runner` runs them and stands each beside its rival of the same run. Compare numbers of one machine and one run only;
across runs, unchanged code differs by a third.
"""
