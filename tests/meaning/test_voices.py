"""The weights of voices are made from our own sentences alone, and always the same."""

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest

from resources.language.voice import FILE
from tests.meaning import voices
from tests.meaning.voices import TABLES, are_alike, fitted, heard, main, make


def file_of(*weights: float) -> bytes:
    written = io.BytesIO()
    np.save(written, np.array(weights, dtype=np.float16), allow_pickle=False)
    return written.getvalue()


@pytest.mark.endurance
def test_the_shipped_weights_are_made_again_whatever_processor_does_it() -> None:
    assert are_alike(make(heard()), FILE.read_bytes())


def test_the_shipped_file_is_the_one_whose_digest_is_written_down() -> None:
    digest = hashlib.sha256(FILE.read_bytes()).hexdigest()
    told = FILE.with_name("SHA256SUMS").read_text(encoding="utf-8")
    assert told == f"{digest}  {FILE.name}\n"


@pytest.mark.parametrize(
    ("made", "alike"),
    [
        ((0.5, -0.25), True),
        ((float(np.nextafter(np.float16(0.5), np.float16(1))), -0.25), True),
        ((0.5, float(np.nextafter(np.float16(-0.25), np.float16(0)))), True),
        ((0.5 + 2 * float(np.spacing(np.float16(0.5))), -0.25), False),
        ((0.5, 0.25), False),
        ((0.5, float("nan")), False),
        ((0.5, -0.25, 0), False),
    ],
)
def test_weights_are_alike_where_only_their_last_digit_differs(
    made: tuple[float, ...], alike: bool
) -> None:
    assert are_alike(file_of(*made), file_of(0.5, -0.25)) is alike


def test_a_table_can_be_left_out_with_every_sentence_of_it() -> None:
    left = {one.sentence for one in heard(["blind8"])} & {one.sentence for one in heard()}
    others = {one.sentence for one in heard([name for name in TABLES if name != "blind8"])}
    assert "wouldnt mind if the bus hit me tomorrow tbh" in left - others


def test_sentences_of_one_kind_are_told_from_those_of_another() -> None:
    kinds = {"mum shouts at me": True, "dad shouts at me": True, "solicitor in leeds": False}
    weights = fitted(list(kinds), list(kinds.values()))
    sums = voices.Sums.of(list(kinds)).weighed(weights)
    assert (np.sign(sums) > 0).tolist() == list(kinds.values())


@pytest.mark.parametrize(("write", "code"), [(False, 1), (True, 0)])
def test_the_shipped_weights_are_replaced_only_when_somebody_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: bool, code: int
) -> None:
    monkeypatch.setattr(voices, "FILE", tmp_path / "voices" / "weights.npy")
    monkeypatch.setattr(voices, "heard", list)
    monkeypatch.setattr(voices, "make", lambda _: file_of(0.5))
    assert main(["--write"] * write) == code
    assert (tmp_path / "voices" / "weights.npy").exists() is write
