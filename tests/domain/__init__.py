"""Tests of the rules that need no database, clock or network."""
