"""Tests of the audit: honest logs pass, and whatever is forged in one is found where it was forged."""
