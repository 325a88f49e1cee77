"""The address of an answer is as long whatever was asked: in any script, with places or without."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from django.http import QueryDict

from resources.language import LONGEST_TEXT
from resources.private_search.form import decrypt_search, encrypt_search, read_form

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
PHRASES = Path(__file__).parents[2] / "resources" / "data" / "phrases"
LANGUAGES = sorted(path.stem for path in (PHRASES / "languages").glob("*.txt"))
# Names of many places, and everything that the form can tick at once.
PLACES = ("", "Newport", "Ashton", "Sutton", "Whitchurch", "Newcastle")
TICKED = "near=1&type=helpline&type=housing&topic=stalking&audience=women&by_and_for=deaf&cost=free"
LENGTH = 930


def sentence(language: str) -> str:
    """Return the longest text that the box takes, of phrases that people write."""
    files = [PHRASES / "languages" / f"{language}.txt"] if language else PHRASES.glob("*.txt")
    lines = [line for file in sorted(files) for line in file.read_text("utf-8").splitlines()]
    said = [line for line in lines if line and not line.startswith(("#", "["))]
    return " ".join(Random(1).sample(said, 60))[:LONGEST_TEXT]  # noqa: S311  chance that can be had again


def length(words: str, place: str, ticked: str = "") -> int:
    form = QueryDict(ticked, mutable=True)
    # The name of a place stands in the box itself, at its end.
    form["words"] = f"{words[: LONGEST_TEXT - len(place) - 4]} in {place}" if place else words
    search = read_form(form)
    token = encrypt_search(search, NOW)
    assert decrypt_search(token, NOW) == search
    return len(token)


@pytest.mark.django_db
@pytest.mark.proves("SAFETY 2.3")
@pytest.mark.parametrize("language", ["", *LANGUAGES])
def test_the_longest_question_of_a_language_is_as_long_as_a_letter(language: str) -> None:
    words = sentence(language)
    assert len(words) == LONGEST_TEXT
    asked = [(place, ticked) for place in PLACES for ticked in ("", TICKED)]
    assert {length(words, place, ticked) for place, ticked in asked} == {LENGTH}


@pytest.mark.django_db
def test_a_name_of_many_places_is_as_long_as_no_place() -> None:
    questions = ["a", "LS1 4AP", *PLACES[1:], *(f"housing in {place}" for place in PLACES[1:])]
    assert {length(words, "", ticked) for words in questions for ticked in ("", TICKED)} == {LENGTH}
