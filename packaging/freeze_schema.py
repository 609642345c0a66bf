"""Write today's schema as a migration step, to be looked over and kept frozen.

    python packaging/freeze_schema.py BOOK ... >> liaison/store/steps/0002_name.sql

Only for the first step and for new tables; a changed column needs its own ALTER statements.
"""

from __future__ import annotations

import sys

from liaison.books import BOOKS
from liaison.kit.schema import create_statements


def main() -> None:
    for name in sys.argv[1:] or BOOKS:
        for statement in create_statements(BOOKS[name]):
            sys.stdout.write(f"{statement};\n\n")


if __name__ == "__main__":
    main()
