"""Tests of the statistics of simulation output."""
