"""Tests of the questions that take several simulations."""
