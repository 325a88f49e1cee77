"""What words mean, by curated phrases: sure of what is written there, silent of everyday words."""

import pytest

from resources.language import Phrase, Thesaurus, words_of
from tests.language.cast import OTHERS, PHRASES, THESAURUS


def meant(text: str) -> dict[str, float]:
    """Return how sure each term is that a text means."""
    words = words_of(text)
    matches = THESAURUS.matches(words)
    concepts = THESAURUS.concepts(matches, " ".join(words), THESAURUS.language_of(matches))
    return {concept.term: concept.confidence for concept in concepts}


def language(text: str) -> str:
    """Return the language of a text."""
    return THESAURUS.language_of(THESAURUS.matches(words_of(text)))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("he controls my money", "domestic-abuse"),
        ("Can't sleep at night", "emotional-wellbeing"),
        ("cannot sleep at night", "emotional-wellbeing"),
        ("counselling", "counselling"),
        ("I was hurt as a kid", "child-sexual-abuse"),
        ("my husband controls all the money", "domestic-abuse"),
    ],
)
def test_a_curated_phrase_wins(text: str, term: str) -> None:
    found = meant(text)
    assert max(found, key=found.__getitem__) == term
    assert found[term] > 0.8


def test_a_phrase_of_two_terms_means_both() -> None:
    found = meant("my son takes drugs")
    assert {"addiction", "children"} <= found.keys()


def test_a_concept_tells_the_phrase_that_says_so() -> None:
    matches = THESAURUS.matches(["somewhere", "safe", "to", "stay"])
    (first, *_others) = THESAURUS.concepts(matches, "", "")
    assert (first.term, first.phrase.text) == ("housing", "somewhere safe to stay")


@pytest.mark.parametrize("text", ["my partner", "women", "my house", "me", ""])
def test_everyday_words_say_nothing(text: str) -> None:
    assert {"women", "helpline"}.isdisjoint(meant(text))
    assert max(meant(text).values(), default=0.0) < 0.3


def test_phrases_of_everyday_words_are_left_out_but_not_those_of_other_languages() -> None:
    left_out = set(PHRASES) - set(THESAURUS.phrases)
    assert {phrase.text for phrase in left_out} == {"my partner", "the house"}
    assert Thesaurus([Phrase("me", ("legal",), "cy")]).phrases


@pytest.mark.parametrize(
    ("text", "code", "term"),
    [
        ("پناہ گاہ", "ur", "housing"),
        ("kto mi pomoze", "pl", "helpline"),
        ("KTO MI POMOŻE?", "pl", "helpline"),
        ("আমাকে মারে", "bn", "domestic-abuse"),
    ],
)
def test_a_phrase_of_another_language_is_known_by_its_words(
    text: str, code: str, term: str
) -> None:
    assert language(text) == code
    assert meant(text)[term] > 0.8


@pytest.mark.parametrize("text", ["he controls my money", "jest", "pan", "to", "xyzzy", ""])
def test_a_word_that_english_has_too_is_no_other_language(text: str) -> None:
    assert language(text) == ""


def test_nearness_of_meaning_is_left_out_where_the_words_alone_count() -> None:
    text = "a roof over my head for tonight"
    assert THESAURUS.concepts(THESAURUS.matches(words_of(text)), "", "") == []
    assert meant(text)


def test_the_phrase_that_is_whole_counts_more_than_one_inside_it() -> None:
    thesaurus = Thesaurus(
        [
            Phrase("zebra farm", ("legal",)),
            Phrase("zebra farm fence", ("money",)),
            *PHRASES,
            *OTHERS,
        ]
    )
    concepts = thesaurus.concepts(thesaurus.matches(["zebra", "farm", "fence"]), "", "")
    found = {concept.term: concept.confidence for concept in concepts}
    assert found["money"] > 2 * found["legal"]


def test_no_phrase_means_nothing() -> None:
    empty = Thesaurus(())
    assert empty.concepts(empty.matches(["zebra"]), "zebra", "") == []
    assert empty.language_of(empty.matches(["zebra"])) == ""
    assert empty.vocabulary == frozenset()


def test_a_word_of_many_phrases_is_in_memory_once() -> None:
    words = [word for phrase in THESAURUS._words for word in phrase]
    assert len({id(word) for word in words}) == len(set(words)) < len(words)
