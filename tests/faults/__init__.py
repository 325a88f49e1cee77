"""What goes wrong on purpose, and what visitors notice of it."""
