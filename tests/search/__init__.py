"""What the index in memory finds and counts is what the database finds and counts."""
