"""Commands of the project as a whole: backup and restore."""
