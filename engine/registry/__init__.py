"""The registry: every dispute of a platform, its doors and the assignment of its people, behind one `execute`."""
