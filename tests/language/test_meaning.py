"""Texts that mean alike point alike, at once, from shipped data, and nothing of them is kept."""

import gc
import hashlib
import subprocess
import sys
import weakref
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.language import meaning, word_pieces
from resources.language.meaning import FOLDER, Meaning, nearest
from tests.pace import pace

ROOT = Path(__file__).parents[2]


def likeness(one: str, other: str) -> float:
    """The cosine of two texts."""
    return float(Meaning.load().vector(one) @ Meaning.load().vector(other))


def test_the_shipped_files_are_those_whose_digests_are_written_down() -> None:
    lines = (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    written = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in written}
    assert found == written
    told = {"SHA256SUMS", "README.md", "LICENSE", "NOTICE"}
    assert {file.name for file in FOLDER.iterdir()} == written.keys() | told


def test_the_table_has_a_row_for_every_piece_and_none_for_what_no_text_is_read_as() -> None:
    shipped = Meaning.load()
    pieces = (FOLDER / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
    assert shipped.table.shape == (len(pieces), 128)
    assert shipped.steps.shape == (len(pieces),)
    assert not shipped.table[:999].any()
    assert np.abs(shipped.table[999:]).max(axis=1).min() == 127
    assert not shipped.steps[:999].any()
    assert shipped.steps[999:].all()


def test_the_table_is_shared_memory_that_nobody_can_write_into() -> None:
    shipped = Meaning.load()
    assert Meaning.load() is shipped
    for numbers in (shipped.table, shipped.steps):
        assert isinstance(numbers.base, np.memmap)
        assert not numbers.flags.writeable


@pytest.mark.parametrize(
    ("typed", "nearer", "further"),
    [
        ("boyfriend hits me", "my partner is violent", "help with rent"),
        ("i got evicted", "losing my home", "my partner is violent"),
        ("cannot pay the bills", "debt advice", "sexual assault"),
        ("my uncle touched me when i was little", "childhood sexual abuse", "housing benefit"),
        ("he reads all my messages", "someone is tracking my phone", "forced marriage"),
        ("drinking too much", "alcohol problems", "legal advice"),
    ],
)
def test_what_somebody_types_is_nearer_to_what_it_means(
    typed: str, nearer: str, further: str
) -> None:
    assert likeness(typed, nearer) > likeness(typed, further)


@pytest.mark.parametrize("text", ["", "  \n", "💔", "😭 💔", "b" * 101, "\u200b"])
def test_a_text_without_a_known_piece_points_nowhere(text: str) -> None:
    vector = Meaning.load().vector(text)
    assert vector.shape == (128,)
    assert vector.dtype == np.float32
    assert not vector.any()


@given(st.text())
def test_every_other_text_points_at_length_one(text: str) -> None:
    length = float(np.linalg.norm(Meaning.load().vector(text)))
    assert length == 0 or length == pytest.approx(1, abs=1e-5)


def test_the_order_of_words_and_capitals_do_not_matter() -> None:
    assert likeness("Hits me, my BOYFRIEND", "my boyfriend hits, me") == pytest.approx(1, abs=1e-5)


def test_many_texts_are_a_row_each() -> None:
    shipped = Meaning.load()
    texts = ["refuge", "", "debt"]
    rows = shipped.vectors(texts)
    assert rows.shape == (3, 128)
    assert all(
        np.array_equal(row, shipped.vector(text)) for row, text in zip(rows, texts, strict=True)
    )
    assert shipped.vectors([]).shape == (0, 128)


def test_the_nearest_come_first_and_equals_in_their_own_order() -> None:
    shipped = Meaning.load()
    texts = ["debt advice", "domestic abuse", "domestic abuse", "food bank", ""]
    found = nearest(shipped.vector("domestic abuse"), shipped.vectors(texts), 4)
    assert [row for row, _ in found][:2] == [1, 2]
    assert found[0][1] == pytest.approx(1, abs=1e-5)
    assert [cosine for _, cosine in found] == sorted((c for _, c in found), reverse=True)
    assert len(found) == 4


def test_as_many_are_named_as_there_are() -> None:
    shipped = Meaning.load()
    rows = shipped.vectors(["debt", "rent"])
    query = shipped.vector("money")
    assert len(nearest(query, rows, 40)) == 2
    assert nearest(query, rows, 0) == []
    assert nearest(query, shipped.vectors([]), 40) == []


def test_nothing_is_near_to_a_text_that_says_nothing() -> None:
    shipped = Meaning.load()
    assert nearest(shipped.vector("💔"), shipped.vectors(["debt", "rent"]), 2) == []


class Typed(str):
    """A text that can be seen to be forgotten."""

    __slots__ = ("__weakref__",)


def test_nothing_that_somebody_typed_is_kept() -> None:
    shipped = Meaning.load()
    shipped.vector("warmed up")
    sizes = [
        len(word_pieces.EVERYDAY),
        len(shipped.pieces.beginning),
        len(shipped.pieces.continuing),
    ]
    typed = Typed("zq my own secret 我丈夫 words")
    seen = weakref.ref(typed)
    shipped.vector(typed)
    shipped.vectors([typed])
    del typed
    gc.collect()
    assert seen() is None
    after = [
        len(word_pieces.EVERYDAY),
        len(shipped.pieces.beginning),
        len(shipped.pieces.continuing),
    ]
    assert after == sizes
    remembering = [
        name
        for module in (meaning, word_pieces)
        for name, value in vars(module).items()
        if hasattr(value, "cache_info")
    ]
    assert remembering == ["_shipped"]  # which is given no text


def test_to_read_a_text_brings_in_nothing_that_could_send_it() -> None:
    told = (
        "import sys; from resources.language.meaning import Meaning; Meaning.load().vector('help');"
        "print([name for name in ('tokenizers', 'huggingface_hub', 'http.client', 'httpx2')"
        " if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout == "[]\n"


@pytest.mark.timed
def test_one_text_is_read_in_a_fifth_of_a_thousandth_of_a_second() -> None:
    shipped = Meaning.load()
    times = []
    for _ in range(100):
        start = perf_counter()
        shipped.vector("my boyfriend hits me and i do not know where to go")
        times.append(perf_counter() - start)
    assert min(times) < 0.0002 * pace()


@pytest.mark.timed
def test_two_thousand_letters_become_a_direction_in_three_thousandths_of_a_second() -> None:
    shipped = Meaning.load()
    times = []
    for _ in range(20):
        start = perf_counter()
        shipped.vector("he will not let me see my friends " * 60)
        times.append(perf_counter() - start)
    assert min(times) < 0.003 * pace()
