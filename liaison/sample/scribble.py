"""Strokes that stand for a signature in the sample."""

from __future__ import annotations

import math
import random


def scribble(chance: random.Random, characters: int) -> list[list[list[float]]]:
    """Strokes that look like a name written by hand: points in 0..1 of the signing box."""
    strokes = []
    for character in range(characters):
        left, width = 0.1 + 0.8 * character / max(1, characters), 0.7 / max(1, characters)
        for line in range(chance.randint(4, 6)):
            across = line % 2 == 0  # a stroke across, then one down or falling, as hanzi are written
            x = left + width * chance.uniform(0.0, 0.3 if across else 0.8)
            y = 0.22 + chance.uniform(0.0, 0.45 if across else 0.12)
            dx = width * chance.uniform(0.5, 0.8) if across else width * chance.uniform(-0.4, 0.35)
            dy = chance.uniform(-0.06, 0.02) if across else chance.uniform(0.3, 0.5)
            bend = chance.uniform(-0.04, 0.04)
            strokes.append(
                [[x + dx * t / 8 + bend * math.sin(math.pi * t / 8), y + dy * t / 8 + bend * math.sin(math.pi * t / 8)]
                 for t in range(9)]
            )
    return strokes
