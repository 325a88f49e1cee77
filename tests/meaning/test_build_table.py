"""The table is made from one model alone, and the steps that make it do what they say."""

import hashlib
import io
import math
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tests.meaning import build_table
from tests.meaning.build_table import (
    ARCHIVE,
    DIGESTS,
    SHIPPED,
    WHEEL,
    WrongModelError,
    differing,
    digest_file,
    main,
    read_model,
)
from tests.meaning.encoder import Encoder, error_function, gelu
from tests.meaning.table import eight_bits, shrink, weigh

CHANCE = np.random.default_rng(1)


def packed(folder: Path, files: dict[str, bytes]) -> Path:
    """A wheel as the real one is built, with other files in it."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with zipfile.ZipFile(folder / WHEEL, "w") as outer:
        outer.writestr(ARCHIVE, inner.getvalue())
    return folder / WHEEL


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of the shipped one."""
    folder = tmp_path / "shipped"
    monkeypatch.setattr(build_table, "SHIPPED", folder)
    return folder


def test_another_model_is_refused_and_nothing_is_written(
    tmp_path: Path, shipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed(tmp_path, dict.fromkeys(DIGESTS, b"another"))
    assert main([str(tmp_path), "--write"]) == 1
    told = capsys.readouterr().err
    assert "model.safetensors" in told
    assert "Nothing was written" in told
    assert not shipped.exists()


def test_where_no_model_is_somebody_is_told_how_to_get_it(
    tmp_path: Path, shipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), "--write"]) == 1
    assert "make meaning" in capsys.readouterr().err
    assert not shipped.exists()


@pytest.mark.parametrize("spoilt", list(DIGESTS))
def test_one_wrong_file_is_enough_to_refuse(tmp_path: Path, spoilt: str) -> None:
    files = dict.fromkeys(DIGESTS, b"as expected")
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert read_model(packed(tmp_path, files), digests) == files

    wheel = packed(tmp_path, {**files, spoilt: b"as expecteD"})
    with pytest.raises(WrongModelError, match=spoilt):
        read_model(wheel, digests)


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(("write", "code"), [(False, 1), (True, 0)])
def test_the_shipped_table_is_replaced_only_when_somebody_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: bool, code: int
) -> None:
    monkeypatch.setattr(build_table, "read_model", lambda _: {})
    monkeypatch.setattr(build_table, "make", lambda _: {"table.npy": b"new"})
    written = build_table.SHIPPED / "table.npy"

    assert main([str(tmp_path), *["--write"] * write]) == code
    assert written.exists() is write
    assert main([str(tmp_path)]) == code


def test_the_written_digests_are_those_of_the_shipped_files() -> None:
    made = {
        name: (SHIPPED / name).read_bytes() for name in ("steps.npy", "table.npy", "vocabulary.txt")
    }
    made["SHA256SUMS"] = digest_file(made)
    assert differing(made, SHIPPED) == []
    assert differing({**made, "table.npy": b"", "other": b""}, SHIPPED) == ["table.npy", "other"]


def test_the_error_function_is_that_of_mathematics() -> None:
    points = np.linspace(-9, 9, 4001)
    exact = np.array([math.erf(point) for point in points.tolist()])
    assert np.abs(error_function(points) - exact).max() < 1e-13
    assert gelu(np.array([-30.0, 0.0, 30.0])).tolist() == [0.0, 0.0, 30.0]


def test_numbers_are_read_from_a_file_of_weights() -> None:
    head = b'{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]},"b":{"dtype":"I64"}}'
    numbers = np.array([0, 0, 1.5, -2], dtype="<f4").tobytes()
    found = Encoder.read(len(head).to_bytes(8, "little") + head + numbers).weights
    assert {name: rows.tolist() for name, rows in found.items()} == {"a": [[1.5], [-2.0]]}


def test_fewer_numbers_keep_the_directions_that_matter_whatever_their_sign() -> None:
    plane = CHANCE.normal(size=(50, 2)) @ CHANCE.normal(size=(2, 6))
    small = shrink(plane + 3, 2)
    assert small.shape == (50, 2)
    assert small @ small.T == pytest.approx((plane - plane.mean(0)) @ (plane - plane.mean(0)).T)
    assert shrink(plane, 2) == pytest.approx(small)


def test_a_rare_piece_weighs_more_than_a_frequent_one() -> None:
    weighed = weigh(np.ones((2, 1)), np.array([999, 30_000]))
    assert weighed[:, 0].tolist() == pytest.approx([math.log(10), math.log(29_011)])


def test_eight_bits_are_never_further_off_than_half_a_step() -> None:
    rows = CHANCE.normal(size=(100, 128)) * CHANCE.uniform(1, 20, size=(100, 1))
    rows[7] = 0
    whole, steps = eight_bits(rows)
    assert np.abs(whole * steps.astype(float)[:, None] - rows).max(axis=1) == pytest.approx(
        steps.astype(float) / 2, rel=0.2
    )
    assert not whole[7].any()
    assert steps[7] == 0
