"""Backups of everything, and restores of them that bring back nothing that was taken away."""
