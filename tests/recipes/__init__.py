"""The recipes of CONTRIBUTING.md, cooked in a copy of the repository: they do what they promise."""
