"""A partner that keeps copies by the changes, and curators at work meanwhile."""
