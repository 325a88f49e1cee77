"""A child's voice, and that of somebody who does not want to live, are told by their meaning."""

import hashlib
from collections.abc import Iterable

import numpy as np
import pytest

from resources.language import parse
from resources.language.parsing import AT_RISK, HEARD, LIKELY
from resources.language.voice import FEATURES, FILE, SUBJECTS, Voice, Voices, features
from resources.search.voices import NO_LIFE, YOUNG_VOICE
from tests.language.cast import LEXICON
from tests.meaning.subjects import subjects

LARGEST = 200_000
"""Bytes of the file: it is read by every process."""
MOST_PLACES = 2_000
MOST = 5
"""Of six: a voice is likely, never certain."""
CHILDREN = (
    "grandad hits us when mum goes to the shop",
    "my mums new man shouts at me and my sister and we hide under the bed",
    "dad forgot to pick me up again and i had no lunch",
    "a boy in my form keeps asking for pics of me",
    "can i tell my head of year about my dad",
    "my aunty pinches me when i dont finish my homework",
)
ADULTS = (
    "my husband empties our joint account",
    "the council will not move me away from my violent ex",
    "my landlord lets himself in at night",
    "a manager at the warehouse keeps grabbing me",
    "my mother has dementia and her carer shouts at her",
    "solicitor for a divorce in cardiff",
)
NO_WISH_TO_LIVE = (
    "i wish i would not wake up in the morning",
    "they would all cope fine without me around",
    "i keep thinking about stepping in front of a lorry",
    "there is nothing left for me to stay alive for",
    "i have been counting out my pills at night",
    "i just want to be gone for ever",
)
EVERYDAY = (
    "i am dying for a holiday from my kids",
    "this commute is killing me",
    "how do i end my phone contract early",
    "who feeds the rabbit while i am away",
    "i cannot live in this flat because of the damp",
    "he left me with all the debts",
)


def heard(text: str) -> Voice:
    return Voices.load().read(text)


def count(voice: str, texts: Iterable[str], least: float) -> int:
    """Return in how many texts a voice is heard."""
    return sum(getattr(heard(text), voice) >= least for text in texts)


def test_children_are_heard_in_words_that_stand_in_no_table() -> None:
    assert count("child", CHILDREN, YOUNG_VOICE) >= MOST
    assert count("child", ADULTS, YOUNG_VOICE) <= len(ADULTS) - MOST


def test_who_does_not_want_to_live_is_heard_in_words_that_stand_in_no_table() -> None:
    assert count("life", NO_WISH_TO_LIVE, NO_LIFE) >= MOST
    assert count("life", EVERYDAY, NO_LIFE) <= len(EVERYDAY) - MOST


@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
def test_nobody_is_heard_where_nothing_is_said(text: str) -> None:
    assert heard(text) == Voice()


def test_a_voice_holds_no_word_of_a_text() -> None:
    assert set(Voice.__slots__) == {"child", "life", "subjects"}
    heard_subjects = heard("he reads my messages and takes my wages").subjects
    assert [type(likely) for likely in heard_subjects] == [float] * len(SUBJECTS)


def test_the_weights_are_few_and_small_and_those_of_the_digest() -> None:
    content = FILE.read_bytes()
    told = FILE.with_name("SHA256SUMS").read_text(encoding="utf-8")
    assert told == f"{hashlib.sha256(content).hexdigest()}  {FILE.name}\n"
    assert len(content) < LARGEST
    assert np.load(FILE, allow_pickle=False).shape == (2 + len(SUBJECTS), FEATURES)


def test_the_longest_text_counts_in_few_places() -> None:
    _meaning, places, _share = features("my dad hits me and nobody knows " * 400)
    assert len(places) <= MOST_PLACES
    assert places.max() < FEATURES - 1


def subject(text: str, name: str = "domestic-abuse") -> float:
    """Return how sure a text is of a subject, with a cast of phrases that hardly tell of it."""
    concepts = parse(text, LEXICON).concepts
    return max((one.confidence for one in concepts if one.term == name), default=0.0)


def test_a_subject_is_heard_in_words_that_no_phrase_has() -> None:
    assert subject("he checks my phone and hides the car keys") >= HEARD * LIKELY
    assert subject("my ex put my pictures on a website", "online-abuse") >= HEARD * LIKELY
    assert subject("what time is the bus to the library") < HEARD * LIKELY


def test_a_word_or_two_and_a_text_taken_as_typed_sound_like_nothing() -> None:
    assert subject("hides keys") < HEARD * LIKELY
    assert subject("my husband") < HEARD * LIKELY
    typed = parse("he checks my phone and hides the car keys", LEXICON, is_literal=True)
    assert [one for one in typed.concepts if one.term == "domestic-abuse"] == []


def test_a_phrase_that_is_surer_of_a_subject_stays() -> None:
    assert subject("he controls my money") > HEARD


@pytest.mark.parametrize(
    ("expected", "about"),
    [
        ("name:national domestic abuse helpline;name:victim support", {"domestic-abuse"}),
        ("name:men's advice line+area:england;name:childline", {"domestic-abuse"}),
        ("term:topic/stalking-harassment+area:england", {"stalking-harassment"}),
        ("name:napac;name:survivors trust", {"child-sexual-abuse", "rape-sexual-assault"}),
        ("name:revenge porn helpline;not:name:refuge+name:shelter", {"online-abuse"}),
        ("name:shelter;name:citizens advice", set()),
    ],
)
def test_what_a_question_is_about_is_told_by_its_right_answers(
    expected: str, about: set[str]
) -> None:
    assert {name for name, is_so in subjects(expected).items() if is_so} == about


def test_answers_for_anything_tell_no_subject_and_others_rule_some_out() -> None:
    assert set(subjects("name:victim support;name:childline").values()) == {None}
    assert subjects("name:shelter")["domestic-abuse"] is False


def test_nothing_that_may_be_a_goodbye_is_taken_for_a_subject() -> None:
    text = "everything is in the drawer for them"
    assert heard(text).life >= AT_RISK
    assert max(heard(text).subjects) >= LIKELY
    assert subject(text, "trafficking-modern-slavery") < HEARD * LIKELY
