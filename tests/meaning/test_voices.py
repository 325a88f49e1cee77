"""The weights of voices are made from our own sentences alone, and always the same."""

from pathlib import Path

import numpy as np
import pytest

from resources.language.voice import FILE
from tests.meaning import voices
from tests.meaning.voices import TABLES, fitted, heard, main, make


def test_the_shipped_weights_are_made_again_byte_by_byte() -> None:
    assert make(heard()) == FILE.read_bytes()


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
    monkeypatch.setattr(voices, "make", lambda _: b"new")
    assert main(["--write"] * write) == code
    assert (tmp_path / "voices" / "weights.npy").exists() is write
