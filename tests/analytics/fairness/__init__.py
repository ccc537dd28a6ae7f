"""Tests of the fairness measures."""
