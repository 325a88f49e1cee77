"""Each command is short: it parses, calls and prints."""
