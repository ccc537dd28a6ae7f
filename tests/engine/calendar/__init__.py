"""Promises of the working calendar."""
