"""Runs every benchmark and prints each figure as a ratio or in milliseconds, with its aim.

    python -m tests.bench [start] [search] [paper] [book] [import] [graphics] [undo] [change] [password] [safety]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import book, change, graphics, importing, paper, password, safety, search, start, undoing

BENCHMARKS: dict[str, Callable[[Path], list[str]]] = {
    "start": start.run,
    "search": search.run,
    "paper": paper.run,
    "book": book.run,
    "import": importing.run,
    "graphics": graphics.run,
    "undo": undoing.run,
    "change": change.run,
    "password": password.run,
    "safety": safety.run,
}


def main() -> None:
    """Run the named benchmarks, or all."""
    for name in sys.argv[1:] or BENCHMARKS:
        with tempfile.TemporaryDirectory() as folder:
            for line in BENCHMARKS[name](Path(folder)):
                print(f"{name}: {line}", flush=True)


if __name__ == "__main__":
    main()
