"""Opening hours: the rules by example, and by property against a slow oracle."""
