"""All fourteen proofs within a time limit, as a table; 1 when any of them lost or broke anything.

python -m tests.soak [--minutes 20] [--only NUMBER]
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.soak.proofs import PROOFS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0, help="for the proofs that get surer with time")
    parser.add_argument("--only", default="", help="the number of one proof")
    options = parser.parse_args()
    chosen = [proof for proof in PROOFS if options.only in ("", proof.number)]
    failed = runs = 0
    began = time.monotonic()
    print(f"{'':>2}  {'fault':<44} {'runs':>7} {'lost':>5} {'s':>7}")
    for proof in chosen:
        start = time.monotonic()
        result = proof.run(options.minutes * 60 * proof.share)
        runs, failed = runs + result.runs, failed + result.failed
        took = time.monotonic() - start
        counted = f"{result.runs:>7} {result.failed:>5} {took:>7.1f}  {result.words}"
        print(f"{proof.number:>2}  {proof.fault:<44} {counted}", flush=True)
    print(f"{'':>2}  {'all':<44} {runs:>7} {failed:>5} {time.monotonic() - began:>7.1f}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
