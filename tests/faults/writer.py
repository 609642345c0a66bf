"""A program that writes until it is killed, saying after each change which one is saved by now.

    python -m tests.faults.writer FOLDER [KEY]
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from liaison.office import Office

TODAY = "2026-09-18"


def main() -> None:
    key = bytes.fromhex(sys.argv[2]) if len(sys.argv) > 2 else None
    with Office.open(Path(sys.argv[1]), key=key, today=lambda: TODAY) as office:
        first = office.count("members")
        for number in count(first + 1):
            office.add("members", {"name": f"委员{number}", "work_unit": "示例单位", "joined": "2022-01-01"})
            say(f"member {number}")
            gift = office.add(
                "donations",
                {"date": "2026-09-01", "donor": f"捐赠人{number}", "kind": "资金", "amount": "1", "purpose": "助学"},
            )
            office.enter("donations", gift.created["donations"])
            say(f"gift {office.get('donations', gift.created['donations'][0])['serial']}")
            if number % 5 == 0:
                office.edit_many("members", {m: {"notes": f"第 {number} 次"} for m in office.ids("members")})
                say(f"bulk {number}")
            if number % 4 == 0:
                office.backup.make("changes")
                say(f"copy {number}")


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
