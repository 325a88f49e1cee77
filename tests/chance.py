"""Chance that can be had again."""

from random import Random


class Repeatable(Random):
    """Numbers that look like chance and are the same for the same seed: never for a secret."""
