"""Undo of a large import, and what the menus ask with 100,000 actions behind them."""

from __future__ import annotations

from pathlib import Path

from liaison.kit.fields import Values
from liaison.office import Office
from tests.bench.measure import percentile, seconds

ROWS, ACTIONS = 5_000, 100_000


def run(folder: Path) -> list[str]:
    """The lines of the report."""
    office = Office.create(folder / "o", name="政协大河镇联络处", town="大河镇", today=lambda: "2026-09-18")
    with office:
        people: list[Values] = [
            {"name": f"委员{n}", "work_unit": f"第{n % 97}村", "joined": "2000-01-01"} for n in range(ROWS)
        ]
        written = seconds(lambda: office.add_many("members", people, title=f"导入 {ROWS} 位委员"))
        undone, redone = seconds(office.undo), seconds(office.redo)
        removed = seconds(lambda: office.remove("members", office.ids("members", limit=500)))
        _grow(office)
        asked = {
            "last_action": percentile([seconds(office.last_action) for _ in range(50)], 0.95),
            "next_redo": percentile([seconds(office.next_redo) for _ in range(50)], 0.95),
            "actions": percentile([seconds(office.actions) for _ in range(20)], 0.95),
            "actions of a book": percentile([seconds(lambda: office.actions(book="groups")) for _ in range(20)], 0.95),
            "actions, last page": seconds(lambda: office.actions(offset=ACTIONS - 200)),
            "action_count of a book": seconds(lambda: office.action_count(book="terms")),
            "trash_counts": percentile([seconds(office.trash_counts) for _ in range(20)], 0.95),
            "history": percentile([seconds(lambda: office.history("members", 1)) for _ in range(20)], 0.95),
        }
    return [
        f"import of {ROWS:,} rows {written * 1000:.0f} ms, its undo {undone * 1000:.0f} ms, redo {redone * 1000:.0f} ms"
        f" (undo {undone / written:.2f} of the import)",
        f"deleting 500 rows {removed * 1000:.0f} ms",
        *(f"{name} with {ACTIONS:,} actions {time * 1000:.2f} ms" for name, time in asked.items()),
    ]


def _grow(office: Office) -> None:
    """A hundred thousand small actions on the terms, every fiftieth taken back."""
    office.add("terms", {"name": "第一届", "start": "2016-01-01", "until": "2020-12-31"})
    run = office.database.run
    with office.database.transaction():
        for n in range(ACTIONS):
            run(
                "INSERT INTO actions(title, moment, undoes, trail) VALUES (?, '2026-09-18T09:00:00+08:00', ?,"
                " 1 + (SELECT max(id) FROM trail))",
                (f"修改届次 第{n}次", office.database.value("SELECT max(id) FROM actions") if n % 50 == 49 else None),
            )
            run("INSERT INTO acting(action) VALUES ((SELECT max(id) FROM actions))")
            run("UPDATE terms SET notes = ? WHERE id = 1", (f"第{n}次",))
            run("DELETE FROM acting")
