"""Tests of how the words that people type are read."""
