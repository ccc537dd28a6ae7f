"""The stretch of time to measure: as it was asked for, and as the cases were observed."""
