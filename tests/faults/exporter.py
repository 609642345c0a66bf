"""A program that writes the same sheet, paper and copy over and over until it is killed.

    python -m tests.faults.exporter OFFICE TARGET
"""

from __future__ import annotations

import sys
from pathlib import Path

from liaison.office import Office
from liaison.papers import Request


def main() -> None:
    target = Path(sys.argv[2])
    with Office.open(Path(sys.argv[1])) as office:
        while True:
            office.export("signins", target / "signins.xlsx")
            office.export("signins", target / "signins.csv")
            office.make_paper("member-list", target, Request(), formats=("pdf", "docx"))
            sys.stdout.write("round\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
