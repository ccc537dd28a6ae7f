"""Tests of the planner's pages."""
