"""Programs read the directory here."""
