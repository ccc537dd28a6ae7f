"""Tests of the desk: its parts by themselves, each rule of the procedure, and random procedures against invariants."""
