"""The sentence encoder MiniLM in numpy: six layers, for texts of three pieces.

Everything is computed in 64 bits. Processors round differently in the last place, and with 64 bits
that lies far below what the table keeps, so that every machine makes the same bytes.
"""

import json
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

BEGINNING, END = 101, 102  # the pieces [CLS] and [SEP], between which the model reads a text
LAYERS: Final = 6
HEADS: Final = 12
BATCH: Final = 256
SMALLEST: Final = 1e-12  # the model's own guard against a division by nothing

# The error function at every 1,024th: between two of them a short series is exact enough.
STEPS: Final = 1024
REACH: Final = 6
GRID: Final = np.arange(-REACH * STEPS, REACH * STEPS + 1) / STEPS
ERROR_FUNCTION: Final = np.array([math.erf(point) for point in GRID.tolist()])
SLOPE: Final = 2 / math.sqrt(math.pi) * np.exp(-(GRID**2))


@dataclass(frozen=True)
class Encoder:
    """The weights of the model, by the names that its makers gave them."""

    weights: dict[str, Numbers]

    @classmethod
    def read(cls, content: bytes) -> "Encoder":
        """Read a file of the kind "safetensors": a length, names and places in JSON, numbers."""
        size = int.from_bytes(content[:8], "little")
        parts = json.loads(content[8 : 8 + size])
        numbers = memoryview(content)[8 + size :]
        weights = {}
        for name, part in parts.items():
            if part.get("dtype") == "F32":
                first, last = part["data_offsets"]
                found = np.frombuffer(numbers[first:last], dtype="<f4")
                weights[name] = found.reshape(part["shape"]).astype(np.float64)
        return cls(weights)

    def alone(self, pieces: NDArray[np.int64]) -> Numbers:
        """Say what each piece means when it is the whole text: a row for each."""
        batches = range(0, len(pieces), BATCH)
        return np.concatenate([self._means(pieces[start : start + BATCH]) for start in batches])

    def _means(self, pieces: NDArray[np.int64]) -> Numbers:
        texts = np.stack(
            [np.full_like(pieces, BEGINNING), pieces, np.full_like(pieces, END)], axis=1
        )
        words = self.weights["embeddings.word_embeddings.weight"][texts]
        positions = self.weights["embeddings.position_embeddings.weight"][: texts.shape[1]]
        kind = self.weights["embeddings.token_type_embeddings.weight"][0]
        state = self._norm("embeddings.LayerNorm", words + positions + kind)
        for layer in range(LAYERS):
            state = self._layer(f"encoder.layer.{layer}", state)
        mean: Numbers = state.mean(axis=1)
        return mean

    def _layer(self, name: str, state: Numbers) -> Numbers:
        looked = self._dense(f"{name}.attention.output.dense", self._attention(name, state))
        state = self._norm(f"{name}.attention.output.LayerNorm", state + looked)
        wide = gelu(self._dense(f"{name}.intermediate.dense", state))
        return self._norm(
            f"{name}.output.LayerNorm", state + self._dense(f"{name}.output.dense", wide)
        )

    def _attention(self, name: str, state: Numbers) -> Numbers:
        texts, length, width = state.shape
        heads = (texts, length, HEADS, width // HEADS)
        query, key, value = (
            self._dense(f"{name}.attention.self.{part}", state).reshape(heads).swapaxes(1, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.swapaxes(2, 3) / math.sqrt(width // HEADS)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        seen: Numbers = (scores @ value).swapaxes(1, 2).reshape(state.shape)
        return seen

    def _dense(self, name: str, state: Numbers) -> Numbers:
        flat = state.reshape(-1, state.shape[-1]) @ self.weights[f"{name}.weight"].T
        return (flat + self.weights[f"{name}.bias"]).reshape(*state.shape[:-1], -1)

    def _norm(self, name: str, state: Numbers) -> Numbers:
        centred = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + SMALLEST)
        normal: Numbers = centred / spread
        return normal * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def gelu(values: Numbers) -> Numbers:
    """Gate each value by the share of a normal distribution below it."""
    halved: Numbers = 0.5 * values * (1 + error_function(values / math.sqrt(2)))
    return halved


def error_function(values: Numbers) -> Numbers:
    """Give erf, which numpy lacks, to thirteen places: a series around the nearest known point."""
    held = np.clip(values, -REACH, REACH)
    nearest = np.rint(held * STEPS).astype(np.int64) + REACH * STEPS
    point, away = GRID[nearest], held - GRID[nearest]
    series: Numbers = away * (1 - away * (point - away * (2 * point**2 - 1) / 3))
    return ERROR_FUNCTION[nearest] + SLOPE[nearest] * series
