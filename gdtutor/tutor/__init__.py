"""Checking answers and naming mistakes. No NumPy."""
