"""Texts are read as the pieces that the usual library reads, in every script, and quickly."""

import csv
import json
import unicodedata
from functools import lru_cache
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from resources.language.word_pieces import EVERYDAY, LONGEST_TEXT, WordPieces
from tests.pace import pace

DATA = Path(__file__).parents[2] / "resources" / "data"
VOCABULARY = DATA / "meaning" / "vocabulary.txt"

# In every script, with signs that are not seen.
ODD = json.loads(Path(__file__).with_name("odd_texts.json").read_text(encoding="utf-8"))


@lru_cache
def ours() -> WordPieces:
    """The product's reader."""
    return WordPieces.load(VOCABULARY)


@lru_cache
def library() -> Tokenizer:
    """The usual library with the vocabulary and the settings of the model's makers."""
    pieces = VOCABULARY.read_text(encoding="utf-8").splitlines()
    numbers = {piece: number for number, piece in enumerate(pieces)}
    reader = Tokenizer(WordPiece(numbers, unk_token="[UNK]", max_input_chars_per_word=100))
    reader.normalizer = BertNormalizer(lowercase=True)
    reader.pre_tokenizer = BertPreTokenizer()
    return reader


def of_library(text: str) -> list[int]:
    """The library's numbers for as much of a text as ours reads."""
    return list(library().encode(text[:LONGEST_TEXT]).ids)


def of_the_directory() -> list[str]:
    """What people type, and what the listings say of themselves."""
    with (DATA / "search_queries.csv").open(encoding="utf-8") as file:
        typed = [row["query"] for row in csv.DictReader(file)]
    lines = (DATA / "listings.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return typed + [f"{row.get('name')}. {row.get('summary', '')}" for row in rows]


def settled() -> str:
    """Every character that is the same kind of thing in each edition of Unicode, and emoji.

    The library's tables are older than Python's: they know no accent that came since.
    """
    old = unicodedata.ucd_3_2_0
    signs = [chr(code) for code in range(0x30000) if not 0xD800 <= code < 0xE000]
    known = [sign for sign in signs if old.category(sign) == unicodedata.category(sign) != "Cn"]
    return "".join(known) + "".join(map(chr, range(0x1F300, 0x1F650)))


SETTLED = settled()
# Words that are known, and endings, so that chance meets what people write as well.
WORDS = ["my", "Partner", "hits", "unhappily", "ing", "gaslit", "re-homing", "e\u0301", "ﬀ"]


def test_the_reader_equals_the_library_on_what_people_type_and_what_listings_say() -> None:
    texts = of_the_directory() + ODD
    assert len(set(texts)) > 300
    assert [text for text in texts if ours().read(text) != of_library(text)] == []


@given(st.lists(st.text(st.sampled_from(SETTLED), max_size=8) | st.sampled_from(WORDS)))
def test_the_reader_equals_the_library_on_any_text(parts: list[str]) -> None:
    for text in ("".join(parts), " ".join(parts)):
        assert ours().read(text) == of_library(text)


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    assert all(0 <= number < 30_522 for number in ours().read(text))


def test_a_long_word_is_read_as_its_parts() -> None:
    pieces = VOCABULARY.read_text(encoding="utf-8").splitlines()
    assert [pieces[number] for number in ours().read("Gaslighting")] == ["gas", "##light", "##ing"]


def test_marks_of_the_model_that_somebody_types_are_plain_letters() -> None:
    pieces = VOCABULARY.read_text(encoding="utf-8").splitlines()
    assert [pieces[number] for number in ours().read("[SEP]")] == ["[", "sep", "]"]


def test_what_comes_after_two_thousand_letters_is_not_read() -> None:
    assert ours().read("help " * 400 + "violence") == ours().read("help " * 400)


def test_rare_characters_that_somebody_types_are_not_gathered() -> None:
    before = len(EVERYDAY)
    ours().read("我丈夫打我 💔 አማርኛ")
    assert len(EVERYDAY) == before


@pytest.mark.timed
@pytest.mark.parametrize(
    "text",
    [
        "he will not let me see my friends ",
        "x" * 99 + " ",
        "xqjzvkqxw" * 11 + " ",
        "é",
        "زوجي ",
        "😭",
    ],
)
def test_two_thousand_letters_are_read_in_three_thousandths_of_a_second(text: str) -> None:
    typed = (text * LONGEST_TEXT)[:LONGEST_TEXT]
    times = []
    for _ in range(20):
        start = perf_counter()
        ours().read(typed)
        times.append(perf_counter() - start)
    assert min(times) < 0.003 * pace()
