"""The SimPy model of the platform: readable, and the reference for every faster backend."""
