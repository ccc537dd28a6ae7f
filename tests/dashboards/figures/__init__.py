"""Tests of dashboards/figures."""
