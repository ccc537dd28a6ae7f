"""Tests of the load and fault tools."""
