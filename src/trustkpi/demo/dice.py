"""Chance that falls alike on every machine: seeded by words, drawn by whole numbers."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import TypeVar

_Face = TypeVar("_Face")


def dice(*words: object) -> random.Random:
    """A generator that these words alone decide; draw whole numbers only, since floats may differ in the last bit."""
    return random.Random(" / ".join(str(w) for w in words))  # noqa: S311  synthetic data are no secret


def draw(rng: random.Random, weights: Mapping[_Face, int]) -> _Face:
    """One of the faces, as often as its weight says."""
    left = rng.randrange(sum(weights.values()))
    for face, weight in weights.items():
        left -= weight
        if left < 0:
            return face
    raise AssertionError


def chance(rng: random.Random, per_mille: int) -> bool:
    """True that many times in a thousand."""
    return rng.randrange(1000) < per_mille
