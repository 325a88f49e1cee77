"""`python -m tests.faults.first_question WORDS COUNT`: ask other questions, then count one's calls.

It prints how many functions are called for the question that comes after so many others, in a
process that has just begun, on the database that the environment names.
"""

import sys
from types import FrameType
from typing import Any, Final
from urllib.parse import urlencode

import django

TOWNS: Final = ("Leeds", "York", "Hull", "Bristol", "Cardiff", "Truro", "Exeter", "Derby", "Bath")
WISHES: Final = (
    "a refuge in",
    "debt advice",
    "counselling in",
    "",
    "legal help in",
    "help tonight",
)


def main(words: str, count: int) -> None:
    django.setup(set_prefix=False)
    from directory.serving.preloading import preload  # noqa: PLC0415  after the settings

    preload()
    from directory.serving.application import django_app  # noqa: PLC0415  it is made of what was loaded
    from directory.serving.rehearsing import asked  # noqa: PLC0415  it needs models, which need Django

    def find(text: str) -> None:
        found = asked(django_app, "POST", "/find", urlencode({"words": text}).encode())
        asked(django_app, "GET", found["Location"])

    for number in range(count):
        find(f"{WISHES[number % len(WISHES)]} {TOWNS[number % len(TOWNS)]}")
    calls = 0

    def noted(_frame: FrameType, event: str, _given: Any) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(noted)
    find(words)
    sys.setprofile(None)
    sys.stdout.write(f"{calls}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
