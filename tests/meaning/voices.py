"""`python -m tests.meaning.voices`: the weights of voices, made again from our own sentences.

It reads the tables of questions, the sentences of risk and `voices.csv` beside this file; all of
them are invented. Without `--write` it compares what it made with the shipped file. Processors add
and raise to powers in ways of their own, and some write another last digit: of 38,025 weights seven
differed between two of them.
"""

import argparse
import csv
import hashlib
import io
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from resources.language.voice import FEATURES, FILE, SUBJECTS, WIDTH, Numbers, features
from tests.meaning.subjects import subjects

TESTS: Final = Path(__file__).parents[1]
TABLES: Final = (
    "questions",
    "blind",
    *(f"blind{number}" for number in range(2, 30)),
)
YOUNG: Final = frozenset({"children", "teenagers"})
FOR_ANOTHER: Final = frozenset({"supporters", "professionals"})
NOT_SAID: Final = frozenset({"names", "other names", "numbers", "slips", "place"})
AT_RISK: Final = "suicide and self-harm"
ABOUT_LIFE: Final = frozenset({"suicide", "self-harm", "overdose"})
LINES_OF_LIFE: Final = ("name:samaritans", "topic/suicidal", "name:shout-crisis", "name:papyrus")
# How strongly weights are held small, and how often they are bettered.
HELD, STEPS = 1e-3, 400


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence, whether a voice speaks in it, and what it is about (None: it may be)."""

    sentence: str
    child: bool | None
    life: bool | None
    subjects: Mapping[str, bool | None] = field(default_factory=dict)


def _of_questions(name: str) -> Iterator[Heard]:
    """Read a table of questions: whose voice it is follows from its class and right answers."""
    with (TESTS / "relevance" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["words"]:
                group, right = row["class"], _asked_for(row["expected"])
                about = {} if group in NOT_SAID else subjects(row["expected"])
                yield Heard(row["words"], _is_child(group, right), _is_of_life(group, right), about)


def _asked_for(expected: str) -> str:
    """Return the conditions of right answers, without those that must not hold."""
    conditions = expected.replace(";", "+").split("+")
    return " ".join(one for one in conditions if not one.strip().startswith("not:"))


def _is_child(group: str, right: str) -> bool | None:
    is_right = "name:childline" in right or "term:audience/children" in right
    if group in YOUNG:
        # Those of parents and neighbours have other lines.
        return is_right or "name:nspcc" not in right
    is_open = group == AT_RISK or group in NOT_SAID or (is_right and group not in FOR_ANOTHER)
    return None if is_open else False


def _is_of_life(group: str, right: str) -> bool | None:
    is_right = any(line in right for line in LINES_OF_LIFE)
    if group == AT_RISK:
        # Some of these are in danger from others.
        return is_right
    return None if is_right else False


def _of_risk(path: Path, sentence: str, kinds: str) -> Iterator[Heard]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Heard(row[sentence], None, not ABOUT_LIFE.isdisjoint((row[kinds] or "").split()))


def _told(value: str) -> bool | None:
    return value == "1" if value else None


def heard(tables: Collection[str] = TABLES) -> list[Heard]:
    """Return every sentence, without those that stand in a table that is left out."""
    found = [one for name in tables for one in _of_questions(name)]
    found += _of_risk(TESTS / "language" / "risk_sentences.csv", "sentence", "kinds")
    found += _of_risk(TESTS / "relevance" / "blind_risk.csv", "text", "kind")
    with Path(__file__).with_name("voices.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.append(Heard(row["sentence"], _told(row["child"]), _told(row["life"])))
    left = {one.sentence for name in TABLES if name not in tables for one in _of_questions(name)}
    return [one for one in found if one.sentence not in left]


@dataclass(frozen=True, slots=True)
class Sums:
    """What is weighed of many sentences: few of the places of each are not nothing."""

    meanings: Numbers
    row: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    place: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    share: Numbers

    @classmethod
    def of(cls, sentences: Sequence[str]) -> "Sums":
        """Read the sentences."""
        read = [features(sentence) for sentence in sentences]
        return cls(
            np.array([meaning for meaning, _, _ in read], dtype=np.float64),
            np.repeat(np.arange(len(read)), [len(places) for _, places, _ in read]),
            np.concatenate([places for _, places, _ in read]),
            np.repeat([share for _, _, share in read], [len(places) for _, places, _ in read]),
        )

    def weighed(self, weights: Numbers) -> Numbers:
        """Return the sum for each sentence."""
        parts = self.share * weights[self.place]
        sums = np.bincount(self.row, parts, minlength=len(self.meanings))
        total: Numbers = sums + self.meanings @ weights[:WIDTH] + weights[-1]
        return total

    def gathered(self, errors: Numbers) -> Numbers:
        """Return for each weight how far the sentences that it counts in are off."""
        total: Numbers = np.zeros(FEATURES)
        total += np.bincount(self.place, self.share * errors[self.row], minlength=FEATURES)
        total[:WIDTH] += errors @ self.meanings
        total[-1] += errors.sum()
        return total

    def steepest(self) -> float:
        """Return the most that one sentence can turn its own sum."""
        squares = np.bincount(self.row, self.share**2, minlength=len(self.meanings))
        return float((squares + (self.meanings**2).sum(axis=1) + 1).max())


def fitted(sentences: Sequence[str], are_so: Sequence[bool]) -> Numbers:
    """Return weights by logistic regression; those that are so count as much as all others."""
    sums, so = Sums.of(sentences), np.array(are_so, dtype=np.float64)
    counts = np.where(so > 0, 0.5 / so.sum(), 0.5 / (1 - so).sum())
    held = np.full(FEATURES, HELD)
    held[-1] = 0
    step = 1 / (sums.steepest() * float(counts.max()) * len(so) / 4 + HELD)
    weights = ahead = np.zeros(FEATURES)
    pace = 1.0
    for _ in range(STEPS):
        errors = counts * (1 / (1 + np.exp(-sums.weighed(ahead))) - so)
        better = ahead - step * (sums.gathered(errors) + held * ahead)
        faster = (1 + (1 + 4 * pace**2) ** 0.5) / 2
        ahead = better + (pace - 1) / faster * (better - weights)
        weights, pace = better, faster
    return weights


def make(sentences: Sequence[Heard]) -> bytes:
    """Make the file of weights."""
    child = [(one.sentence, one.child) for one in sentences if one.child is not None]
    life = [(one.sentence, one.life) for one in sentences if one.life is not None]
    told = [
        [
            (one.sentence, is_so)
            for one in sentences
            if (is_so := one.subjects.get(name)) is not None
        ]
        for name in SUBJECTS
    ]
    rows = [fitted(*zip(*pairs, strict=True)) for pairs in (child, life, *told)]
    written = io.BytesIO()
    np.save(written, np.array(rows).astype(np.float16), allow_pickle=False)
    return written.getvalue()


def are_alike(made: bytes, shipped: bytes) -> bool:
    """Tell whether two files hold the same weights, each to the last digit but one."""
    first, second = (np.load(io.BytesIO(file), allow_pickle=False) for file in (made, shipped))
    if (first.shape, first.dtype) != (second.shape, second.dtype):
        return False
    return bool((np.abs(first - second) <= np.spacing(np.abs(second))).all())


def main(arguments: Sequence[str]) -> int:
    """Make the weights; compare them with the shipped ones, or put them in their place."""
    parser = argparse.ArgumentParser(prog="python -m tests.meaning.voices")
    parser.add_argument("--write", action="store_true", help="replace the shipped file")
    options = parser.parse_args(arguments)
    made = make(heard())
    if options.write:
        FILE.parent.mkdir(parents=True, exist_ok=True)
        FILE.write_bytes(made)
        digest = hashlib.sha256(made).hexdigest()
        FILE.with_name("SHA256SUMS").write_text(f"{digest}  {FILE.name}\n", encoding="utf-8")
    is_alike = FILE.is_file() and are_alike(made, FILE.read_bytes())
    sys.stdout.write("The shipped weights.\n" if is_alike else "Other weights.\n")
    return 0 if is_alike else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
