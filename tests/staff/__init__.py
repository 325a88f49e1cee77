"""The door of the staff area: who gets in, how, for how long, and to what."""
