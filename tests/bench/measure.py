"""How the benchmarks measure: the two sides in turn, medians, ratios pair by pair."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

Timed = Callable[[], object]


def seconds(function: Timed) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    function()
    return time.perf_counter() - begin


def paired(ours: Timed, bare: Timed, runs: int = 7) -> tuple[float, float, float]:
    """Medians of ours and of the bare way in seconds, and the median of their ratios; A B A B, one warm-up."""
    ours(), bare()
    pairs = [(seconds(ours), seconds(bare)) for _ in range(runs)]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
