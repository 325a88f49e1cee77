"""Short lists in other people's posts."""
