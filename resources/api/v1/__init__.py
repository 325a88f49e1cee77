"""Version 1 of our own JSON."""
