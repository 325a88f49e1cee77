"""What the management commands do to the database, and what they refuse."""
