"""What the SimPy model promises: legal traces, a steady start, and agreement with theory."""
