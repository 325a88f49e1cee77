"""People ask for help in their own language: the files of phrases keep to their rules."""

import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Final, NamedTuple

import pytest

DATA: Final = Path(__file__).parents[2] / "resources" / "data"
FOLDER: Final = DATA / "phrases" / "languages"
UNCHECKED: Final = "Not yet checked by a native speaker."
# The issue asks for so many, in the script where a language has one.
FEWEST: Final = 40
FEWEST_ROMANISED: Final = 25
FEWEST_SHAHMUKHI: Final = 10

LANGUAGES: Final = {
    "ar": ("Arabic", "العربية"),
    "bn": ("Bengali", "বাংলা"),
    "cy": ("Welsh", "Cymraeg"),
    "pa": ("Punjabi", "ਪੰਜਾਬੀ"),
    "pl": ("Polish", "polski"),
    "ro": ("Romanian", "română"),
    "so": ("Somali", "Soomaali"),
    "uk": ("Ukrainian", "українська"),
    "ur": ("Urdu", "اردو"),
}
# As Unicode begins the names of their letters.
SCRIPTS: Final = {
    "ar": "ARABIC",
    "bn": "BENGALI",
    "pa": "GURMUKHI",
    "uk": "CYRILLIC",
    "ur": "ARABIC",
}
NEEDS: Final = [
    "topic/child-sexual-abuse",
    "topic/domestic-abuse",
    "topic/emotional-wellbeing",
    "topic/fgm",
    "topic/forced-marriage-honour",
    "topic/rape-sexual-assault",
    "topic/stalking-harassment",
    "topic/suicidal-thoughts",
    "topic/trafficking-modern-slavery",
    "type/compensation",
    "type/counselling",
    "type/helpline",
    "type/housing",
    "type/legal",
    "type/money",
    "type/reporting",
    "audience/children",
    "audience/men",
    "audience/migrants",
]
# Terms that the list of terms gets with the new search.
ALSO_TERMS: Final = {"audience/adults", "type/pets"}

ENGLISH: Final = """
a about after again all also always am an and another any are as ask at away back be because
been before being but by call came can child come could day did dim do does down even every
family feel few find first for friend from get give go good got great had has have he help her
here him his home house how i if in into is it its just know last let life like little live
long look made make man many may me mean men might more most much must my need never new next
no not now of off old on one only or other our out over own part people place please put right
said same say see she should so some such take talk tell than that the their them then there
these they thing think this those time to today too two under up us use very want was way we
well went were what when where which while who why will with woman work world would year yes
you your
"""
COMMONEST_ENGLISH: Final = frozenset(ENGLISH.split())


class Phrase(NamedTuple):
    """What somebody types, and the terms that it means."""

    text: str
    terms: tuple[str, ...]


def lines_of(language: str) -> list[str]:
    return (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines()


def phrases_of(language: str) -> list[Phrase]:
    """Return the phrases of a file; ValueError where one stands under no header."""
    terms: tuple[str, ...] = ()
    phrases: list[Phrase] = []
    for line in lines_of(language):
        if not line or line.startswith("#"):
            continue
        if header := re.fullmatch(r"\[(.+)\]", line):
            terms = tuple(header[1].split(" "))
        elif terms:
            phrases.append(Phrase(line, terms))
        else:
            raise ValueError(line)
    return phrases


def folded(text: str) -> str:
    """Return a text without its marks, as the search compares words. Vowel signs stay."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def is_written_in(text: str, script: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return all(unicodedata.name(letter).startswith(script) for letter in letters)


def is_everyday_english(text: str) -> bool:
    return all(word in COMMONEST_ENGLISH for word in folded(text).replace("'", "").split())


def known_terms() -> set[str]:
    taxonomies = json.loads((DATA / "terms.json").read_text(encoding="utf-8"))["taxonomies"]
    return ALSO_TERMS | {
        f"{taxonomy['slug']}/{term['slug']}"
        for taxonomy in taxonomies
        for term in taxonomy["terms"]
    }


# Letters that look alike but belong to one of the two ways to write the Arabic script.
ONLY_ARABIC: Final = frozenset("\N{ARABIC LETTER YEH}\N{ARABIC LETTER KAF}\N{ARABIC LETTER HEH}")
ONLY_URDU: Final = frozenset(
    "\N{ARABIC LETTER FARSI YEH}\N{ARABIC LETTER KEHEH}\N{ARABIC LETTER HEH GOAL}"
)

every_language = pytest.mark.parametrize("language", LANGUAGES)


def test_people_are_understood_in_nine_languages() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == sorted(LANGUAGES)
    assert len(LANGUAGES) == 9


@every_language
def test_a_reader_of_a_file_learns_its_language_and_that_no_native_speaker_checked_it(
    language: str,
) -> None:
    first, second, *_ = lines_of(language)
    english, own = LANGUAGES[language]

    assert first.startswith(f"# {english} (")
    assert own in first
    assert UNCHECKED in first
    assert "Script" in second


@every_language
def test_a_person_finds_many_ways_to_ask_in_the_script_of_the_language(language: str) -> None:
    script = SCRIPTS.get(language, "LATIN")
    written = [one for one in phrases_of(language) if is_written_in(one.text, script)]

    assert len(written) >= FEWEST


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_person_without_the_keys_of_a_script_may_write_in_latin_letters(language: str) -> None:
    romanised = [one for one in phrases_of(language) if is_written_in(one.text, "LATIN")]

    assert len(romanised) >= FEWEST_ROMANISED


def test_a_person_from_punjab_in_pakistan_may_write_in_shahmukhi() -> None:
    shahmukhi = [one for one in phrases_of("pa") if is_written_in(one.text, "ARABIC")]

    assert len(shahmukhi) >= FEWEST_SHAHMUKHI


@pytest.mark.parametrize("language", SCRIPTS)
def test_nobody_has_to_mix_two_scripts_in_one_phrase(language: str) -> None:
    scripts = {SCRIPTS[language], "LATIN"} | ({"ARABIC"} if language == "pa" else set())
    mixed = [
        one.text
        for one in phrases_of(language)
        if not any(is_written_in(one.text, script) for script in scripts)
    ]

    assert mixed == []


@pytest.mark.parametrize(
    ("language", "foreign"), [("ar", ONLY_URDU), ("ur", ONLY_ARABIC), ("pa", ONLY_ARABIC)]
)
def test_a_person_finds_the_letters_of_the_own_keyboard(
    language: str, foreign: frozenset[str]
) -> None:
    assert [one.text for one in phrases_of(language) if foreign & set(one.text)] == []


@every_language
def test_a_person_is_understood_whatever_the_need_is(language: str) -> None:
    named = {term for one in phrases_of(language) for term in one.terms}

    assert [need for need in NEEDS if need not in named] == []


@every_language
def test_every_phrase_leads_to_terms_that_services_carry(language: str) -> None:
    named = {term for one in phrases_of(language) for term in one.terms}

    assert named - known_terms() == set()


@every_language
def test_the_phrases_for_one_need_stand_in_one_place(language: str) -> None:
    headers = [line for line in lines_of(language) if line.startswith("[")]
    needs = [frozenset(header[1:-1].split(" ")) for header in headers]

    assert len(set(needs)) == len(needs)


@every_language
def test_no_phrase_stands_twice_in_the_file_of_a_language(language: str) -> None:
    spellings: dict[str, list[str]] = defaultdict(list)
    for one in phrases_of(language):
        spellings[folded(one.text)].append(one.text)

    assert [same for same in spellings.values() if len(same) > 1] == []


def test_a_phrase_that_two_languages_share_means_the_same_in_both() -> None:
    meanings: dict[str, set[frozenset[str]]] = defaultdict(set)
    for language in LANGUAGES:
        for one in phrases_of(language):
            meanings[folded(one.text)].add(frozenset(one.terms))

    assert [text for text, needs in meanings.items() if len(needs) > 1] == []


@every_language
def test_a_phrase_is_written_as_somebody_types_it_into_one_box(language: str) -> None:
    odd = [
        one.text
        for one in phrases_of(language)
        if one.text != " ".join(one.text.split())
        or one.text != one.text.lower()
        or not 1 <= len(one.text.split(" ")) <= 14
        or not all(
            letter in " '" or unicodedata.category(letter)[0] in "LMN" for letter in one.text
        )
    ]

    assert odd == []


@pytest.mark.parametrize("text", ["dim", "on", "me", "help me please", "my family", "on my own"])
def test_everyday_english_is_known_as_such(text: str) -> None:
    assert is_everyday_english(text)


@every_language
def test_nobody_who_writes_everyday_english_is_read_as_writing_another_language(
    language: str,
) -> None:
    assert [one.text for one in phrases_of(language) if is_everyday_english(one.text)] == []


@pytest.mark.parametrize(
    ("language", "letter", "typed"),
    [("pl", "ł", "l"), ("uk", "ґ", "\N{CYRILLIC SMALL LETTER GHE}")],
)
def test_a_letter_that_does_not_fold_is_also_found_as_people_type_it_without(
    language: str, letter: str, typed: str
) -> None:
    known = {folded(one.text) for one in phrases_of(language)}
    needed = {text.replace(letter, typed) for text in known if letter in text}

    assert needed
    assert needed - known == set()
