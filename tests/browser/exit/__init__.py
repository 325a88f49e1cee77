"""The way out, in two stock browsers."""
