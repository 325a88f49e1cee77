"""placeholder until merge"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Risk:
    kinds: frozenset[str] = frozenset()


def risk_in(text: str) -> Risk:
    return Risk()
