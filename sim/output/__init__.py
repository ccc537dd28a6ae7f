"""Statistics of simulation output: how sure a number is, when to stop, which system is best, what matters."""
