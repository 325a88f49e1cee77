"""placeholder until merge"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class People:
    gender: str = ""
    low: int | None = None
    high: int | None = None
    is_child: bool = False
    is_older: bool = False
    was_long_ago: bool = False
    for_somebody_else: bool = False


def people_in(text: str) -> People:
    return People()
