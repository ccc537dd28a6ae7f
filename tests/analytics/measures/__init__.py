"""Tests of the measures, one file each."""
