"""A text that names a service finds it: by the whole name, its beginning or its initials."""

from random import Random

import pytest

from resources.language import words_of
from resources.search import names as naming
from resources.search.names import BEGINNING, INITIALS, WHOLE, Names

OWN = {
    0: ["Refuge"],
    1: ["The Quokka Trust", "Friends of Quokkas"],
    2: ["Rape and Sexual Abuse Support Line"],
    3: ["Galop"],
    4: ["Men And Sons"],
}
NAMES = Names(
    ["\n".join(" ".join(words_of(name)) for name in names) for names in OWN.values()], OWN
)


def found(text: str) -> set[tuple[int, float]]:
    """Return the services that a text names, and how much that counts."""
    return set(NAMES.in_text(words_of(text)))


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("galop", 3),
        ("is galop open on sunday", 3),
        ("the quokka trust", 1),
        ("Quokka Trust", 1),
        ("ring friends of quokkas now", 1),
        ("refuge", 0),
    ],
)
def test_a_whole_name_is_known_alone_or_inside_a_text(text: str, service: int) -> None:
    assert (service, WHOLE) in found(text)


def test_one_everyday_word_inside_a_longer_text_is_no_name() -> None:
    assert found("a refuge for me and my dog") == set()


@pytest.mark.parametrize("text", ["refuge helpline", "Refuge phone number", "charity refuge uk"])
def test_an_everyday_word_beside_helpline_and_nothing_else_is_a_name(text: str) -> None:
    assert (0, WHOLE) in found(text)


@pytest.mark.parametrize("text", ["rsasl", "what is RSASL"])
def test_initials_name_a_service(text: str) -> None:
    assert (2, INITIALS) in found(text)


def test_initials_that_are_a_word_name_nobody() -> None:
    # "Men And Sons" without its article has too few; the trust's are no three letters.
    assert found("ms qt") == set()


@pytest.mark.parametrize("text", ["rape and sexual", "friends of", "rape"])
def test_the_beginning_of_a_name_is_a_hint(text: str) -> None:
    assert {fit for _service, fit in found(text)} == {BEGINNING}


@pytest.mark.parametrize(
    ("text", "services"),
    [("sexual abuse", {2}), ("quokkas", {1}), ("sexual quokkas", set()), ("", set())],
)
def test_all_words_of_a_text_stand_in_the_names_of_few(text: str, services: set[int]) -> None:
    assert NAMES.with_all(words_of(text)) == services


@pytest.mark.parametrize(
    ("text", "services"),
    [("what is of quokkas friends", {1}), ("line for sexual abuse", set()), ("galop", set())],
)
def test_all_words_of_a_long_name_stand_in_a_text_in_any_order(
    text: str, services: set[int]
) -> None:
    assert set(NAMES.within(words_of(text))) == services


@pytest.mark.parametrize("text", ["", "xyzzy", "sexual abuse support", "go"])
def test_what_names_nobody_finds_nobody(text: str) -> None:
    assert found(text) == set()


def told(names: Names, texts: list[str]) -> list[object]:
    """Return all that names answer of some texts."""
    return [
        answer
        for text in texts
        for words in [words_of(text)]
        for answer in (
            sorted(names.in_text(words)),
            sorted(set(names.within(words))),
            sorted(names.with_all(words)),
            sorted(names.exactly(words)),
        )
    ]


def test_names_that_follow_others_answer_as_if_they_were_made_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # So few that words become usual, and rare again, on the way.
    monkeypatch.setattr(naming, "MANY", 6)
    chance = Random(36)  # noqa: S311  the same every time
    words = ["the", "women", "centre", "quokka", "zebra", "trust", "of", "line", "leeds"]

    def spoken() -> str:
        lines = (chance.sample(words, chance.randint(1, 5)) for _ in range(chance.randint(1, 3)))
        return "\n".join(map(" ".join, lines))

    names = [spoken() for _ in range(12)]
    slots = list(range(12))
    followed, anew = Names(names, slots), 0
    for _edit in range(60):
        before, was = followed, told(followed, texts := [*names, "zebra of the leeds trust line"])
        slots.remove(chance.choice(slots))
        names = [*names, spoken()]
        slots.append(len(names) - 1)
        followed = followed.after(names, slots)
        anew += followed._whole.changed is None
        assert told(followed, texts) == told(Names(names, slots), texts)
        assert told(before, texts) == was, "who still asks what was before is answered as before"
    assert 0 < anew < 60


def test_after_very_many_changes_names_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "MOST_FOLLOWED", 1)
    followed = NAMES.after(["", "", "galop"], [2])
    assert set(followed.in_text(["galop"])) == {(2, WHOLE), (2, BEGINNING)}
    assert not set(followed.in_text(["quokka", "trust"]))
