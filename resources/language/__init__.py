"""What a person typed, and what it says: pure functions of a text, which keep none of it."""
