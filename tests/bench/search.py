"""A keystroke in the search box over 100,000 rows, to the first screen of results; 1,000 rows beside it."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from liaison.kit.query import Query
from tests.bench.big import make_big_office
from tests.bench.measure import percentile

SCREEN = 40
WORDS = ("王立新", "学习条例", "污水治理", "堵车", "县里开会", "第1234次", "wf", "ljh", "没有这个", "茶叶品牌",
         "座谈第7")


def run(folder: Path) -> list[str]:
    """p95 over every prefix of typical words, three times each, rows and texts ready to be shown."""
    lines = []
    for count in (1_000, 100_000):
        office = make_big_office(folder / str(count), count)
        times: list[float] = []
        for _ in range(3):
            for word in WORDS:
                for end in range(1, len(word) + 1):
                    begin = time.perf_counter()
                    office.page("signins", Query(search=word[:end]), 0, SCREEN)
                    times.append((time.perf_counter() - begin) * 1000)
        office.close()
        aim = " (aim: p95 at most 16 ms)" if count == 100_000 else ""
        lines.append(
            f"{count:,} rows: median {statistics.median(times):.1f} ms, p95 {percentile(times, 0.95):.1f} ms, "
            f"worst {max(times):.1f} ms{aim}"
        )
    return lines
