"""Leaving quickly, proved in stock browsers with profiles on disk."""
