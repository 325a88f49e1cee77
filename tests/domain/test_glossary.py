"""The words of the glossary are found in a text where they stand, as they are written there."""

import re
import time

import pytest

from resources.content.glossary import Word, read_glossary, words_in
from resources.validators import TERM_CODE_PATTERN
from tests.infrastructure.readability import HARDEST, grade, read_text
from tests.pace import pace
from tests.pages.reading import Page

GLOSSARY = read_glossary()
# A long page, such as a list of ten services with all its choices.
LONG = '<p class="card">Someone <a href="/help/">to talk</a> to, and a refuge near you.</p>' * 600


def words(text: str) -> list[str]:
    return [one.word for one in words_in(text)]


@pytest.mark.proves("SAFETY 3.1")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask for an ISVA.", ["ISVA"]),
        ("ISVAs help you", ["ISVA"]),
        ("Two refuges, one Refuge", ["Refuge"]),
        ("You can self-refer, or a GP refers you.", ["GP", "Referral"]),
        ("LGBTQIA+ people", ["LGBT+"]),
        ("By Relay UK", ["Relay UK"]),
        ("a <strong>non-molestation</strong> order", ["Non-molestation order"]),
        ("NHS <br> Talking therapies", ["NHS", "NHS Talking Therapies"]),
        ("A survivor&#x27;s page", ["Survivor"]),
        ("Coercive\ncontrol", ["Coercive control"]),
    ],
)
def test_a_word_is_found_however_it_is_written(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "An id, an os and a gp",
        "Refugee week",
        "This is visavis ISVAX",
        "coercive, and in control",
        '<a href="https://refuge.example/" class="refuge" title="refuge">Their page</a>',
        'See <span class="host"><bdi>refuge.example</bdi></span>',
        "<code>test_a_refuge_is_safe</code>",
        "<select><option>Refuge</option></select>",
    ],
)
def test_a_part_of_a_word_an_address_and_a_small_short_form_are_not_found(text: str) -> None:
    assert words(text) == []


def test_short_forms_alone_are_found_where_a_page_has_room_for_no_more() -> None:
    found = words_in("An ISVA, two SARCs, a refuge and CC BY", only_short=True)
    assert [one.word for one in found] == ["CC BY", "ISVA", "SARC"]


def test_a_short_form_within_a_word_is_none_wherever_letters_touch() -> None:
    text = "xISVA ÉISVA 1ISVA _ISVA ISVAx ISVa"
    assert words_in(text, only_short=True) == ()
    assert len(words_in("(ISVA) é ISVA", only_short=True)) == 1


def test_every_word_is_found_by_its_own_name_and_has_a_code_that_tells_nothing() -> None:
    assert [one for one in GLOSSARY if one not in words_in(f"<dt>{one.word}</dt>")] == []
    codes = [one.code for one in GLOSSARY]
    assert len(set(codes)) == len(codes)
    assert [code for code in codes if not re.fullmatch(TERM_CODE_PATTERN, code)] == []


@pytest.mark.proves("SAFETY 3.1")
@pytest.mark.parametrize("word", GLOSSARY, ids=[one.word for one in GLOSSARY])
def test_a_word_is_explained_in_plain_words_that_need_no_explanation(word: Word) -> None:
    sentences = read_text(Page(f"<p>{word.means}</p>")).sentences
    assert grade(sentences) <= HARDEST
    assert [one.word for one in words_in(word.means) if one != word] == []
    assert bool(word.stands_for) or not word.is_short or word.word in {"AA", "AAA"}


@pytest.mark.timed
def test_to_find_the_words_of_a_long_page_takes_no_time_that_anybody_notices() -> None:
    assert words(LONG) == ["Refuge"]
    taken = []
    for _ in range(20):
        before = time.thread_time()
        words_in(LONG)
        taken.append(time.thread_time() - before)
    # A thousandth of a second where nothing else runs; twice that is a mistake in the finding.
    assert min(taken) < 0.002 * pace()
