"""The language of wordings: what a person may write there, and what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.language.pattern_parts import PatternError
from resources.language.patterns import PatternSet
from resources.language.reading import plain_reading


def found(pattern: str, text: str) -> bool:
    finder = PatternSet([pattern], {"who": ["he", "my ex"]}, {"twelve": 12})
    return any(finder.find(plain_reading(text)))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("kill (myself|my self)", "kill my self"),
        ("want to [just] die", "i want to die"),
        ("want to [just] die", "i want to just die"),
        ("samobojcz*", "my\u015bli samob\u00f3jcze"),
        ("tablets <3> tonight", "tablets from the shop tonight"),
        ("{who} is here", "my ex is here"),
        ("({who}|she) is here", "she is here"),
        ("^ cutting $", "Cutting!"),
        ("im <age>", "I'm 12"),
        ("im <age>", "im twelve"),
        ("<age> f", "14f"),
    ],
)
def test_a_wording_is_found(pattern: str, text: str) -> None:
    assert found(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("die", "diet"),
        ("want to [just] die", "want to really die"),
        ("tablets <3> tonight", "tablets one two three four tonight"),
        ("^ cutting $", "cutting girls"),
        ("im <age>", "im 12345"),
    ],
)
def test_other_words_are_not_found(pattern: str, text: str) -> None:
    assert not found(pattern, text)


@pytest.mark.parametrize("pattern", ["", "(a|b", "a <9> b", "<3>", "a <x> b", "[only]", "a (%) b"])
def test_a_wording_that_is_not_of_the_language_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        PatternSet([pattern], {})


def test_a_number_is_handed_back_and_no_word_is_kept() -> None:
    (find,) = PatternSet(["zebra im <age>"], {}).find("a zebra im 12 years")
    assert find.number == 12
    assert "zebra" not in repr(find)


def test_a_pattern_of_a_number_alone_is_looked_for_in_every_text() -> None:
    finder = PatternSet(["^ <age> $", "[im] <age> $"], {}, {"twelve": 12})
    assert [find.index for find in finder.find("12")] == [0, 1]
    assert [find.number for find in finder.find("im twelve")] == [12, 12]


MANY = [
    "{who} hit* me",
    "(hit|hits) me [hard] again",
    "me again",
    "[and] me <2> hard",
    "so (sad|very sad)",
    "^ he hit",
]
WORDS = st.sampled_from(
    ["he", "my", "ex", "and", "hit", "hits", "hitting", "me", "hard", "again", "so", "very", "sad"]
)


@given(st.lists(WORDS, max_size=9).map(" ".join))
def test_patterns_find_together_what_each_finds_alone(text: str) -> None:
    families = {"who": ["he", "my ex"]}
    alone = [
        (find.start, find.end, index)
        for index, pattern in enumerate(MANY)
        for find in PatternSet([pattern], families).find(text)
    ]
    together = [(one.start, one.end, one.index) for one in PatternSet(MANY, families).find(text)]
    assert sorted(together) == sorted(alone)


def test_in_a_text_that_repeats_itself_each_find_has_its_own_place() -> None:
    finder = PatternSet(["^ he hit", "he hit", "hit me $", "me im <age>"], {})
    found = [(one.index, one.start, one.end) for one in finder.find("he hit me " * 20)]
    assert [place for place in found if place[0] != 1] == [(0, 0, 2), (2, 58, 60)]
    assert [place for place in found if place[0] == 1] == [
        (1, at, at + 2) for at in range(0, 60, 3)
    ]
    ages = [one.number for one in finder.find("me im 12 and me im 13 and " * 9)]
    assert ages == [12, 13] * 9


def test_what_is_alike_in_many_patterns_is_in_memory_once() -> None:
    finder = PatternSet(["my (ex|dad) hits", "our (ex|dad) [often] hits", "her (dad|ex) hits"], {})
    listed = [one for some in finder._by_word.values() for one in some]
    assert len({id(one.seconds) for one in listed}) == 1
    choices = finder._choices.values()
    phrases = [phrase for one in choices for phrase in one.phrases]
    assert len({id(phrase) for phrase in phrases}) == len(set(phrases)) < len(phrases)
    words = [word for phrase in phrases for word in phrase]
    assert len({id(word) for word in words}) == len(set(words))
