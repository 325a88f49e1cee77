"""Tests of what is read in the words a person types: risk, and who needs help."""
