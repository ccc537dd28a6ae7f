"""Tests of dashboards/style."""
