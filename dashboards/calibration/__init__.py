"""The page of a calibration: what was fitted, and how far simulated and observed differ."""
